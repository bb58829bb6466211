"""The cubes once more, as the DuckDB statement that was measured fastest; `cubes.py` is the definition.

A record is not counted once a variable but once a joint of several variables, and the cubes are sums of the joints,
which are small. Grouping costs by the column read, so the fewer times centre and group are read the better, as long as
a joint fits the engine's table without hashing. What else was tried: docs/decisions/0030-figures-in-one-statement.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from bereg.statistics.codes import NEITHER, NOT_ASKED
from bereg.statistics.cubes import TOPIC_WORD, Cube
from bereg.statistics.store import ENQUIRIES, GROUPS, PLACE

MOST_CELLS = 2_500  # of a joint, centre and group left out
MOST_VARIABLES = 6
TOPICS = "topics"

Joint = tuple[str, ...]


def connect() -> duckdb.DuckDBPyConnection:
    """Open an engine of one's own: it keeps nothing and asks nobody."""
    engine = duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
            "perfect_ht_threshold": 16,  # bits of a joint's key, up to which it is counted without hashing
        }
    )
    engine.execute("SET parquet_metadata_cache = true")  # each joint opens the same files
    return engine


def count(files: Mapping[str, Sequence[Path]], cubes: Sequence[Cube]) -> pa.Table:
    """Return all cubes over the facts in `files` (universe to its files) as one long table."""
    with connect() as engine:
        return engine.sql(statement(files, cubes)).to_arrow_table()


def statement(files: Mapping[str, Sequence[Path]], cubes: Sequence[Cube]) -> str:
    """Return the statement. Paths and names are the program's own, never typed by anybody."""
    sources, cells = [], []
    for universe, paths in files.items():
        wanted = [cube for cube in cubes if cube.universe == universe]
        codes = _codes(paths)
        reading, uniform = _reading(paths)
        for at, joint in enumerate(_joints(wanted, codes)):
            name = f"{universe}_{at}"
            sources.append(f"{name} AS MATERIALIZED ({_count(universe, joint, reading, uniform)})")
            # What has no column of its own is summed from the first joint.
            cells += [_sum(cube, name, codes) for cube in wanted if _column(cube, codes) in (joint or ("",))]
            if not at and joint:
                cells += [_sum(cube, name, codes) for cube in wanted if not _column(cube, codes)]
    return f"WITH {', '.join(sources)} {' UNION ALL '.join(cells)}"


def _codes(paths: Sequence[Path]) -> dict[str, int]:
    """Return for each column how many numbers it may hold, from what the files say of themselves."""
    codes: dict[str, int] = {}
    for path in paths:
        about = pq.read_metadata(path)
        for at in range(about.num_columns):
            groups = [about.row_group(group).column(at) for group in range(about.num_row_groups)]
            highest = max((group.statistics.max for group in groups if group.statistics), default=0)
            name = about.schema.column(at).name
            codes[name] = max(codes.get(name, 1), int(highest or 0) + 1)
    return codes


def _column(cube: Cube, codes: Mapping[str, int]) -> str:
    """Return the column that a cube counts; empty where there is none: nobody was asked."""
    column = TOPICS if cube.topic_word is not None else cube.variable
    return column if column in codes else ""


def _joints(cubes: Iterable[Cube], codes: Mapping[str, int]) -> list[Joint]:
    """Put the variables into few joints of few cells, the greatest first; the topics stand alone."""
    columns = {column for cube in cubes if (column := _column(cube, codes))}
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


def _reading(paths: Sequence[Path]) -> tuple[str, bool]:
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    uniform = len({tuple(pq.read_schema(path).names) for path in paths}) == 1
    return f"read_parquet([{names}]{'' if uniform else ', union_by_name = true'})", uniform


def _count(universe: str, joint: Joint, reading: str, uniform: bool) -> str:
    # Contacts belong to no group.
    place = PLACE if universe == ENQUIRIES else f"centre::USMALLINT * {GROUPS} + {NEITHER}"
    # A variable that a month lacks was not asked in it.
    chosen = "".join(f', "{name}"' if uniform else f', coalesce("{name}", {NOT_ASKED}) AS "{name}"' for name in joint)
    return f"SELECT {place} AS place{chosen}, count(*) AS n FROM {reading} GROUP BY ALL"  # noqa: S608


def _sum(cube: Cube, source: str, codes: Mapping[str, int]) -> str:
    column = _column(cube, codes)
    value = f'"{column}"' if column else f"{NOT_ASKED}"
    if column and cube.topic_word is not None:
        value = f"({TOPICS} >> {TOPIC_WORD * cube.topic_word}) & {2**TOPIC_WORD - 1}"
    where = f"(place // {GROUPS})::BIGINT AS centre, (place % {GROUPS})::BIGINT AS grp"
    keys = f"'{cube.name}' AS cube, {where}, ({value})::BIGINT AS value"
    return f"SELECT {keys}, sum(n)::BIGINT AS n FROM {source} GROUP BY ALL"  # noqa: S608
