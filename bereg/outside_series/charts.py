"""Two charts of the same months, one under the other: each with an axis of its own, and none with two."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from bereg.core.charts import base, svg, tokens
from bereg.counting import months
from bereg.counting.months import Period


@dataclass(frozen=True)
class Span:
    """A value for some months."""

    first_month: dt.date
    last_month: dt.date
    value: int


def over(spans: Iterable[Span], period: Period, *, is_ours: bool, dark: bool) -> str:
    """Return a chart with a column over the months of each value, as SVG. What lies beyond the period is cut off."""
    values = [
        {"from": f"{max(each.first_month, period.first)}", "to": f"{_end(min(each.last_month, period.last))}"}
        | {"value": each.value}
        for each in spans
        if each.last_month >= period.first and each.first_month <= period.last
    ]
    colours = tokens(dark=dark)
    # The clocks of who draws and who looks must not move a month.
    across: dict[str, Any] = {"type": "temporal", "timeUnit": "utcyearmonth", "title": None}
    scale = {"type": "utc", "domain": [f"{period.first}", f"{_end(period.last)}"], "nice": False}
    axis = {"format": "%m.%Y", "tickCount": 6, "labelAngle": 0, "labelOverlap": True, "grid": False}
    up = {"title": None, "tickCount": 3, "labelExpr": _shortened(), "minExtent": 52, "maxExtent": 52}
    spec = base(values, dark=dark) | {
        "height": 90,
        "mark": {"type": "bar", "color": colours["chart-1" if is_ours else "chart-2"]},
        "encoding": {
            "x": across | {"field": "from", "scale": scale, "axis": axis},
            "x2": {"field": "to", "timeUnit": "utcyearmonth"},
            "y": {"field": "value", "type": "quantitative", "axis": up, "scale": {"domainMin": 0}},
        },
    }
    return svg(spec)


def _shortened() -> str:
    """Return how a value is written beside the axis: in thousands or millions, in the reader's own words."""
    # Translators: Short for thousand and million, after a number beside the axis of a chart.
    words = pgettext("axis", "k"), pgettext("axis", "m")
    thousand, million = (json.dumps(f"\N{NO-BREAK SPACE}{each}") for each in words)
    return (
        f"datum.value >= 1e6 ? format(datum.value / 1e6, '~f') + {million}"
        f" : datum.value >= 1e3 ? format(datum.value / 1e3, '~f') + {thousand} : format(datum.value, '~f')"
    )


def _end(month: dt.date) -> dt.date:
    return months.following(month)
