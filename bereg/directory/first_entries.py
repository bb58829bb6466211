"""The first entries of the room: invented organisations and services, one a row of the files in the folder `first`."""

import csv
import datetime as dt
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from bereg.directory.choices import HIDDEN
from bereg.directory.content import ORGANISATION, SERVICE, never_public
from bereg.reference.drafts import EntryDraft, Incoming
from bereg.reference.texts import Text

FILES = {ORGANISATION: "organisations.csv", SERVICE: "services.csv"}
SOURCE = "Придумано для показа: Россия 2008 года"
INVENTED = {
    "ru": "*Придумано для показа программы: Россия 2008 года. Не звоните туда.*",
    "en": "*Invented to show the program: Russia of 2008. Do not call there.*",
}
WORKDAYS, WEEK = range(5), range(7)
# The weeks that the files name.
HOURS: dict[str, dict[str, list[list[str]]]] = {
    "office": {str(day): [["09:00", "17:00"]] for day in WORKDAYS},
    "break": {str(day): [["09:00", "13:00"], ["14:00", "18:00"]] for day in WORKDAYS},
    "evenings": {str(day): [["12:00", "20:00"]] for day in WORKDAYS} | {"5": [["10:00", "15:00"]]},
    "saturdays": {"2": [["16:00", "19:00"]], "5": [["10:00", "16:00"]]},
    "always": {str(day): [["00:00", "23:59"]] for day in WEEK},
}
LISTED_AGO = 7  # days; the list is of that day
VERIFIED_AGO, AGAIN_IN = 25, 120  # days; the first row on the day of the list, the others earlier and earlier
OVERDUE = 3


def first_entries(kind: str, today: dt.date) -> Iterator[Incoming]:
    """Yield the entries of a kind, as they stand on a day: most are fresh, some overdue."""
    text = (files("bereg.directory") / "first" / FILES[kind]).read_text(encoding="utf-8")
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=1):
        yield Incoming(row["key"], _draft(row, number, today))


def _draft(row: dict[str, str], number: int, today: dt.date) -> EntryDraft:
    verified_on = today - dt.timedelta(days=LISTED_AGO + number % VERIFIED_AGO)
    content = _content(row, number, verified_on)
    return EntryDraft(
        "ru",
        {language: _text(row, language) for language in INVENTED},
        content,
        is_public=not never_public(content),
        audiences=tuple(row.get("audiences", "").split()),
        topics=tuple(row.get("topics", "").split()),
        regions=tuple(row["region"].split()),
        source=SOURCE,
        as_of=verified_on,
        review_by=today - dt.timedelta(days=OVERDUE) if row["flag"] else verified_on + dt.timedelta(days=AGAIN_IN),
    )


def _text(row: dict[str, str], language: str) -> Text:
    return Text(row[f"title_{language}"], body=f"{row[f'text_{language}']}\n\n{INVENTED[language]}")


def _content(row: dict[str, str], number: int, verified_on: dt.date) -> dict[str, Any]:
    street = {"ru": f"Вымышленная улица, {number}", "en": f"{number} Invented Street"}
    content = {
        "sort": row["sort"],
        "address": {} if row["sort"] in HIDDEN or not row["region"] else street,
        "hours": HOURS[row["hours"]],
        "zone": row["zone"],
        "holidays": row["hours"] != "always",
        "languages": row["languages"].split(),
        "phones": [row["phone"]],
        "cost": row.get("cost", ""),
        "organisation": row.get("organisation", ""),
        "verified_on": verified_on.isoformat(),
        "verified_by": f"Оператор {number % 9 + 1:02}",
        "do_not_refer": row["do_not_refer"],
        **{name: _by_language(row, name) for name in ("eligibility", "fee")},
    }
    return {name: value for name, value in content.items() if value not in ("", {}, False)}


def _by_language(row: dict[str, str], name: str) -> dict[str, str]:
    said = {language: row.get(f"{name}_{language}", "") for language in INVENTED}
    return {language: words for language, words in said.items() if words}
