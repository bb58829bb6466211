"""What a release says, as JSON that never changes: tables, rows, and their names in every language."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import NotRequired, TypedDict

Words = dict[str, str]  # language to text
ENQUIRIES = "enquiries"
TOPICS = frozenset({"topic", "topic_groups"})  # an enquiry may have several, so they have no base of their own
# What is shown where a text has none in a language: most who read Uzbek or Tajik read Russian.
INSTEAD = {"uz": ("ru", "en"), "tg": ("ru", "en")}
OF_COUNTRIES, COUNTRY = "citizenship", re.compile("[A-Z]{2}")  # its rows are countries, and classes of them


class Row(TypedDict):
    """One row. shown is None for the class of the small."""

    code: str
    label: Words
    shown: int | None


class LeftOut(TypedDict):
    """A table of one centre, or of all, and one group, left out so that nobody is recognised: it has no figures."""

    id: str
    title: Words
    centre: str
    centre_name: Words
    group: str
    group_name: Words


class Table(LeftOut):
    """The same with its figures. base: what its shares are of; a total has no rows. interval_below: of its release.

    without_base: what is counted may be in several rows, once in each, so that they are shares of nothing.
    """

    base: int | None
    rows: list[Row]
    interval_below: NotRequired[int]
    without_base: NotRequired[bool]


class Written(TypedDict):
    """What people wrote of a table of a centre, or of all of it (`sentences_by_people.py`), by language."""

    centre: str
    table: str
    texts: Words


class Recommended(TypedDict):
    """What is recommended, and to whom, by language."""

    to: Words
    texts: Words


class Content(TypedDict):
    """A whole release. countries: how many foreign countries a number is shown of (`countries_shown`).

    left_out: what was not enough for a table; releases of before that was kept have no such list. interval_below: of a
    smaller base a share is said as an interval; releases of before it was kept say each as one number. written and
    recommended are in no release, whose figures are frozen; they are put beside them for who reads.
    """

    format: int
    first: str
    last: str
    vintage: int
    class_below: int
    countries: int | None
    tables: list[Table]
    left_out: NotRequired[list[LeftOut]]
    interval_below: NotRequired[int]
    written: NotRequired[list[Written]]
    recommended: NotRequired[list[Recommended]]


def has_total(table: Table) -> bool:
    """Tell whether a table has a total of its own, be it in the class of the small: topics lack it."""
    return table["base"] is not None or not (table["id"] in TOPICS or is_without_base(table))


def is_without_base(table: Table) -> bool:
    """Tell whether the rows of a table are shares of nothing."""
    return table.get("without_base", False)


def with_bases(said: Content) -> Content:
    """Return a content whose tables say all that their shares need.

    So of topics what they are shares of: of all enquiries, which stand beside them.
    """
    below = said.get("interval_below", 0)
    totals = {
        (each["centre"], each["group"]): each["base"]
        for each in said["tables"]
        if each["id"] == ENQUIRIES and not each["rows"]
    }
    tables = [Table(**{**each, "interval_below": below, "base": _base(each, totals)}) for each in said["tables"]]
    return Content(**{**said, "tables": tables})


def _base(table: Table, totals: Mapping[tuple[str, str], int | None]) -> int | None:
    return totals.get((table["centre"], table["group"])) if table["id"] in TOPICS else table["base"]


def write(content: Content) -> str:
    """Write a content in the one form that its digest is of."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Content:
    """Read a content.

    What an older release says of countries was counted exactly, with those that are in no row. It is not repeated.
    """
    found: Content = json.loads(text)
    return Content(**{**found, "countries": countries_shown(found["tables"])})


def countries_shown(tables: Iterable[Table]) -> int | None:
    """Return of how many countries the tables of all centres show a number; None where of none.

    A figure of its own, which the reader could count as well: so it proves nobody.
    """
    rows = [
        row
        for table in tables
        if (table["id"], table["centre"], table["group"]) == (OF_COUNTRIES, "all", "all")
        for row in table["rows"]
    ]
    return sum(row["shown"] is not None and bool(COUNTRY.fullmatch(row["code"])) for row in rows) or None


def digest(text: str) -> str:
    """Return what a content is known by."""
    return hashlib.sha256(text.encode()).hexdigest()


def named(words: Words, language: str) -> tuple[str, str]:
    """Return a text in a language, or in another one where it has none, and which language that is."""
    for each in (language, *INSTEAD.get(language, ("en",)), *words):
        if words.get(each):
            return words[each], each
    return "", language
