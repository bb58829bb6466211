"""Charts of the staff pages as Vega-Lite specifications."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bereg.core.charts import base, colour, svg, tokens


@dataclass(frozen=True)
class Point:
    """One point of a line."""

    name: str
    series: str
    percent: float


def lines(points: Sequence[Point], series: Sequence[str], *, dark: bool) -> str:
    """Return a chart with one line a series, from month to month, as SVG."""
    names = list(dict.fromkeys(point.name for point in points))
    spec = base([vars(point) for point in points], dark=dark) | {
        "height": 180,
        "mark": {"type": "line", "point": {"filled": True, "size": 40}, "strokeWidth": 2.5},
        "encoding": {
            "x": {"field": "name", "type": "ordinal", "sort": names, "title": None, "axis": {"labelAngle": -45}},
            "y": {
                "field": "percent",
                "type": "quantitative",
                "title": None,
                "scale": {"domain": [0, 100]},
                "axis": {"tickCount": 5, "labelExpr": "datum.value + '%'"},
            },
            "color": colour(series, dark=dark),
        },
    }
    return svg(spec)


@dataclass(frozen=True)
class Held:
    """One month of a control chart, in per cent; without limits where too few months stand before it."""

    name: str
    percent: float
    expected: float | None
    lower: float | None
    upper: float | None
    signal: bool


def control(months: Sequence[Held], words: Mapping[str, str], *, dark: bool) -> str:
    """Return a control chart as SVG: limits as a band, signals as triangles. words: of `usual` and `signal`."""
    colours = tokens(dark=dark)
    names = [month.name for month in months]
    across = {"field": "name", "type": "ordinal", "sort": names, "title": None, "axis": {"labelAngle": -45}}
    marks = {"domain": [words["usual"], words["signal"]], "range": ["circle", "triangle-up"]}
    up: dict[str, Any] = {"type": "quantitative", "title": None, "scale": {"zero": False, "nice": True}}
    up["axis"] = {"tickCount": 5, "labelExpr": "datum.value + '%'"}
    kind = {"calculate": f"datum.signal ? {json.dumps(words['signal'])} : {json.dumps(words['usual'])}", "as": "kind"}
    points = {
        "shape": {"field": "kind", "type": "nominal", "scale": marks, "legend": {"orient": "bottom", "title": None}},
        "size": {"condition": {"test": "datum.signal", "value": 150}, "value": 36},
    }
    whole = {"band": 1}  # of the place that a month has
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "color": colours["line"], "width": whole},
            "encoding": {"y": up | {"field": "lower"}, "y2": {"field": "upper"}},
        },
        {
            "mark": {"type": "tick", "color": colours["ink-2"], "thickness": 2, "width": whole},
            "encoding": {"y": up | {"field": "expected"}},
        },
        {
            "mark": {"type": "line", "color": colours["chart-1"], "strokeWidth": 2},
            "encoding": {"y": up | {"field": "percent"}},
        },
        {
            "mark": {"type": "point", "filled": True, "color": colours["chart-1"], "opacity": 1},
            "encoding": {"y": up | {"field": "percent"}, **points},
        },
    ]
    of_all = {"height": 200, "transform": [kind], "encoding": {"x": across}, "layer": layers}
    return svg(base([vars(month) for month in months], dark=dark) | of_all)
