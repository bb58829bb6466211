"""Cubes: how many records of a month have which centre, group and code; which of them there are.

What they count is defined in `cube_definition.py`; `duckdb_query.py` says the same to DuckDB in the form measured
fastest; a test holds the two equal. A cube is a long table: cube, centre, grp, value, n. Counts are additive: a period
is the sum of its months, a margin the sum of its cells.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bereg.counting import catalogue, published_tables

COLUMNS = ("cube", "centre", "grp", "value", "n")
TOPIC_WORD = 8  # bits: a word's cube holds all combinations of eight topics, and yields the count of each
BESIDE_BITS = 12  # of a value that holds two: those of the first; no list has as many as 4,096 codes
FORMAT = "1"


@dataclass(frozen=True)
class Cube:
    """Counts of one universe by centre, group and, where given, a variable or topics.

    topic_word: all combinations of eight topics. topic_groups: all combinations of classes of topics, each class a bit
    mask of its topics; who asked about any of them is in it. beside: a second variable, whose number stands in a value
    above that of the first; such a cube is counted when somebody asks for it and stored nowhere.
    """

    universe: str
    variable: str = ""
    topic_word: int | None = None
    topic_groups: tuple[int, ...] = ()
    beside: str = ""

    @property
    def is_of_topics(self) -> bool:
        return self.topic_word is not None or bool(self.topic_groups)

    @property
    def name(self) -> str:
        """Name the cube in stored files."""
        if self.beside:
            return f"{replace(self, beside='').name} by {self.beside}"
        if self.topic_word is not None:
            return f"{self.universe}/topics/{self.topic_word}"
        if self.topic_groups:
            return f"{self.universe}/topic_groups/{'-'.join(map(str, self.topic_groups))}"
        return f"{self.universe}/{self.variable}" if self.variable else self.universe


def words_for(topics: int) -> int:
    """Return how many words hold so many topics."""
    return -(-topics // TOPIC_WORD)


def topic_groups(numbers: Mapping[str, int], classes: Mapping[str, tuple[str, ...]]) -> tuple[int, ...]:
    """Return the masks of classes of topics. numbers: topic to its bit."""
    return tuple(sum(1 << numbers[code] for code in codes if code in numbers) for codes in classes.values())


def published_groups(numbers: Mapping[str, int]) -> tuple[int, ...]:
    """Return the masks of the classes of topics that a release publishes now. numbers: topic to its bit."""
    found = _in_groups()
    return topic_groups(numbers, found.classes) if found else ()


def _in_groups() -> published_tables.Published | None:
    """Return the table of classes of topics; an installation may publish none."""
    of_groups = (
        table for table in published_tables.tables() if table.kind == published_tables.PublishedKind.TOPIC_GROUPS
    )
    return next(of_groups, None)


def needed(tables: Iterable[published_tables.Published], numbers: Mapping[str, int]) -> tuple[Cube, ...]:
    """Return the cubes that published tables are made of, besides those of single topics. numbers: topic to its bit."""
    found: dict[Cube, None] = {}
    for table in tables:
        if table.kind == published_tables.PublishedKind.TOPIC_GROUPS:
            masks = topic_groups(numbers, table.classes)
            found |= {Cube(table.population, topic_groups=masks): None} if any(masks) else {}
        else:
            found[Cube(table.population, table.variable)] = None
    return tuple(found)


def wanted(topics: int, groups: tuple[int, ...] = ()) -> tuple[Cube, ...]:
    """Return the cubes from which every table can be made, exact or published.

    topics: how many have a number. groups: the masks of the classes of topics.
    """
    found: dict[Cube, None] = {}
    for table in catalogue.tables():
        if table.kind == catalogue.TableKind.TOPICS:
            found[Cube(table.universe)] = None
            found.update(dict.fromkeys(Cube(table.universe, topic_word=word) for word in range(words_for(topics))))
        elif table.kind == catalogue.TableKind.SHARE:
            found[Cube(table.universe)] = None
        else:
            found[Cube(table.universe, table.variable)] = None
    in_groups = _in_groups()
    if in_groups and any(groups):
        found[Cube(in_groups.population, topic_groups=groups)] = None
    return tuple(found)


def digest(cubes: tuple[Cube, ...]) -> str:
    """Name a definition: stored cubes of another definition are counted again."""
    return hashlib.sha256(" ".join([FORMAT, *(cube.name for cube in cubes)]).encode()).hexdigest()[:12]
