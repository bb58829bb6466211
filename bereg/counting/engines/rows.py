"""The facts as a table in memory, for engines that cannot read the files where they lie."""

from collections.abc import Mapping, Sequence

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from bereg.counting import store
from bereg.counting.codes import NOT_ASKED
from bereg.counting.cubes import Cube
from bereg.counting.joint_columns import TOPICS
from bereg.counting.store import Place


def read(files: Mapping[str, Sequence[Place]], cubes: Sequence[Cube]) -> dict[str, pa.Table]:
    """Return what the cubes need of each universe: whole numbers as small as in the files, and no nulls."""
    with store.at_hand(place for places in files.values() for place in places) as near:
        return {
            universe: _joined([pq.ParquetFile(near[place]) for place in places], wanted(universe, cubes))
            for universe, places in files.items()
        }


def wanted(universe: str, cubes: Sequence[Cube]) -> set[str]:
    """Return the columns that the cubes of a universe need."""
    own = [cube for cube in cubes if cube.universe == universe]
    variables = {TOPICS if cube.is_of_topics else cube.variable for cube in own} | {cube.beside for cube in own}
    return {"centre", "group", *variables} - {""}


def unbound(tables: Mapping[str, pa.Table]) -> dict[str, Table]:
    """Return the same tables for the definition, by the names that they have in the engine."""
    return {universe: ibis.table(table.schema, name=named(universe)) for universe, table in tables.items()}


def named(universe: str) -> str:
    """Return the name that the facts of a universe have in an engine."""
    return f"bereg_{universe}"


def _joined(files: Sequence[pq.ParquetFile], columns: set[str]) -> pa.Table:
    tables = [file.read([name for name in file.schema_arrow.names if name in columns]) for file in files]
    together = pa.concat_tables(tables, promote_options="permissive")
    # What a month lacks was not asked in it.
    filled = {name: together[name].fill_null(NOT_ASKED) for name in together.column_names}
    return pa.table(filled)
