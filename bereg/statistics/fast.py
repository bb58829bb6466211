"""The cubes once more, as the DuckDB statement that was measured fastest; `cubes.py` is the definition.

A record is not counted once a variable but once a joint of several variables, and the cubes are sums of the joints,
which are small: each row of a joint is repeated for every cube that it adds to, and all are summed at once. Grouping
costs by the column read, so the fewer times centre and group are read the better, as long as a joint fits the engine's
table without hashing. What else was tried: docs/decisions/0030-figures-in-one-statement.md.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bereg.statistics.codes import NEITHER, NOT_ASKED
from bereg.statistics.cubes import COLUMNS, TOPIC_WORD, Cube
from bereg.statistics.store import ENQUIRIES, GROUPS, PLACE

if TYPE_CHECKING:
    import duckdb  # slow to load, and most commands count nothing
    import pyarrow as pa
    import pyarrow.parquet as pq

MOST_CELLS = 800  # of a joint, centre and group left out
MOST_VARIABLES = 6
TOPICS = "topics"

Joint = tuple[str, ...]


def connect() -> "duckdb.DuckDBPyConnection":
    """Return a connection to the engine of this process: it keeps the ends of files that it read, and asks nobody."""
    return _engine().cursor()


@cache
def _engine() -> "duckdb.DuckDBPyConnection":
    # Kept, since opening takes as long as counting a small month.
    return opened()


# Its threads do not come along into a forked child, which would crash at its end: let both open their own again.
os.register_at_fork(before=_engine.cache_clear)


def opened() -> "duckdb.DuckDBPyConnection":
    """Open an engine of one's own, which knows no file yet."""
    import duckdb

    engine = duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
            "perfect_ht_threshold": 16,  # bits of a joint's key, up to which it is counted without hashing
        }
    )
    engine.execute("SET GLOBAL parquet_metadata_cache = true")  # each joint opens the same files
    return engine


def count(
    files: Mapping[str, Sequence[Path]], cubes: Sequence[Cube], *, engine: "duckdb.DuckDBPyConnection | None" = None
) -> "pa.Table":
    """Return all cubes over the facts in `files` (universe to its files) as one long table. Close `engine`."""
    import pyarrow as pa

    with engine or connect() as used:
        # Not by `sql`, which binds the statement once to know its columns and once more to run it.
        found = used.execute(statement(files, cubes)).fetchnumpy()
    return pa.table(found, schema=column_types())


def column_types() -> "pa.Schema":
    """Return of what type each column of the cubes is."""
    import pyarrow as pa

    return pa.schema([(name, pa.string() if name == "cube" else pa.int64()) for name in COLUMNS])


def statement(files: Mapping[str, Sequence[Path]], cubes: Sequence[Cube]) -> str:
    """Return the statement. Paths and names are the program's own, never typed by anybody."""
    numbers = {cube: at for at, cube in enumerate(cubes, start=1)}
    cells = " UNION ALL ".join(each for universe, paths in files.items() for each in _spread(universe, paths, numbers))
    summed = f"SELECT cube, place, value, sum(n)::BIGINT AS n FROM ({cells}) GROUP BY ALL"  # noqa: S608
    names = ", ".join(f"'{cube.name}'" for cube in cubes)
    where = f"(place // {GROUPS})::BIGINT AS centre, (place % {GROUPS})::BIGINT AS grp"
    return f"SELECT [{names}][cube] AS cube, {where}, value::BIGINT AS value, n FROM ({summed})"  # noqa: S608


def _spread(universe: str, paths: Sequence[Path], numbers: Mapping[Cube, int]) -> Iterator[str]:
    """Yield a statement for each joint of a universe; its rows are the joint's, once for each cube."""
    import pyarrow.parquet as pq

    ends = [pq.read_metadata(path) for path in paths]
    codes, uniform = _codes(ends), len({tuple(end.schema.names) for end in ends}) == 1
    wanted = {cube: _column(cube, codes) for cube in numbers if cube.universe == universe}
    for at, joint in enumerate(_joints(wanted.values(), codes)):
        # What has no column of its own is summed from the first joint.
        own = {*joint, ""} if at == 0 else {*joint}
        cubes = [cube for cube, column in wanted.items() if column in own]
        counted = _count(universe, joint, _reading(paths, uniform), uniform)
        # As numbers, and a list instead of a branch for each cube: both are quicker to plan and to sum.
        which = ", ".join(f"{numbers[cube]}::USMALLINT" for cube in cubes)
        values = ", ".join(f"({_value(cube, wanted[cube])})::USMALLINT" for cube in cubes)
        yield f"SELECT place, n, unnest([{which}]) AS cube, unnest([{values}]) AS value FROM ({counted})"  # noqa: S608


def _codes(ends: "Iterable[pq.FileMetaData]") -> dict[str, int]:
    """Return for each column how many numbers it may hold, from what the files say of themselves."""
    codes: dict[str, int] = {}
    for end in ends:
        for at, name in enumerate(end.schema.names):
            groups = [end.row_group(group).column(at) for group in range(end.num_row_groups)]
            highest = max((group.statistics.max for group in groups if group.statistics), default=0)
            codes[name] = max(codes.get(name, 1), int(highest or 0) + 1)
    return codes


def _column(cube: Cube, codes: Mapping[str, int]) -> str:
    """Return the column that a cube counts; empty where there is none: nobody was asked."""
    column = TOPICS if cube.topic_word is not None else cube.variable
    return column if column in codes else ""


def _joints(wanted: Iterable[str], codes: Mapping[str, int]) -> list[Joint]:
    """Put the columns into few joints of few cells, the greatest first; the topics stand alone."""
    columns = {column for column in wanted if column}
    bins: list[list[str]] = []
    for column in sorted(columns - {TOPICS}, key=lambda each: (-codes[each], each)):
        room = (each for each in bins if len(each) < MOST_VARIABLES and _cells([*each, column], codes) <= MOST_CELLS)
        fitting = next(room, None)
        if fitting is None:
            bins.append([column])
        else:
            fitting.append(column)
    joints = [tuple(each) for each in bins] + ([(TOPICS,)] if TOPICS in columns else [])
    return joints or [()]


def _cells(columns: Iterable[str], codes: Mapping[str, int]) -> int:
    product = 1
    for column in columns:
        product *= codes[column]
    return product


def _reading(paths: Iterable[Path], uniform: bool) -> str:
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{names}]{'' if uniform else ', union_by_name = true'})"


def _count(universe: str, joint: Joint, reading: str, uniform: bool) -> str:
    # Contacts belong to no group.
    place = PLACE if universe == ENQUIRIES else f"centre::USMALLINT * {GROUPS} + {NEITHER}"
    # A variable that a month lacks was not asked in it.
    chosen = "".join(f', "{name}"' if uniform else f', coalesce("{name}", {NOT_ASKED}) AS "{name}"' for name in joint)
    return f"SELECT {place} AS place{chosen}, count(*) AS n FROM {reading} GROUP BY ALL"  # noqa: S608


def _value(cube: Cube, column: str) -> str:
    if not column:
        return str(NOT_ASKED)
    if cube.topic_word is None:
        return f'"{column}"'
    return f"({TOPICS} >> {TOPIC_WORD * cube.topic_word}) & {2**TOPIC_WORD - 1}"
