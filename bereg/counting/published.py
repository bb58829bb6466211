"""Reading of what a release publishes: the only tables that leave the program, and where each may be shown."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bereg.counting.catalogue import GROUP_NAMES, CatalogueError, repeats
from bereg.counting.exposure import check
from bereg.counting.universes import universes

if TYPE_CHECKING:
    from bereg.disclosure import Merges  # slow to load, and most commands publish nothing

FILE = Path(__file__).with_name("published.toml")
CENTRE_BASE, LARGE_CENTRE_BASE = 100, 500  # below the first a centre is not shown, below the second it is small
BUDGET = 76  # of a file that names none of its own

LEFT_OUT = "-"  # the class of what no class names and no row shows; the attacker tries to find it all the same


class PublishedKind(StrEnum):
    """How the cells of a table come about."""

    TOTAL = "total"
    CODES = "codes"
    TOPICS = "topics"
    TOPIC_GROUPS = "topic_groups"
    DISTINCT = "distinct"  # of older releases: how many codes there were; no cell, and so no longer said


class Level(StrEnum):
    """Of whom and of how long a table is."""

    MONTH = "month"
    YEAR = "year"
    CENTRE_MONTH = "centre_month"
    CENTRE_YEAR = "centre_year"
    SMALL_CENTRE_YEAR = "small_centre_year"


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
                    != (self.kind in {PublishedKind.CODES, PublishedKind.DISTINCT} or bool(self.only)),
                ),
                ("only", bool(self.only) and self.kind != PublishedKind.TOTAL),
                ("complete", self.complete and self.kind != PublishedKind.CODES),
                ("classes", self.kind == PublishedKind.TOPIC_GROUPS and not self.classes),
                ("classes", repeats(self.classes)),
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
        return {**asdict(self), "classes": [[name, list(codes)] for name, codes in self.classes.items()]}


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


@cache
def tables() -> tuple[Published, ...]:
    """Return every table, in the order of a release. The file is part of the program and does not change."""
    return read(FILE.read_text(encoding="utf-8"))


@cache
def people() -> str:
    """Return the universe by whose size a centre is shown. The table of its total has its name."""
    named: str = tomllib.loads(FILE.read_text(encoding="utf-8"))["people"]
    return named
