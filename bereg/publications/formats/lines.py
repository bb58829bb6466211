"""A content as one line a figure, which is what the formats for machines write."""

from collections.abc import Iterator
from dataclasses import dataclass

from bereg.publications.content import Content, Table, Words, named
from bereg.publications.shares import interval, percent

TOTAL = "total"


@dataclass(frozen=True)
class FigureLine:
    """One figure. shown is None for the class of the small."""

    table: str
    centre: str
    group: str
    code: str
    shown: int | None
    base: int | None
    percent: int | None
    interval: tuple[int, int] | None = None  # in place of the percentage


def lines(content: Content) -> Iterator[FigureLine]:
    """Return every figure, in the order of the content."""
    for table in content["tables"]:
        yield from _of(table)


def _of(table: Table) -> Iterator[FigureLine]:
    where = table["id"], table["centre"], table["group"]
    base, below = table["base"], table.get("interval_below", 0)
    for row in table["rows"]:
        shown = row["shown"]
        ends = interval(shown, base, below)
        yield FigureLine(*where, row["code"], shown, base, percent(shown, base, below), ends)
    if not table["rows"]:  # nothing but a number, or the class of the small: a total that is missing would tell as much
        yield FigureLine(*where, TOTAL, base, None, None)


def period(content: Content) -> str:
    """Write the period as ISO 8601 has it: `2008-01`, or `2007-05/2008-05`."""
    first, last = content["first"][:7], content["last"][:7]
    return first if first == last else f"{first}/{last}"


def small(content: Content) -> str:
    """Write the class of the small, such as `<10`."""
    return f"<{content['class_below']}"


def said(words: Words, language: str) -> str:
    """Return a name in a language, or in another one where it has none."""
    return named(words, language)[0]
