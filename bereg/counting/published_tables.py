"""Reading of what a release publishes: the only tables that leave the program, and where each may be shown.

And in how many of their cells one person is at most: that decides what they can lose, and has a budget. It is known
before anybody is counted: of the group that the most tables show, somebody who reached a large centre once, gave every
question an answer that has a row, asked about TOPICS topics, and was helped in every way that is counted.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from bereg.centres.universes import universes
from bereg.counting.catalogue import ALL, GROUP_NAMES, CatalogueError, repeats

if TYPE_CHECKING:
    from bereg.disclosure import Merges  # slow to load, and most commands publish nothing

FILE = Path(__file__).with_name("published.toml")  # of the program; an installation may have its own
CENTRE_BASE, LARGE_CENTRE_BASE = 100, 500  # below the first a centre is not shown, below the second it is small
BUDGET = 76  # of a file that names none of its own
TOPICS = 2  # no enquiry of the demonstration year has more

LEFT_OUT = "-"  # the class of what no class names and no row shows; the attacker tries to find it all the same


class PublishedKind(StrEnum):
    """How the cells of a table come about."""

    TOTAL = "total"
    CODES = "codes"
    TOPICS = "topics"
    TOPIC_GROUPS = "topic_groups"
    COUNTS = "counts"
    DISTINCT = "distinct"  # of older releases: how many codes there were; no cell, and so no longer said


class Level(StrEnum):
    """Of whom and of how long a table is."""

    MONTH = "month"
    YEAR = "year"
    CENTRE_MONTH = "centre_month"
    CENTRE_YEAR = "centre_year"
    SMALL_CENTRE_YEAR = "small_centre_year"


MONTHS, YEARS = (Level.MONTH, Level.CENTRE_MONTH), (Level.YEAR, Level.CENTRE_YEAR)  # nationally, and of a large centre
SMALL_YEARS = (Level.YEAR, Level.SMALL_CENTRE_YEAR)


@dataclass(frozen=True)
class Published:
    """One entry; published.toml explains the fields. groups: level to the groups that it is published for."""

    id: str
    kind: PublishedKind
    population: str
    groups: Mapping[Level, tuple[str, ...]]
    variable: str = ""
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rest: str | None = None
    complete: bool = False
    only: tuple[str, ...] = ()
    apart: bool = False
    # What the program has no name for, in each language: the table under its id, its rows under theirs. They go into
    # the release itself, and so are not kept with it once more.
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        named = {group for groups in self.groups.values() for group in groups}
        wrong = [
            field
            for field, found in (
                ("population", self.population not in universes()),
                ("groups", not named or not named <= set(GROUP_NAMES)),
                (
                    "variable",
                    bool(self.variable)
                    != (
                        self.kind in {PublishedKind.CODES, PublishedKind.COUNTS, PublishedKind.DISTINCT}
                        or bool(self.only)
                    ),
                ),
                ("only", bool(self.only) and self.kind != PublishedKind.TOTAL),
                ("complete", self.complete and self.kind != PublishedKind.CODES),
                (
                    "classes",
                    self.kind in {PublishedKind.TOPIC_GROUPS, PublishedKind.COUNTS} and not self.classes,
                ),
                ("classes", repeats(self.classes)),
                ("names", not _are_names(self.names, {self.id, self.rest, *self.classes})),
            )
            if found
        ]
        if wrong:
            raise CatalogueError(f"Table {self.id!r}: {wrong[0]}")

    @property
    def merges(self) -> "Merges | None":
        """Return the classes; None where every code is published by itself."""
        from bereg.disclosure import Merges

        return Merges(self.classes, self.rest or LEFT_OUT) if self.classes else None

    def rows(self, known: Collection[str]) -> dict[str, frozenset[str]]:
        """Return which of the known codes each row counts; what has no rows counts in its base alone."""
        if self.kind in {PublishedKind.TOTAL, PublishedKind.DISTINCT}:
            return {}
        if not self.classes:
            return {code: frozenset({code}) for code in known}
        rows = {name: frozenset(codes) & frozenset(known) for name, codes in self.classes.items()}
        if self.rest and self.kind == PublishedKind.CODES:
            rows[self.rest] = frozenset(known).difference(*rows.values())
        return rows

    def kept(self) -> dict[str, Any]:
        """Return the entry as it is kept with a release."""
        # As pairs: PostgreSQL keeps the names of an object in an order of its own, and rows stand in that of the file.
        kept = {**asdict(self), "classes": [[name, list(codes)] for name, codes in self.classes.items()]}
        del kept["names"]
        return kept


def _are_names(names: Mapping[str, Mapping[str, str]], of: Collection[str | None]) -> bool:
    staff, public = ({code for code, _name in listed} for listed in (settings.LANGUAGES, settings.PUBLIC_LANGUAGES))
    return set(names) <= set(of) and all(staff <= set(words) <= staff | public for words in names.values())


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


def exposure(tables: Sequence[Published], topics: int = TOPICS) -> Exposure:
    """Return the exposure of the most exposed person, who asked about so many topics."""
    groups = [group for group in GROUP_NAMES if group != ALL]
    every = [
        Exposure(_cells(own, MONTHS, group, topics), _cells(own, years, group, topics))
        for own in _of_one_person(tables)
        for group in groups
        for years in (YEARS, SMALL_YEARS)
    ]
    return max(every, key=lambda found: found.both)


def _of_one_person(tables: Sequence[Published]) -> list[list[Published]]:
    """Return the tables that one person may be in together. Those of other records too, unless they say otherwise."""
    apart = {table.population for table in tables if table.apart}
    return [[table for table in tables if not table.apart], *([t for t in tables if t.population == p] for p in apart)]


def check(tables: Sequence[Published], budget: int) -> None:
    """Check that no person is in more cells than the budget of a catalogue, nor twice in one. Raise CatalogueError."""
    for table in tables:
        if table.kind == PublishedKind.COUNTS and any(len(codes) != 1 for codes in table.classes.values()):
            raise CatalogueError(f"Table {table.id!r}: a class of several codes would count a matter once for each")
    found = exposure(tables).both
    if found > budget:
        raise CatalogueError(
            f"Budget: these tables put one person into up to {found} cells of a month and a year; the budget is"
            f" {budget}."
            " Let a new table replace one, keep it for the staff, or raise `budget` knowingly: docs/figures.md."
        )


def _cells(tables: Sequence[Published], levels: tuple[Level, Level], group: str, topics: int) -> int:
    """Count the different cells of a person of a group at both levels, the national one and that of their centre."""
    return sum(len({cell for table in tables for cell in _of_table(table, level, group, topics)}) for level in levels)


def _of_table(table: Published, level: Level, group: str, topics: int) -> Iterator[tuple[object, ...]]:
    """Yield the cells of one table that a person is in, each named so that no cell has two names."""
    for shown_for in table.groups.get(level, ()):
        if shown_for not in {ALL, group}:
            continue
        whole = (table.population, shown_for)
        if table.kind == PublishedKind.TOTAL:
            yield (*whole, table.variable, table.only) if table.only else whole
        elif table.kind == PublishedKind.CODES:
            yield whole if table.complete else (*whole, table.variable)
            yield (*whole, table.variable, tuple(table.classes.items()))
        elif table.kind == PublishedKind.COUNTS:
            yield from ((*whole, table.variable, codes) for codes in table.classes.values())
        elif table.kind in {PublishedKind.TOPICS, PublishedKind.TOPIC_GROUPS}:
            rows = min(topics, len(table.classes)) if table.classes else topics
            yield from ((*whole, table.kind, tuple(table.classes), at) for at in range(rows))


def redefined(old: "Published", new: "Published", known: Collection[str]) -> Iterator[str]:
    """Yield the rows that two entries of the same table both have, and that do not count the same.

    known: the codes that there were under the old one. A code that came later changes no count of then. What is said of
    the whole table is named "*".
    """
    if (old.kind, old.population, old.variable, old.only) != (new.kind, new.population, new.variable, new.only):
        yield "*"
    rows, then = new.rows(known), old.rows(known)
    yield from (name for name in rows.keys() & then.keys() if rows[name] != then[name])


def kept_as(entry: Mapping[str, Any]) -> Published:
    """Read what `Published.kept` returned. Raise CatalogueError."""
    plain = {name: value for name, value in entry.items() if name != "groups"}
    return _entry({**plain, **entry["groups"], "classes": dict(entry["classes"])})


def read(text: str) -> tuple[Published, ...]:
    """Read the file. Raise CatalogueError where it contradicts itself, or says more of one person than its budget."""
    said = tomllib.loads(text)
    found = tuple(_entry(entry) for entry in said["table"])
    check(found, said.get("budget", BUDGET))
    return found


def _entry(entry: dict[str, object]) -> Published:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    groups = {level: values.pop(level) for level in Level if level in values}
    merged: Mapping[str, list[str]] = entry.get("classes", {})  # type: ignore[assignment]
    classes = {name: tuple(codes) for name, codes in merged.items()}
    try:
        return Published(**values | {"kind": PublishedKind(str(entry["kind"])), "groups": groups, "classes": classes})  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError) as error:
        raise CatalogueError(f"Table {entry.get('id')!r}: {error}") from error


def in_force() -> Path:
    """Return the file that says what is published: that in the data folder, else that of the program."""
    own = Path(settings.DATA) / FILE.name
    return own if own.exists() else FILE


def demand() -> None:
    """Read the file in force. Raise CatalogueError, naming it, where it cannot be read or contradicts itself."""
    tables()
    people()


@cache
def tables() -> tuple[Published, ...]:
    """Return every table, in the order of a release. The file does not change while the program runs."""
    with _naming_the_file():
        return read(in_force().read_text(encoding="utf-8"))


@cache
def people() -> str:
    """Return the universe by whose size a centre is shown. The table of its total has its name."""
    with _naming_the_file():
        named: str = tomllib.loads(in_force().read_text(encoding="utf-8"))["people"]
    return named


@contextmanager
def _naming_the_file() -> Iterator[None]:
    try:
        yield
    except KeyError as problem:
        raise CatalogueError(f"{in_force()}: {problem} is missing") from problem
    except (CatalogueError, OSError, ValueError) as problem:  # that it is no TOML, or no text, is a ValueError
        raise CatalogueError(f"{in_force()}: {problem}") from problem
