"""The code lists of a release: what its ids mean, in every language that the content has."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bereg.publications.content import Content, Table, Words
from bereg.publications.formats import reader_notes
from bereg.publications.formats import sdmx_ids as ids
from bereg.publications.formats.lines import TOTAL

Codes = dict[str, Words]  # id to name


def code_lists(content: Content) -> dict[str, tuple[str | Promise, Codes]]:
    """Return each list by its id: its name and its codes."""
    tables = content["tables"]
    found: dict[str, Codes] = {
        "TABLE": _first((ids.of(each["id"]), each["title"]) for each in tables),
        "CENTRE": _first((ids.of(each["centre"]), each["centre_name"]) for each in tables),
        "GROUP": _first((ids.of(each["group"]), each["group_name"]) for each in tables),
        "ROW": _first(row for each in tables for row in _rows(each)),
    }
    lists: dict[str, tuple[str | Promise, Codes]] = {
        ids.DIMENSIONS[name]: (ids.NAMES[name], codes) for name, codes in found.items()
    }
    return lists | {ids.STATUSES: (ids.NAMES["OBS_STATUS"], _statuses(content))}


def _first(named: Iterator[tuple[str, Words]]) -> Codes:
    """Keep the first name of each code: several tables may share an id."""
    found: Codes = {}
    for code, name in named:
        found.setdefault(code, name)
    return found


def _rows(table: Table) -> Iterator[tuple[str, Words]]:
    for row in table["rows"]:
        yield ids.row(table["id"], row["code"]), row["label"]
    if not table["rows"]:
        yield ids.row(table["id"], TOTAL), table["title"]


def _statuses(content: Content) -> Codes:
    below = content["class_below"]
    return {
        ids.NORMAL: reader_notes.by_language(content, lambda: str(_("Shown, slightly changed"))),
        ids.SUPPRESSED: reader_notes.by_language(
            content, lambda: str(_("Below %(below)s, so the number is not shown") % {"below": below})
        ),
    }
