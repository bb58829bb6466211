"""Charts of published figures: what a table shows as bars, and nothing that it does not show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from bereg.core.charts import BAR, FONT, SIZE, WIDTH, base, colour, svg, tokens
from bereg.core.numbers import number

DRAWING = 1  # goes up with every change in how a chart looks, as browsers keep charts for good
SIGNS = 46  # of a name, until it goes on in the next line
GAP = 12
STRIPES = 7
COLUMNS = 150  # pixels high
LEAST_SCALE = 5  # times the class: where every figure is small, the class is still seen to be small


@dataclass(frozen=True)
class Bar:
    """One figure. shown is None for the class of the small, which is drawn as far as it reaches and has no length.

    text: what stands at its end, where that is not the number itself.
    """

    name: str
    series: str
    shown: float | None
    text: str = ""


def bars(figures: Sequence[Bar], series: Sequence[str], below: int, *, dark: bool = False) -> str:
    """Return a chart with one bar a figure as SVG: its name above it, its number at its end."""
    names = list(dict.fromkeys(each.name for each in figures))
    lines = {name: wrap(name, SIGNS) or [""] for name in names}
    heads = max(map(len, lines.values()), default=1)
    slots = [*(f"line {at}" for at in range(heads)), *(f"of {each}" for each in series)]
    tall = len(slots) * BAR
    place = {"y": _rows(names, GAP / (tall + GAP)), "yOffset": _slots(slots)}
    values = [*_heads(lines, heads), *(_figure(each, series, below) for each in figures)]
    most = max([each["value"] for each in values], default=0)
    along = {
        "field": "value",
        "type": "quantitative",
        "axis": None,
        "stack": None,
        "scale": {"domain": [0, max(most, LEAST_SCALE * below)], "nice": False},
    }
    common = base(values, dark=dark)
    spec = common | {
        # The picture has one text for who is read to; words on each bar would only make it three times as large.
        "config": common["config"] | {"aria": False, "legend": common["config"]["legend"] | {"columnPadding": 24}},
        "padding": {"left": 2, "right": 12, "top": 2, "bottom": 4},
        "height": max(1, len(names)) * (tall + GAP),
        "encoding": place,
        "layer": list(_layers(along, series, dark=dark)),
    }
    return svg(spec)


def columns(figures: Sequence[Bar], below: int, *, dark: bool = False) -> str:
    """Return a chart with one column a figure, in their order, as SVG: what stands below the columns is sparse."""
    ink = tokens(dark=dark)["chart-1"]
    values = [
        {
            "at": at,
            "kind": "small" if each.shown is None else "shown",
            "value": below if each.shown is None else each.shown,
        }
        for at, each in enumerate(figures)
    ]
    named = sorted({0, len(figures) // 2, len(figures) - 1} & set(range(len(figures))))
    label = "".join(f"datum.value == {at} ? '{figures[at].name}' : " for at in named) + "''"
    across = {"labelExpr": label, "labelAngle": 0, "labelOverlap": False, "title": None, "labelFlush": True}
    up = {"title": None, "tickCount": 4, "format": "d"}
    spec = base(values, dark=dark) | {
        "height": COLUMNS,
        "encoding": {
            "x": {"field": "at", "type": "ordinal", "axis": across, "scale": {"paddingInner": 0.2}},
            "y": {"field": "value", "type": "quantitative", "axis": up, "scale": {"domainMin": 0}},
        },
        "layer": [
            {"transform": [{"filter": "datum.kind == 'shown'"}], "mark": {"type": "bar", "color": ink}},
            {
                "transform": [{"filter": "datum.kind == 'small'"}],
                "mark": {"type": "bar", "fill": _hatched(ink), "stroke": ink, "strokeWidth": 1},
            },
        ],
    }
    return svg(spec)


def _heads(lines: dict[str, list[str]], heads: int) -> Iterator[dict[str, Any]]:
    """Put the last line of each name right above its first bar."""
    for name, said in lines.items():
        for at, text in enumerate(said, heads - len(said)):
            yield {"kind": "name", "row": name, "slot": f"line {at}", "text": text, "value": 0}


def _figure(bar: Bar, series: Sequence[str], below: int) -> dict[str, Any]:
    return {
        "kind": "shown" if bar.shown is not None else f"small {series.index(bar.series)}",
        "row": bar.name,
        "slot": f"of {bar.series}",
        "series": bar.series,
        "text": f"<{below}" if bar.shown is None else bar.text or number(round(bar.shown)),
        "value": below if bar.shown is None else bar.shown,
    }


def _rows(names: list[str], gap: float) -> dict[str, Any]:
    scale = {"paddingInner": gap, "paddingOuter": gap / 2}
    return {"field": "row", "type": "nominal", "sort": names, "axis": None, "scale": scale}


def _slots(slots: list[str]) -> dict[str, Any]:
    return {"field": "slot", "type": "nominal", "scale": {"domain": slots, "paddingInner": 0.08, "paddingOuter": 0}}


def _layers(along: dict[str, Any], series: Sequence[str], *, dark: bool) -> Iterator[dict[str, Any]]:
    colours = tokens(dark=dark)
    text = {"type": "text", "align": "left", "baseline": "middle", "font": FONT, "fontSize": SIZE}
    yield {
        "transform": [{"filter": "datum.kind == 'name'"}],
        "mark": text | {"color": colours["ink"], "limit": 2 * WIDTH},
        "encoding": {"x": {"value": 0}, "text": {"field": "text"}},
    }
    yield {
        "transform": [{"filter": "datum.kind == 'shown'"}],
        "mark": "bar",
        "encoding": {"x": along, "color": colour(series, dark=dark)},
    }
    for at in range(len(series)):
        ink = colours[f"chart-{at + 1}"]
        yield {
            "transform": [{"filter": f"datum.kind == 'small {at}'"}],
            "mark": {"type": "bar", "fill": _hatched(ink), "stroke": ink, "strokeWidth": 1},
            "encoding": {"x": along},
        }
    yield {
        "transform": [{"filter": "datum.kind != 'name'"}],
        "mark": text | {"color": colours["ink-2"], "dx": 5},
        "encoding": {"x": along, "text": {"field": "text"}},
    }


def _hatched(ink: str) -> dict[str, Any]:
    """Return stripes, as a colour that changes at once: where the figure lies in the class is told to nobody."""
    stops = [
        {"offset": (at + edge) / STRIPES, "color": ink if at % 2 else "transparent"}
        for at in range(STRIPES)
        for edge in (0, 1)
    ]
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 1, "stops": stops}
