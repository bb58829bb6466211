"""Forms as KoboToolbox and ODK write them, brought to the spelling that is understood here; what is left out is said.

Nothing of a form goes without a word: each thing that is skipped or read otherwise becomes a notice with its place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from babel import Locale
from django.utils.translation import gettext as _

from bereg.questionnaire.problems import Problem
from bereg.questionnaire.sheets import Row, Sheets, language_code
from bereg.questionnaire.unsupported import plain, unused

# What a device notes of itself and of whoever holds it (ODK XLSForm, "Metadata"): a desk has none of it.
METADATA = frozenset("start end today deviceid subscriberid simserial phonenumber username email audit".split())
TRUE = frozenset({"yes", "true", "true()", "1"})
LANGUAGES = ("en", "ru", "uz", "tg", "ky", "kk", "uk", "be", "az", "hy", "ka", "ro", "tk", "fr", "es", "ar", "zh", "de")
_SELECT = re.compile(
    r"(?P<kind>select[ _]one|select[ _]multiple|select[ _]all[ _]that[ _]apply)(?:[ _]from)?[ ]+(?P<list>\S+)"
    r"(?P<other>[ ]+or[ _]other)?",
    re.IGNORECASE,
)
_SPELT = {"date time": "dateTime", "datetime": "dateTime", "int": "integer", "string": "text"}


@dataclass(frozen=True)
class Adapted:
    """A form in the spelling of this program, and what was read otherwise or left out."""

    sheets: Sheets
    notices: list[Problem]


def adapt(sheets: Sheets) -> Adapted:
    """Return the form with its rows in their places, so that what is found wrong later names the right row."""
    notices = [Problem("", 0, _("the sheet %(name)s is not read") % {"name": name}) for name in sheets.others]
    found = _with_language_codes(sheets, notices)
    rows = {name: [dict(row) for row in found.rows[name]] for name in found.rows}
    for number, row in enumerate(rows.get("survey", ()), start=2):
        notices += [Problem("survey", number, text) for text in _adapt_row(row)]
    adapted = replace(found, rows=rows)
    return Adapted(adapted, [*notices, *unused(adapted)])


def _adapt_row(row: Row) -> Iterator[str]:
    kind = " ".join(row.get("type", "").split())
    if kind.lower() in METADATA:
        row.clear()
        yield _("%(type)s is what a device notes of itself; skipped") % {"type": kind}
        return
    chosen = _SELECT.fullmatch(kind)
    if chosen:
        select = "select_one" if "one" in chosen["kind"].lower() else "select_multiple"
        row["type"] = f"{select} {chosen['list']}" + (" or_other" if chosen["other"] else "")
    elif kind.lower() in _SPELT:
        row["type"] = _SPELT[kind.lower()]
    yield from _adapt_read_only(row)


def _adapt_read_only(row: Row) -> Iterator[str]:
    heading = next((each for each in row if plain(each) == "read_only"), "")
    if not heading or row[heading].lower() not in TRUE:
        return
    del row[heading]
    if any(plain(each) == "calculation" and row[each] for each in row):
        row["type"] = "calculate"
        yield _("read-only with a calculation: calculated and not shown")
    else:
        row["type"] = "note"
        yield _("read-only without a calculation: shown as a note")


def _with_language_codes(sheets: Sheets, notices: list[Problem]) -> Sheets:
    """Write `label::English` as `label::English (en)`, wherever a language stands without its code."""
    named: dict[str, str] = {}

    def coded(heading: str) -> str:
        kind, separator, language = heading.partition("::")
        if not separator or kind.lower() == "bereg" or language_code(language):
            return heading
        found = code_of(language)
        if not found:
            return heading
        named[language.strip()] = found
        return f"{kind}::{language.strip()} ({found})"

    headings = {name: [coded(each) for each in found] for name, found in sheets.headings.items()}
    rows = {
        name: [{coded(heading): cell for heading, cell in row.items()} for row in found]
        for name, found in sheets.rows.items()
    }
    for row in rows.get("settings", [])[:1]:
        default = row.get("default_language", "")
        if default and not language_code(default) and code_of(default):
            row["default_language"] = f"{default} ({code_of(default)})"
    for language, code in named.items():
        text = _("the language %(name)s is taken as %(code)s") % {"name": language, "code": code}
        notices.append(Problem("", 0, text))
    return replace(sheets, headings=headings, rows=rows)


def code_of(language: str) -> str:
    """Return the code of a language that is named in English, in Russian or in itself; else ""."""
    return _names().get(" ".join(language.split()).casefold(), "")


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in LANGUAGES:
        for spoken in dict.fromkeys((code, "en", "ru")):
            found.setdefault((Locale(code).get_language_name(spoken) or "").casefold(), code)
        found.setdefault(code, code)
    found |= {"oʻzbekcha": "uz", "o'zbekcha": "uz", "ўзбекча": "uz", "тоҷикӣ": "tg", "қазақша": "kk", "кыргызча": "ky"}
    found.pop("", None)
    return found
