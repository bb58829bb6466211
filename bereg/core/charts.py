"""What all charts are drawn with: Vega-Lite specifications, in the colours of the house, as SVG."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django.contrib.staticfiles import finders

FONT = "system-ui, Noto Sans, sans-serif"
SIZE = 12.5
WIDTH, BAR = 340, 17
LONG = re.compile(r"(\.\d\d)\d{4,}")  # of a pixel; no number that a person reads has so many decimals
GRADIENT = re.compile(r"\bgradient_\d+\b")


def base(values: Sequence[Mapping[str, Any]], *, dark: bool) -> dict[str, Any]:
    """Return what every chart of ours begins with."""
    colours = tokens(dark=dark)
    quiet = {"labelColor": colours["ink-2"], "labelFont": FONT, "labelFontSize": SIZE, "domain": False, "ticks": False}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        # The browser's letters may be wider than those that the labels were measured with.
        "padding": {"left": 28, "right": 6, "top": 4, "bottom": 4},
        "width": WIDTH,
        "data": {"values": list(values)},
        "config": {
            "view": {"stroke": None},
            "axis": quiet | {"gridColor": colours["line"], "labelPadding": 8},
            "legend": {
                "labelColor": colours["ink-2"],
                "labelFont": FONT,
                "labelFontSize": SIZE,
                "symbolType": "square",
            },
        },
    }


def colour(series: Sequence[str], *, dark: bool) -> dict[str, Any]:
    """Return the colour of each series, named below the chart where there are several."""
    colours = tokens(dark=dark)
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": list(series), "range": [colours["chart-1"], colours["chart-2"]][: len(series)]},
        "legend": {"orient": "bottom", "title": None} if len(series) > 1 else None,
    }


def svg(spec: Mapping[str, Any]) -> str:
    return _drawn(json.dumps(spec, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=1024)
def _drawn(spec: str) -> str:
    import vl_convert  # slow to load, and most commands draw nothing

    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    # The renderer counts these in the whole process: numbered anew, the same chart is always the same bytes.
    ids = {each: f"fill-{at}" for at, each in enumerate(dict.fromkeys(GRADIENT.findall(drawn)))}
    return LONG.sub(r"\1", GRADIENT.sub(lambda found: ids[found[0]], drawn))


@cache
def tokens(*, dark: bool) -> dict[str, str]:
    """Return the colours by their names in the style sheet, which is part of the program and does not change."""
    found = finders.find("core/tokens.css")
    if not isinstance(found, str):
        raise FileNotFoundError("core/tokens.css")
    with open(found, encoding="utf-8") as file:  # noqa: PTH123
        light_css, _, dark_css = file.read().partition("prefers-color-scheme: dark")
    known = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,8});")
    return dict(known.findall(light_css)) | (dict(known.findall(dark_css)) if dark else {})
