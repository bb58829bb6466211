"""Checks of the headings."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from rapidfuzz.distance import OSA

from bereg.questionnaire.problems import Problem
from bereg.questionnaire.sheets import Sheets, language_code
from bereg.questionnaire.unsupported import MEDIA
from bereg.questionnaire.unsupported import plain as plain_name

_KNOWN = {
    "survey": (
        "type",
        "name",
        "label",
        "hint",
        "relevant",
        "constraint",
        "constraint_message",
        "calculation",
        "appearance",
        "required",
        "default",
        "read_only",
        "choice_filter",
        "bereg::statistic",
    ),
    "choices": ("list_name", "name", "label", "group"),
    "settings": ("form_title", "form_id", "default_language", "version"),
}
_NEEDED = {"survey": ("type", "name"), "choices": ("list_name", "name")}
_SAME = {"list name": "list_name", "value": "name", "caption": "label", "relevance": "relevant"}
_SAME |= {
    "readonly": "read_only",
    "calculate": "calculation",
    "command": "type",
    "tag": "name",
    "constraining_message": "constraint_message",
}


def check_columns(sheets: Sheets) -> Iterator[Problem]:
    """Yield slips in the headings, missing columns, and languages without a code."""
    for sheet, headings in sheets.headings.items():
        plain = [_plain(each) for each in headings]
        for needed in _NEEDED.get(sheet, ()):
            if needed not in plain:
                yield Problem(sheet, 1, _("the column %(name)s is missing; add it") % {"name": needed})
        for heading, name in zip(headings, plain, strict=True):
            yield from _check_heading(sheet, heading, name)
        yield from _media(sheets, sheet)
    default = sheets.setting("default_language")
    if default and not language_code(default):
        yield Problem("settings", 2, _no_code(default))


def _media(sheets: Sheets, sheet: str) -> Iterator[Problem]:
    """Refuse pictures and sound beside a text, row by row: whoever calls would miss what the form says by them."""
    for number, row in enumerate(sheets.rows.get(sheet, ()), start=2):
        for heading in (each for each, content in row.items() if content and plain_name(each) in MEDIA):
            text = _("%(name)s: pictures and sound are not shown to who calls; say it in the label, and empty the cell")
            yield Problem(sheet, number, text % {"name": heading})


def languages_of(sheets: Sheets) -> dict[str, str]:
    """Return the languages that labels are declared in: the heading's name of each to its code."""
    headings = [each for name in ("survey", "choices") for each in sheets.headings.get(name, ())]
    named = [_language(each) for each in headings if _plain(each) == "label"]
    return {each: language_code(each) for each in named if each and language_code(each)}


def _check_heading(sheet: str, heading: str, name: str) -> Iterator[Problem]:
    language = _language(heading)
    if name in {"label", "hint", "constraint_message"} and language and not language_code(language):
        yield Problem(sheet, 1, _no_code(language))
    known = _KNOWN[sheet]
    if name in known or name.startswith("_"):
        return
    near = min(known, key=lambda each: OSA.distance(name, each))
    # So close to a known heading that it is a slip, and the column would be passed over in silence.
    if OSA.distance(name, near) <= len(near) // 4:
        values = {"name": heading, "near": near}
        yield Problem(sheet, 1, _("the column %(name)s is not known; write %(near)s") % values)


def _no_code(language: str) -> str:
    return _("the language %(name)s has no code; write it as English (en) or Русский (ru)") % {"name": language}


def _plain(heading: str) -> str:
    """Return a heading without its language."""
    if heading.lower().startswith("bereg::"):
        return heading.lower()
    name = "_".join(heading.partition("::")[0].partition(":")[0].split()).lower()
    return _SAME.get(name, name)


def _language(heading: str) -> str:
    return heading.replace("::", ":").partition(":")[2].strip()
