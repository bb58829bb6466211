"""Figures of a period, summed from the stored cubes of its months."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bereg.counting import cubes, duckdb_query, store
from bereg.counting.catalogue import ALL, CatalogueTable, TableKind
from bereg.counting.codes import FIRST_ANSWER, GROUPS, RESERVED, TOPIC, Codes
from bereg.counting.cubes import TOPIC_WORD, Cube
from bereg.counting.store import Place

if TYPE_CHECKING:
    import pyarrow as pa  # slow to load, and most commands count nothing

Cells = Mapping[tuple[int, int, int], int]


@dataclass(frozen=True)
class Figure:
    """One number. base and the percentage made from it are None where the figure is no share of anything."""

    code: str
    count: int
    base: int | None = None

    @property
    def ten_thousandths(self) -> int | None:
        """Return the percentage in units of 0.0001, rounded half up, without a floating point number."""
        if not self.base:
            return None
        return (self.count * 2_000_000 + self.base) // (2 * self.base)

    @property
    def percent(self) -> float | None:
        """Return the percentage with four decimals."""
        return None if self.ten_thousandths is None else self.ten_thousandths / 10_000


@dataclass(frozen=True)
class Figures:
    """The counts of one period."""

    cells: Mapping[str, Cells]
    codes: Codes = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody turned to us in this period."""
        return not any(self.cells.values())

    def counts(self, cube: Cube, centre: str, group: str) -> Counter[int]:
        """Return value to count for one centre or all, one group or all."""
        number = None if centre == ALL else self.codes.numbers("centre").get(centre, -1)
        wanted = None if group == ALL else GROUPS[group]
        found: Counter[int] = Counter()
        for (at, of, value), n in self.cells.get(cube.name, {}).items():
            if number in (None, at) and wanted in (None, of):
                found[value] += n
        return found

    def table(self, table: CatalogueTable, centre: str, group: str) -> list[Figure]:
        """Return the rows of a table for one centre or all, one group or all."""
        return _MAKERS[table.kind](self, table, centre, group)

    def topics(self, universe: str, centre: str, group: str) -> dict[str, int]:
        """Return how many asked about each topic, one record about several."""
        named = self.codes.names(TOPIC)
        counted: Counter[int] = Counter()
        for word in range(cubes.words_for(len(named))):
            for mask, n in self.counts(Cube(universe, topic_word=word), centre, group).items():
                for bit in range(TOPIC_WORD):
                    counted[word * TOPIC_WORD + bit] += n * (mask >> bit & 1)
        return {code: counted[bit] for bit, code in named.items()}

    def missing(self, table: CatalogueTable, centre: str, group: str) -> dict[str, int]:
        """Return how many declined to answer, did not know, and were not asked; keyed as answers are."""
        counted = self.counts(Cube(table.universe, table.variable), centre, group)
        return {code: counted[number] for code, number in RESERVED.items()}

    def size(self, universe: str, centre: str, group: str = ALL) -> int:
        """Return how many records there are."""
        return self.counts(Cube(universe), centre, group).total()


def _codes(figures: Figures, table: CatalogueTable, centre: str, group: str) -> list[Figure]:
    counted = figures.counts(Cube(table.universe, table.variable), centre, group)
    base = sum(n for value, n in counted.items() if value >= FIRST_ANSWER)
    named = figures.codes.names(table.variable)
    return [
        Figure(named[value], counted[value], base) for value in named if base and (table.everything or counted[value])
    ]


def _topics(figures: Figures, table: CatalogueTable, centre: str, group: str) -> list[Figure]:
    base = figures.size(table.universe, centre, group)
    counted = figures.topics(table.universe, centre, group)
    return [Figure(code, n, base) for code, n in counted.items() if base and (table.everything or n)]


def _count(figures: Figures, table: CatalogueTable, centre: str, group: str) -> list[Figure]:
    counted = figures.counts(Cube(table.universe, table.variable), centre, group)
    if table.only:
        numbers = figures.codes.numbers(table.variable)
        return [Figure(table.code, sum(counted[numbers[code]] for code in table.only if code in numbers))]
    return [Figure(table.code, counted.total())]


def _share(figures: Figures, table: CatalogueTable, centre: str, group: str) -> list[Figure]:
    known = {each: figures.size(table.universe, centre, each) for each in GROUPS}
    return [Figure(table.code, known[group], sum(known.values()))] if any(known.values()) else []


def _distinct(figures: Figures, table: CatalogueTable, centre: str, group: str) -> list[Figure]:
    counted = figures.counts(Cube(table.universe, table.variable), centre, group)
    named = figures.codes.names(table.variable)
    return [
        Figure(
            table.code,
            sum(1 for value, n in counted.items() if n and named.get(value, table.without[:1]) not in table.without),
        )
    ]


def _part(figures: Figures, table: CatalogueTable, centre: str, group: str) -> list[Figure]:
    counted = figures.counts(Cube(table.universe, table.variable), centre, group)
    base = sum(n for value, n in counted.items() if value >= FIRST_ANSWER)
    numbers = figures.codes.numbers(table.variable)
    count = sum(counted[numbers[code]] for code in table.only if code in numbers)
    return [Figure(table.code, count, base)] if base else []


_MAKERS = {
    TableKind.CODES: _codes,
    TableKind.TOPICS: _topics,
    TableKind.COUNT: _count,
    TableKind.SHARE: _share,
    TableKind.DISTINCT: _distinct,
    TableKind.PART: _part,
}


def read(months: Iterable[date], definition: str) -> Figures:
    """Sum the stored cubes of months; a month without any adds nothing."""
    paths = [path for month in months if store.stands(path := store.cubes_path(month, definition))]
    return Figures(summed(paths) if paths else {}, Codes())


def summed(paths: Iterable[Place]) -> Mapping[str, Cells]:
    """Sum the stored cubes in these files, at least one."""
    cells: defaultdict[str, dict[tuple[int, int, int], int]] = defaultdict(dict)
    with store.at_hand(paths) as near:
        for cube, centre, group, value, n in _rows(near.values(), "cube, centre, grp, value, sum(n)::BIGINT"):
            cells[cube][centre, group, value] = n
    return cells


def cells_in(table: "pa.Table") -> Mapping[str, Cells]:
    """Return the cells of cubes that were just counted, or of one stored file."""
    cells: defaultdict[str, Counter[tuple[int, int, int]]] = defaultdict(Counter)
    for cube, centre, group, value, n in zip(*(table[name].to_pylist() for name in cubes.COLUMNS), strict=True):
        cells[cube][centre, group, value] += n
    return cells


def read_each(months: Iterable[date], definition: str, wanted: Collection[Cube]) -> dict[date, Figures]:
    """Read some stored cubes of months apart from each other, with one statement."""
    paths = {path: month for month in months if store.stands(path := store.cubes_path(month, definition))}
    cells: defaultdict[date, defaultdict[str, dict[tuple[int, int, int], int]]] = defaultdict(lambda: defaultdict(dict))
    if paths:
        columns = "filename, cube, centre, grp, value, sum(n)::BIGINT"
        with store.at_hand(paths) as near:
            month_of = {str(near[path]): month for path, month in paths.items()}
            for name, cube, centre, group, value, n in _rows(near.values(), columns, wanted):
                cells[month_of[name]][cube][centre, group, value] = n
    codes = Codes()
    return {month: Figures(of_month, codes) for month, of_month in sorted(cells.items())}


def _rows(paths: Iterable[Path], columns: str, wanted: Collection[Cube] = ()) -> Iterable[Any]:
    with duckdb_query.connect() as engine:
        stored = engine.read_parquet([str(path) for path in paths], filename=True)
        if wanted:
            names = ", ".join(f"'{cube.name}'" for cube in wanted)
            stored = stored.filter(f"cube IN ({names})")
        # By column: the engine takes several times as long to hand over one row after the other.
        found = stored.aggregate(columns).fetchnumpy()
        return zip(*(column.tolist() for column in found.values()), strict=True)
