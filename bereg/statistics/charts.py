"""Charts as Vega-Lite specifications, drawn on the server in the colours of the house."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import vl_convert
from django.contrib.staticfiles import finders

FONT = "system-ui, Noto Sans, sans-serif"
WIDTH, BAR = 340, 17


@dataclass(frozen=True)
class Point:
    """One bar or one point of a line."""

    name: str
    series: str
    percent: float


def bars(points: Sequence[Point], series: Sequence[str], *, dark: bool) -> str:
    """Return a chart with one bar a name and series, as SVG."""
    names = list(dict.fromkeys(point.name for point in points))
    spec = _base(points, dark=dark) | {
        "height": max(1, len(names)) * (BAR * len(series) + 10),
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": names, "title": None, "axis": {"labelLimit": 150}},
            "yOffset": {"field": "series", "sort": list(series)},
            "x": {"field": "percent", "type": "quantitative", "title": None, "axis": None},
            "color": _colour(series, dark=dark),
        },
    }
    return _svg(json.dumps(spec, ensure_ascii=False, sort_keys=True))


def lines(points: Sequence[Point], series: Sequence[str], *, dark: bool) -> str:
    """Return a chart with one line a series, from month to month, as SVG."""
    names = list(dict.fromkeys(point.name for point in points))
    spec = _base(points, dark=dark) | {
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
            "color": _colour(series, dark=dark),
        },
    }
    return _svg(json.dumps(spec, ensure_ascii=False, sort_keys=True))


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
    tokens = _tokens(dark=dark)
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
            "mark": {"type": "bar", "color": tokens["line"], "width": whole},
            "encoding": {"y": up | {"field": "lower"}, "y2": {"field": "upper"}},
        },
        {
            "mark": {"type": "tick", "color": tokens["ink-2"], "thickness": 2, "width": whole},
            "encoding": {"y": up | {"field": "expected"}},
        },
        {
            "mark": {"type": "line", "color": tokens["chart-1"], "strokeWidth": 2},
            "encoding": {"y": up | {"field": "percent"}},
        },
        {
            "mark": {"type": "point", "filled": True, "color": tokens["chart-1"], "opacity": 1},
            "encoding": {"y": up | {"field": "percent"}, **points},
        },
    ]
    spec = _base(months, dark=dark) | {"height": 200, "transform": [kind], "encoding": {"x": across}, "layer": layers}
    return _svg(json.dumps(spec, ensure_ascii=False, sort_keys=True))


def _base(points: Sequence[Point | Held], *, dark: bool) -> dict[str, Any]:
    tokens = _tokens(dark=dark)
    quiet = {"labelColor": tokens["ink-2"], "labelFont": FONT, "labelFontSize": 12.5, "domain": False, "ticks": False}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        # The browser's letters may be wider than those that the labels were measured with.
        "padding": {"left": 28, "right": 6, "top": 4, "bottom": 4},
        "width": WIDTH,
        "data": {"values": [vars(point) for point in points]},
        "config": {
            "view": {"stroke": None},
            "axis": quiet | {"gridColor": tokens["line"], "labelPadding": 8},
            "legend": {"labelColor": tokens["ink-2"], "labelFont": FONT, "labelFontSize": 12.5, "symbolType": "square"},
        },
    }


def _colour(series: Sequence[str], *, dark: bool) -> dict[str, Any]:
    tokens = _tokens(dark=dark)
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": list(series), "range": [tokens["chart-1"], tokens["chart-2"]][: len(series)]},
        "legend": {"orient": "bottom", "title": None} if len(series) > 1 else None,
    }


@cache
def _tokens(*, dark: bool) -> dict[str, str]:
    # The style sheet is the one place of the colours; it is part of the program and does not change.
    found = finders.find("core/tokens.css")
    if not isinstance(found, str):
        raise FileNotFoundError("core/tokens.css")
    with open(found, encoding="utf-8") as file:  # noqa: PTH123
        light_css, _, dark_css = file.read().partition("prefers-color-scheme: dark")
    colour = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,8});")
    return dict(colour.findall(light_css)) | (dict(colour.findall(dark_css)) if dark else {})


@lru_cache(maxsize=256)
def _svg(spec: str) -> str:
    return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
