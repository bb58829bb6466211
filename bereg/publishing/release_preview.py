"""A release as it is looked at before it goes out: exact beside protected, and beside its last vintage."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bereg.core.numbers import per_cent
from bereg.publications import queries as releases
from bereg.publications.content import Content, Table, Words, with_bases
from bereg.publications.models import Release
from bereg.publications.omitted_tables import left_out
from bereg.publications.shares import share
from bereg.publishing import preparing
from bereg.publishing.cells import BASE

MEASURES = {
    "recovered": _("hidden counts found exactly"),
    "present": _("somebody proven to be there, of hidden cells"),
    "nested": _("somebody proven by two figures that differ"),
    "squares": _("right guesses by least squares"),
    "subtracted": _("right guesses by subtracting periods"),
    "shown": _("cells shown as a number"),
    "changed": _("mean change of a shown count"),
    "whole": _("cells shown as a number, of all tables, those left out too"),
}
LEAST, NUMBERS = {"shown"}, {"changed"}  # a gate from below; a number and not a share


@dataclass(frozen=True)
class PreviewLine:
    """One row: what is shown, its share, the true count, and what the last vintage showed where that differs."""

    label: str
    shown: str
    percent: str
    exact: int | None
    before: str


@dataclass(frozen=True)
class TablePreview:
    title: str
    centre: str
    group: str
    lines: list[PreviewLine]
    small: int  # how many rows are in the class of the small


def gates(release: Release) -> list[dict[str, object]]:
    """Return the measures of the attack in words."""
    return [
        {
            "label": MEASURES[gate["name"]],
            "value": gate_number(gate["name"], gate["value"]),
            "sign": "" if gate["name"] == preparing.STATED else "≥" if gate["name"] in LEAST else "≤",
            "limit": gate_number(gate["name"], gate["limit"]),
            "holds": gate["holds"],
        }
        for gate in release.gates
    ]


def gate_number(name: str, value: float) -> str:
    """Write the value of a measure."""
    if name in NUMBERS:
        return number_format(round(value, 2), decimal_pos=2)
    return per_cent(number_format(round(100 * value, 1), decimal_pos=1))


def side_by_side(release: Release, *, with_exact: bool) -> dict[str, object]:
    """Return the tables, with their true counts for who may read those.

    Raise releases.ChangedError, FactsMissingError.
    """
    said = releases.content_of(release)
    cells = preparing.counted_again(release) if with_exact else []
    exact = {(each.table, each.centre, each.group, each.code): each.count for each in cells}
    before = _earlier(release)
    tables = [
        _shown(table, of, said, exact, before.get(_key(table)))
        for table, of in zip(said["tables"], with_bases(said)["tables"], strict=True)
    ]
    totals = [
        PreviewLine(f"{each.title} · {each.centre} · {each.group}", line.shown, "", line.exact, line.before)
        for each in tables
        if len(each.lines) == 1
        for line in each.lines
    ]
    return {
        "totals": totals,
        "tables": [each for each in tables if len(each.lines) > 1],
        "countries": said["countries"],
        "left_out": left_out(said),
        "small": f"<{said['class_below']}",
        "with_exact": with_exact,
    }


def _earlier(release: Release) -> dict[tuple[str, str, str], Table]:
    found = releases.vintage_before(release)
    return {_key(table): table for table in releases.content_of(found)["tables"]} if found else {}


def _key(table: Table) -> tuple[str, str, str]:
    return table["id"], table["centre"], table["group"]


def _shown(
    table: Table, of: Table, said: Content, exact: dict[tuple[str, str, str, str], int], earlier: Table | None
) -> TablePreview:
    """Return one table. of: the same with what its shares are of, on the public page too."""
    small = f"<{said['class_below']}"
    then = {row["code"]: row["shown"] for row in earlier["rows"]} | {BASE: earlier["base"]} if earlier else {}

    def line(code: str, label: str, shown: int | None, percent: str = "") -> PreviewLine:
        differs = code in then and then[code] != shown
        before = _text(then[code], small) if differs else ""
        return PreviewLine(label, _text(shown, small), percent, exact.get((*_key(table), code)), before)

    rows = [
        line(row["code"], in_words(row["label"]), row["shown"], _percent(row["shown"], of)) for row in table["rows"]
    ]
    total = str(_("all who answered") if rows else _("total"))
    lines = [*rows, line(BASE, total, table["base"])] if table["base"] is not None or not rows else rows
    centre, group = in_words(table["centre_name"]), in_words(table["group_name"])
    return TablePreview(
        in_words(table["title"]), centre, group, lines, sum(row["shown"] is None for row in table["rows"])
    )


def _percent(shown: int | None, of: Table) -> str:
    return share(shown, of["base"], of.get("interval_below", 0))


def _text(shown: int | None, small: str) -> str:
    return small if shown is None else str(shown)


def in_words(words: Words) -> str:
    """Return the text of the page's language; else any."""
    return words.get((get_language() or "").split("-")[0]) or next(iter(words.values()), "")
