"""Crossed figures: a table of codes for each code of another question, such as the topics of each kind of enquirer.

They are for the staff alone, and are counted when somebody asks for them: no release is made of them.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from bereg.counting import cubes, facts
from bereg.counting.catalogue import FILE, CatalogueError, CatalogueTable, TableKind, tables
from bereg.counting.codes import FIRST_ANSWER, TOPIC, Codes
from bereg.counting.cubes import BESIDE_BITS, TOPIC_WORD, Cube
from bereg.counting.figures import Figure, Figures
from bereg.counting.months import Period


@dataclass(frozen=True)
class CrossTable:
    """One entry of the catalogue: a table, and the variable within each of whose codes it is made."""

    id: str
    table: CatalogueTable
    within: str
    across: bool  # the codes of `within` are columns, else rows

    def __post_init__(self) -> None:
        if self.table.kind not in {TableKind.CODES, TableKind.TOPICS} or self.within == self.table.variable:
            raise CatalogueError(f"Cross table {self.id!r}: its table shows no shares, or is crossed with itself")


@dataclass(frozen=True)
class CrossFigures:
    """One cross table. of: each code of `within` that anybody gave, with the figures of the table among those."""

    of: Mapping[str, Mapping[str, Figure]]

    def size(self, within: str) -> int:
        """Return of how many records the figures of a code are shares."""
        return next((figure.base or 0 for figure in self.of[within].values()), 0)


def read(text: str) -> tuple[CrossTable, ...]:
    """Read the cross tables of a catalogue. Raise CatalogueError where it contradicts itself."""
    shares = {each.id: each for each in tables() if each.kind in {TableKind.CODES, TableKind.TOPICS}}
    try:
        return tuple(
            CrossTable(str(entry["id"]), shares[entry["table"]], str(entry["within"]), bool(entry["across"]))
            for entry in tomllib.loads(text).get("crossed", [])
        )
    except KeyError as error:
        raise CatalogueError(f"A cross table: {error!r}") from error


@cache
def cross_tables() -> tuple[CrossTable, ...]:
    """Return every cross table, in the order of the page."""
    return read(FILE.read_text(encoding="utf-8"))


def counted(period: Period) -> Figures:
    """Count what all cross tables of a period are made of, after writing anew what has changed. Raise FiguresFault."""
    facts.bring_up_to_date(period)
    codes = Codes()
    wanted = dict.fromkeys(cube for each in cross_tables() for cube in _cubes(each, codes))
    return Figures(facts.counted(period, tuple(wanted)), codes)


def made(cross: CrossTable, figures: Figures, centre: str, group: str) -> CrossFigures:
    """Return one cross table for one centre or all, one group or all."""
    found = _topics if cross.table.kind == TableKind.TOPICS else _codes
    counts, sizes = found(cross, figures, centre, group)
    names = figures.codes.names(cross.table.variable or TOPIC)
    of = {
        code: {name: Figure(name, counts[value, number], sizes[number]) for value, name in names.items()}
        for number, code in figures.codes.names(cross.within).items()
        if sizes[number]
    }
    return CrossFigures(of)


def _cubes(cross: CrossTable, codes: Codes) -> Iterable[Cube]:
    universe = cross.table.universe
    if cross.table.kind == TableKind.CODES:
        return [Cube(universe, cross.table.variable, beside=cross.within)]
    words = range(cubes.words_for(len(codes.names(TOPIC))))
    return [Cube(universe, topic_word=word, beside=cross.within) for word in words]


Counts = tuple[Counter[tuple[int, int]], Counter[int]]  # by number and number within; how many within


def _codes(cross: CrossTable, figures: Figures, centre: str, group: str) -> Counts:
    counts: Counter[tuple[int, int]] = Counter()
    sizes: Counter[int] = Counter()
    [cube] = _cubes(cross, figures.codes)
    for (value, within), n in _read(figures, cube, centre, group):
        if value >= FIRST_ANSWER:
            counts[value, within] += n
            sizes[within] += n
    return counts, sizes


def _topics(cross: CrossTable, figures: Figures, centre: str, group: str) -> Counts:
    counts: Counter[tuple[int, int]] = Counter()
    sizes: Counter[int] = Counter()
    for word, cube in enumerate(_cubes(cross, figures.codes)):
        for (mask, within), n in _read(figures, cube, centre, group):
            sizes[within] += 0 if word else n  # each word has every record
            for bit in range(TOPIC_WORD):
                counts[word * TOPIC_WORD + bit, within] += n * (mask >> bit & 1)
    return counts, sizes


def _read(figures: Figures, cube: Cube, centre: str, group: str) -> Iterable[tuple[tuple[int, int], int]]:
    """Yield the two numbers of each value whose second is an answer, with how many records have it."""
    for value, n in figures.counts(cube, centre, group).items():
        first, within = value % 2**BESIDE_BITS, value >> BESIDE_BITS
        if within >= FIRST_ANSWER:
            yield (first, within), n
