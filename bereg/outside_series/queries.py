"""What values would change of a series."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bereg.outside_series.models import OutsideSeries


@dataclass(frozen=True)
class SeriesChanges:
    """What values would change: new ones, corrected ones with what stands, and how many are the same."""

    new: dict[dt.date, int]
    corrected: dict[dt.date, tuple[int, int]]  # what stands, and what is to
    same: int

    def __bool__(self) -> bool:
        return bool(self.new or self.corrected)


def changes(series: OutsideSeries, values: Mapping[dt.date, int]) -> SeriesChanges:
    """Tell what values would change, without changing anything."""
    standing = dict(series.values.filter(replaced_at=None).values_list("first_month", "value"))
    known = {month: (standing[month], value) for month, value in values.items() if month in standing}
    corrected = {month: both for month, both in known.items() if both[0] != both[1]}
    new = {month: value for month, value in values.items() if month not in standing}
    return SeriesChanges(new, corrected, len(known) - len(corrected))
