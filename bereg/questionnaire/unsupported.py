"""What stands in a form and does nothing here: each thing is said with its place, so that nobody counts on it."""

import re
from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext as _

from bereg.questionnaire.problems import Problem
from bereg.questionnaire.sheets import Row, Sheets

_USED = {
    "survey": frozenset(
        "type name label hint relevant constraint constraint_message calculation appearance required default read_only"
        " choice_filter trigger parameters repeat_count bereg::statistic".split()
    ),
    "settings": frozenset("form_title form_id default_language version".split()),
    "choices": frozenset("list_name name label group".split()),
}
_SAME = {"readonly": "read_only", "relevance": "relevant", "calculate": "calculation", "caption": "label"}
_SAME |= {"constraining_message": "constraint_message", "value": "name", "command": "type", "tag": "name"}
MEDIA = frozenset(
    "media image big_image audio video".split()
)  # a row that fills one is refused: validation_headings.py
APPEARANCES = frozenset({"autocomplete", "minimal"})  # a list that is typed into
_SELECT = re.compile(r"select\S* (\S+)")


def unused(sheets: Sheets) -> Iterator[Problem]:
    """Yield what no question needs: columns, lists, messages and appearances. The types are in our own spelling."""
    yield from _columns(sheets)
    yield from _lists(sheets)
    for number, row in enumerate(sheets.rows.get("survey", ()), start=2):
        yield from (Problem("survey", number, text) for text in chain(_message(row), _appearances(row)))


def plain(heading: str) -> str:
    """Return the name of a column without its language, in our own spelling."""
    if heading.lower().startswith("bereg::"):
        return heading.lower()
    name = "_".join(heading.replace("-", "_").partition("::")[0].partition(":")[0].split()).lower()
    return _SAME.get(name, name)


def cell(row: Row, name: str) -> str:
    """Return what stands under a heading, in whatever language."""
    return next((content.strip() for heading, content in row.items() if content and plain(heading) == name), "")


def _columns(sheets: Sheets) -> Iterator[Problem]:
    filters = " ".join(cell(row, "choice_filter") for row in sheets.rows.get("survey", ()))
    for sheet, used in _USED.items():
        for heading in sheets.headings.get(sheet, ()):
            # What a choice_filter asks of the choices is a column of somebody's own.
            is_asked = sheet == "choices" and re.search(rf"(?<![\w$-]){re.escape(heading)}(?![\w-])", filters)
            if is_asked or plain(heading) in used | MEDIA or heading.startswith("_"):
                continue
            if first := _first(sheets.rows[sheet], heading):
                text = _("the column %(name)s has no use here; what stands in it is left out")
                yield Problem(sheet, first, text % {"name": heading})


def _first(rows: list[Row], heading: str) -> int:
    return next((number for number, row in enumerate(rows, start=2) if row.get(heading)), 0)


def _lists(sheets: Sheets) -> Iterator[Problem]:
    asked = {found[1] for row in sheets.rows.get("survey", ()) if (found := _SELECT.match(cell(row, "type")))}
    choices = sheets.rows.get("choices", [])
    asked |= {f"{cell(row, 'list_name')}_group" for row in choices if cell(row, "group")}
    first: dict[str, int] = {}
    for number, row in enumerate(choices, start=2):
        first.setdefault(cell(row, "list_name"), number)
    for name, number in first.items():
        if name and name not in asked:
            yield Problem("choices", number, _("no question uses the list %(list)s") % {"list": name})


def _message(row: Row) -> Iterator[str]:
    if cell(row, "constraint_message") and not cell(row, "constraint"):
        yield _("a constraint_message without a constraint is never shown")


def _appearances(row: Row) -> Iterator[str]:
    for word in cell(row, "appearance").split():
        if word not in APPEARANCES:
            yield _("the appearance %(name)s changes nothing here") % {"name": word}
