"""What the charts of a quota are drawn from: one column a month, in parts of the highest."""

from collections.abc import Sequence
from dataclasses import dataclass

from bereg.quotas.quota import QuotaMonth

HIGH = 40
STEP, WIDE = 10, 8


@dataclass(frozen=True)
class MonthColumn:
    """One month. x, top, height, granted_top, granted_height: in the units of the picture, which is 40 high."""

    month: QuotaMonth
    x: int
    height: float
    granted_height: float
    is_newest: bool

    @property
    def top(self) -> float:
        return round(HIGH - self.height, 2)

    @property
    def granted_top(self) -> float:
        return round(HIGH - self.granted_height, 2)


@dataclass(frozen=True)
class MonthChart:
    """The columns of some months, the oldest first."""

    columns: tuple[MonthColumn, ...]

    @property
    def width(self) -> int:
        """How wide the picture is, in its own units."""
        return STEP * len(self.columns) - (STEP - WIDE)

    @property
    def first(self) -> QuotaMonth:
        return self.columns[0].month

    @property
    def last(self) -> QuotaMonth:
        return self.columns[-1].month


def chart_of(months: Sequence[QuotaMonth], *, is_of_left_alone: bool) -> MonthChart:
    """Return a chart of what is left; against what was granted, unless it is of that alone."""
    lefts = [max(each.left, 0) for each in months]
    most = max([1, *lefts, *([] if is_of_left_alone else [each.granted for each in months])])
    return MonthChart(
        tuple(
            MonthColumn(each, at * STEP, _part(left, most), _part(each.granted, most), at == len(months) - 1)
            for at, (each, left) in enumerate(zip(months, lefts, strict=True))
        )
    )


def _part(value: int, most: int) -> float:
    # What is there at all is seen.
    return round(max(HIGH * value / most, 1 if value else 0), 2)
