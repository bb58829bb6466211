"""How many cells of what is published one person is in at most: that decides what they can lose, and has a budget.

Counted from the catalogue alone, so that it is known before anybody is counted: of the group that the most tables show,
somebody who reached a large centre once, gave every question an answer that has a row, and asked about TOPICS topics.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bereg.counting.catalogue import ALL, GROUP_NAMES, CatalogueError

TOPICS = 2  # no enquiry of the demonstration year has more
MONTH, YEAR = ("month", "centre_month"), ("year", "centre_year")  # nationally, and of a large centre
SMALL_YEAR = ("year", "small_centre_year")


class Table(Protocol):
    """What has to be known of an entry of the catalogue. groups: level to the groups that it is published for."""

    @property
    def kind(self) -> str: ...
    @property
    def population(self) -> str: ...
    @property
    def complete(self) -> bool: ...
    @property
    def variable(self) -> str: ...
    @property
    def groups(self) -> Mapping[Any, tuple[str, ...]]: ...
    @property
    def classes(self) -> Mapping[str, tuple[str, ...]]: ...


@dataclass(frozen=True)
class Exposure:
    """In how many cells of one month, and of the longer period around it, the most exposed person is at most."""

    month: int
    year: int

    @property
    def both(self) -> int:
        """Return the cells of a year's publications: of one month, and of the year."""
        return self.month + self.year

    @property
    def stretches(self) -> dict[str, int]:
        """Return them by what is published; a correction has noise of its own, so its cells count anew."""
        return {"month": self.month, "year": self.both, "corrected": 2 * self.both}


def exposure(tables: Sequence[Table], topics: int = TOPICS) -> Exposure:
    """Return the exposure of the most exposed person, who asked about so many topics."""
    groups = [group for group in GROUP_NAMES if group != ALL]
    every = [
        Exposure(_cells(own, MONTH, group, topics), _cells(own, year, group, topics))
        for own in _of_each_population(tables)
        for group in groups
        for year in (YEAR, SMALL_YEAR)
    ]
    return max(every, key=lambda each: each.both)


def _of_each_population(tables: Sequence[Table]) -> list[list[Table]]:
    """Return the tables of enquiries, and of contacts without one: a matter is one or the other."""
    return [[table for table in tables if table.population == each] for each in {table.population for table in tables}]


def check(tables: Sequence[Table], budget: int) -> None:
    """Check that no person is in more cells than the budget of a catalogue. Raise CatalogueError."""
    found = exposure(tables).both
    if found > budget:
        raise CatalogueError(
            f"Budget: these tables put one person into up to {found} cells of a month and a year; the budget is"
            f" {budget}."
            " Let a new table replace one, keep it for the staff, or raise `budget` knowingly: docs/figures.md."
        )


def _cells(tables: Sequence[Table], levels: tuple[str, str], group: str, topics: int) -> int:
    """Count the different cells of a person of a group at both levels, the national one and that of their centre."""
    return sum(len({cell for table in tables for cell in _of_table(table, level, group, topics)}) for level in levels)


def _of_table(table: Table, level: str, group: str, topics: int) -> Iterator[tuple[object, ...]]:
    """Yield the cells of one table that a person is in, each named so that no cell has two names."""
    for each in table.groups.get(level, ()):
        if each not in {ALL, group}:
            continue
        whole = (table.population, each)
        if table.kind == "total":
            yield whole
        elif table.kind == "codes":
            yield whole if table.complete else (*whole, table.variable)
            yield (*whole, table.variable, tuple(table.classes.items()))
        elif table.kind in {"topics", "topic_groups"}:
            rows = min(topics, len(table.classes)) if table.classes else topics
            yield from ((*whole, table.kind, tuple(table.classes), at) for at in range(rows))
