"""The cubes once more, as the DuckDB statement that was measured fastest; `cubes.py` is the definition."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from bereg.statistics.codes import NEITHER, NOT_ASKED
from bereg.statistics.cubes import TOPIC_WORD, Cube
from bereg.statistics.store import ENQUIRIES


def connect() -> duckdb.DuckDBPyConnection:
    """Open an engine of one's own: it keeps nothing and asks nobody."""
    return duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
        }
    )


def count(files: Mapping[str, Sequence[Path]], cubes: Sequence[Cube]) -> pa.Table:
    """Return all cubes over the facts in `files` (universe to its files) as one long table."""
    with connect() as engine:
        return engine.sql(statement(files, cubes)).to_arrow_table()


def statement(files: Mapping[str, Sequence[Path]], cubes: Sequence[Cube]) -> str:
    """Return the statement. Paths and names are the program's own, never typed by anybody."""
    columns = {universe: _columns(paths) for universe, paths in files.items()}
    sources = ", ".join(
        f"{universe} AS MATERIALIZED ({_read(paths, _used(cubes, universe, columns[universe]))})"
        for universe, paths in files.items()
    )
    return f"WITH {sources} {' UNION ALL '.join(_cells(cube, columns[cube.universe]) for cube in cubes)}"


def _columns(paths: Sequence[Path]) -> frozenset[str]:
    return frozenset(name for path in paths for name in pq.read_schema(path).names)


def _used(cubes: Iterable[Cube], universe: str, columns: frozenset[str]) -> list[str]:
    used = ["centre", *(["group"] if universe == ENQUIRIES else [])]
    for cube in cubes:
        wanted = "topics" if cube.topic_word is not None else cube.variable
        if cube.universe == universe and wanted in columns and wanted not in used:
            used.append(wanted)
    return used


def _read(paths: Sequence[Path], used: Sequence[str]) -> str:
    names = ", ".join(f"'{str(path).replace(chr(39), chr(39) * 2)}'" for path in paths)
    # A variable that a month lacks was not asked in it.
    chosen = ", ".join(f'coalesce("{name}", {NOT_ASKED}) AS "{name}"' for name in used)
    return f"SELECT {chosen} FROM read_parquet([{names}], union_by_name = true)"  # noqa: S608


def _cells(cube: Cube, columns: frozenset[str]) -> str:
    group = '"group"' if cube.universe == ENQUIRIES else f"{NEITHER}"
    if cube.topic_word is not None:
        value = f"(topics >> {TOPIC_WORD * cube.topic_word}) & {2**TOPIC_WORD - 1}"
    else:
        value = f'"{cube.variable}"' if cube.variable in columns else f"{NOT_ASKED}"
    keys = f"'{cube.name}' AS cube, centre::BIGINT AS centre, ({group})::BIGINT AS grp, ({value})::BIGINT AS value"
    return f"SELECT {keys}, count(*) AS n FROM {cube.universe} GROUP BY ALL"  # noqa: S608
