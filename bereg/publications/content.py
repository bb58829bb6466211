"""What a release says, as JSON that never changes: tables, rows, and their names in every language."""

import hashlib
import json
from itertools import count
from typing import NotRequired, TypedDict

Words = dict[str, str]  # language to text
ENQUIRIES = "enquiries"
TOPICS = frozenset({"topic", "topic_groups"})  # an enquiry may have several, so they have no base of their own
# What is shown where a text has none in a language: most who read Uzbek or Tajik read Russian.
INSTEAD = {"uz": ("ru", "en"), "tg": ("ru", "en")}


class Row(TypedDict):
    """One row. shown is None for the class of the small."""

    code: str
    label: Words
    shown: int | None


class LeftOut(TypedDict):
    """A table of one centre, or of all, and one group, which too few people were there for: it has no figures."""

    id: str
    title: Words
    centre: str
    centre_name: Words
    group: str
    group_name: Words


class Table(LeftOut):
    """The same with its figures. base: what its shares are of; a total has no rows."""

    base: int | None
    rows: list[Row]


class Content(TypedDict):
    """A whole release. countries: of how many countries people were, rounded down; None for a month.

    left_out: what was not enough for a table; releases of before that was kept have no such list.
    """

    format: int
    first: str
    last: str
    vintage: int
    class_below: int
    countries: int | None
    tables: list[Table]
    left_out: NotRequired[list[LeftOut]]


def has_total(table: Table) -> bool:
    """Tell whether a table has a total of its own, be it in the class of the small: topics lack it."""
    return table["base"] is not None or table["id"] not in TOPICS


def with_bases(said: Content) -> Content:
    """Return a content in which topics, too, say what they are shares of: of all enquiries, which stand beside them."""
    totals = {
        (each["centre"], each["group"]): each["base"]
        for each in said["tables"]
        if each["id"] == ENQUIRIES and not each["rows"]
    }
    tables = [
        Table(**{**each, "base": totals.get((each["centre"], each["group"]))}) if each["id"] in TOPICS else each
        for each in said["tables"]
    ]
    return Content(**{**said, "tables": tables})


def write(content: Content) -> str:
    """Write a content in the one form that its digest is of."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Content:
    """Read a content."""
    found: Content = json.loads(text)
    return found


def digest(text: str) -> str:
    """Return what a content is known by."""
    return hashlib.sha256(text.encode()).hexdigest()


def percent(shown: int | None, base: int | None) -> int | None:
    """Return the share of a shown count, in whole percent rounded half up; both are changed, so it may pass 100."""
    if shown is None or not base:
        return None
    return min(_rounded(shown, base), 100)


def share(shown: int | None, base: int | None) -> str:
    """Write the same for people, without the sign; "" where there is none. Somebody is never said to be nobody."""
    found = percent(shown, base)
    if found is None:
        return ""
    return "<1" if shown and not found else str(found)


def precise(shown: int | None, base: int | None) -> tuple[float, int] | None:
    """Return the same for who reckons on, and how many decimals it has: none, but where it would say 0 of somebody."""
    found = percent(shown, base)
    if found is None or shown is None or base is None:
        return None
    digits = next(each for each in count() if not shown or _rounded(shown * 10**each, base))
    return (_rounded(shown * 10**digits, base) / 10**digits if digits else found), digits


def _rounded(shown: int, base: int) -> int:
    return (200 * shown + base) // (2 * base)


def named(words: Words, language: str) -> tuple[str, str]:
    """Return a text in a language, or in another one where it has none, and which language that is."""
    for each in (language, *INSTEAD.get(language, ("en",)), *words):
        if words.get(each):
            return words[each], each
    return "", language
