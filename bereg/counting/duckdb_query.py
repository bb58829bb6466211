"""The cubes once more, as the DuckDB statement that was measured fastest; `cubes.py` is the definition.

A record is not counted once a variable but once a joint of several variables (`joint_columns.py`), and the cubes are
sums of the joints, which are small: each row of a joint is repeated for every cube that it adds to, and all are summed
at once.
What else was tried: docs/decisions/0030-figures-in-one-statement.md.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bereg.counting.codes import NOT_ASKED
from bereg.counting.cubes import BESIDE_BITS, COLUMNS, TOPIC_WORD, Cube
from bereg.counting.joint_columns import APART, MOST_BITS, PLACE, TOPICS, Joint, planned, stored
from bereg.counting.store import GROUPS

if TYPE_CHECKING:
    import duckdb  # slow to load, and most commands count nothing
    import pyarrow as pa


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
            "perfect_ht_threshold": MOST_BITS,  # of a joint, up to which it is counted without hashing
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
    """Yield statements whose rows are the cells of a joint, each once for every cube that it adds to."""
    import pyarrow.parquet as pq

    for alike in _alike(paths):
        columns = pq.read_schema(alike[0]).names
        reading = _reading(alike, columns)
        # What a month lacks was not asked in it: such cubes are counted with the first joint, as those of totals are.
        own = [cube for cube in numbers if cube.universe == universe]
        counted = {cube: column if (column := _column(cube)) in columns else "" for cube in own if not cube.beside}
        for at, (joint, number) in enumerate(_joints(alike, columns, set(counted.values())) if counted else ()):
            held = {*joint.variables, ""} if at == 0 else {*joint.variables}
            values = {
                numbers[cube]: joint.read(column, "number") if column else str(NOT_ASKED)
                for cube, column in counted.items()
                if column in held
            }
            yield _cells(f"{number} AS number", joint.read(PLACE, "number"), values, reading)
        words = {numbers[cube]: _word(cube) for cube, column in counted.items() if column == TOPICS}
        if words:
            yield _cells(f"{PLACE}, {TOPICS}", PLACE, words, reading)
        for cube in own:
            if cube.beside:
                yield _beside(cube, numbers[cube], columns, reading)


def _beside(cube: Cube, number: int, columns: Sequence[str], reading: str) -> str:
    """Count two variables at once."""
    keys = [column for column in (PLACE, _column(cube), cube.beside) if column in {PLACE, *columns}]
    first = _word(cube) if cube.is_of_topics else _quoted(cube.variable) if cube.variable in columns else NOT_ASKED
    second = _quoted(cube.beside) if cube.beside in columns else NOT_ASKED
    value = f"({first})::UINTEGER | (({second})::UINTEGER << {BESIDE_BITS})"
    return _cells(", ".join(map(_quoted, keys)), PLACE, {number: value}, reading, "UINTEGER")


def _quoted(column: str) -> str:
    return f'"{column}"'


def _cells(keys: str, place: str, values: Mapping[int, str], reading: str, held_in: str = "USMALLINT") -> str:
    """Count by `keys`, and repeat each row for every cube. values: the number of a cube to its value in a row."""
    # As numbers, and a list instead of a branch for each cube: both are quicker to plan and to sum.
    which = ", ".join(f"{number}::USMALLINT" for number in values)
    found = ", ".join(f"({value})::{held_in}" for value in values.values())
    counted = f"SELECT {keys}, count(*) AS n FROM {reading} GROUP BY ALL"  # noqa: S608
    return (
        f"SELECT ({place})::USMALLINT AS place, n, unnest([{which}]) AS cube, unnest([{found}]) AS value "  # noqa: S608
        f"FROM ({counted})"
    )


def _alike(paths: Iterable[Path]) -> list[list[Path]]:
    """Put files with the same columns together."""
    import pyarrow.parquet as pq

    found: dict[tuple[str, ...], list[Path]] = {}
    for path in paths:
        found.setdefault(tuple(pq.read_schema(path).names), []).append(path)
    return list(found.values())


def _reading(paths: Iterable[Path], columns: Iterable[str]) -> str:
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    # Contacts written before they had a place belong to no group.
    place = "" if PLACE in columns else f", centre::USMALLINT * {GROUPS} AS {PLACE}"
    return f"(SELECT *{place} FROM read_parquet([{names}]))"  # noqa: S608


def _joints(paths: Iterable[Path], columns: Iterable[str], wanted: set[str]) -> list[tuple[Joint, str]]:
    """Return the joints that hold what is wanted, at least one, each with its column or the expression for it."""
    plain = {name for name in columns if ":" not in name}
    found = [(joint, f'"{joint.name}"') for joint in stored(columns)]
    if {name for joint, _ in found for name in joint.variables} != plain - APART:
        found = [(joint, joint.packed()) for joint in planned(_highest(paths))]
    return [each for each in found if wanted.intersection(each[0].variables)] or found[:1]


def _highest(paths: Iterable[Path]) -> dict[str, int]:
    """Return the highest number in each column, from what the files say of themselves."""
    import pyarrow.parquet as pq

    highest: dict[str, int] = {}
    for path in paths:
        end = pq.read_metadata(path)
        for at, name in enumerate(end.schema.names):
            groups = [end.row_group(group).column(at) for group in range(end.num_row_groups)]
            most = max((int(group.statistics.max or 0) for group in groups if group.statistics), default=0)
            highest[name] = max(highest.get(name, 0), most)
    return highest | {PLACE: (highest["centre"] + 1) * GROUPS - 1}


def _column(cube: Cube) -> str:
    return TOPICS if cube.is_of_topics else cube.variable


def _word(cube: Cube) -> str:
    if cube.topic_groups:
        return " + ".join(f"({TOPICS} & {mask} <> 0)::INT * {2**at}" for at, mask in enumerate(cube.topic_groups))
    return f"({TOPICS} >> {TOPIC_WORD * (cube.topic_word or 0)}) & {2**TOPIC_WORD - 1}"
