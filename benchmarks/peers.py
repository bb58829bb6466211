"""The same cells counted by the libraries that others would take, for `bereg bench` alone.

They are packages of development: none is loaded before it is measured, and a run-time installation lacks them. Each
counts the plain columns of the facts, as no other program writes joints.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bereg.counting import duckdb_query
from bereg.counting.codes import NEITHER, NOT_ASKED
from bereg.counting.cubes import TOPIC_WORD, Cube
from bereg.counting.joint_columns import TOPICS

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Files = Mapping[str, Sequence[Path]]
Counting = Callable[[Files, Sequence[Cube]], "pa.Table"]


def by_polars(files: Files, cubes: Sequence[Cube]) -> "pa.Table":
    """Return all cubes as `duckdb_query.count` does, each a lazy query, run together by the streaming engine."""
    import polars as pl

    # Which columns stand together in one more differs from month to month, and no cube asks for those.
    lenient: dict[str, Any] = {"extra_columns": "ignore", "missing_columns": "insert"}
    queries = [
        _polars_cells(pl.scan_parquet(list(paths), **lenient), cube)
        for universe, paths in files.items()
        for cube in cubes
        if cube.universe == universe
    ]
    return pl.concat(pl.collect_all(queries, engine="streaming")).to_arrow().cast(duckdb_query.column_types())


def _polars_cells(facts: "pl.LazyFrame", cube: Cube) -> "pl.LazyFrame":
    import polars as pl

    value = _value(cube, pl.col, pl.lit(NOT_ASKED))
    group = pl.col("group") if cube.universe == "enquiries" else pl.lit(NEITHER)
    cells = facts.group_by("centre", group.alias("grp"), value.alias("value")).agg(pl.len().alias("n"))
    return cells.select(pl.lit(cube.name).alias("cube"), pl.col("centre", "grp", "value", "n").cast(pl.Int64))


def by_pandas(files: Files, cubes: Sequence[Cube]) -> "pa.Table":
    """Return all cubes as `duckdb_query.count` does, by `groupby` over a frame that holds every row at once."""
    import pandas as pd
    import pyarrow as pa

    found = []
    for universe, paths in files.items():
        own = [cube for cube in cubes if cube.universe == universe]
        names = {"centre"} | ({"group"} if universe == "enquiries" else set())
        names |= {TOPICS if cube.is_of_topics else cube.variable for cube in own} - {""}
        facts = read_frame(paths, sorted(names))
        found += [_pandas_cells(facts, cube) for cube in own]
    return pa.Table.from_pandas(pd.concat(found), schema=duckdb_query.column_types(), preserve_index=False)


def _pandas_cells(facts: "pd.DataFrame", cube: Cube) -> "pd.DataFrame":
    value = _value(cube, facts.__getitem__, None)
    keys = {"centre": facts["centre"]}
    keys |= {"grp": facts["group"]} if cube.universe == "enquiries" else {}
    keys |= {} if value is None else {"value": value}
    cells = facts.groupby([keys[name].rename(name) for name in keys], sort=False).size().reset_index(name="n")
    return cells.assign(cube=cube.name, **{name: 0 for name in ("grp", "value") if name not in keys})


def read_frame(paths: Sequence[Path], columns: Sequence[str]) -> "pd.DataFrame":
    """Read some columns of facts as a frame."""
    import pandas as pd

    return pd.concat([pd.read_parquet(path, columns=list(columns)) for path in paths], ignore_index=True)


def _value(cube: Cube, column: Callable[[str], Any], none: Any) -> Any:
    """Say what a cube counts by, in the expressions of either library, which read the same. none: of a total."""
    if cube.topic_groups:
        bits = [((column(TOPICS) & mask) != 0) * 2**at for at, mask in enumerate(cube.topic_groups)]
        return sum(bits[1:], start=bits[0])
    if cube.topic_word is not None:
        return column(TOPICS) // 2 ** (TOPIC_WORD * cube.topic_word) & 2**TOPIC_WORD - 1
    return column(cube.variable) if cube.variable else none
