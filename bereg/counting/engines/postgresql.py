"""PostgreSQL: the facts are copied into tables that last as long as the connection, and no one else sees them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import ibis
import psycopg
import pyarrow as pa
from ibis.common.exceptions import IbisError
from ibis.expr.types import Table
from psycopg import sql
from pyarrow import csv

from bereg.counting.cubes import Cube
from bereg.counting.engines import ANSWERS_WITHIN_S, rows
from bereg.counting.store import Place

FAULTS = (psycopg.Error, IbisError)


@contextmanager
def loaded(
    at: Mapping[str, Any], files: Mapping[str, Sequence[Place]], cubes: Sequence[Cube]
) -> Iterator[tuple[ibis.BaseBackend, dict[str, Table]]]:
    """Yield a connection and its tables of facts."""
    backend = ibis.postgres.connect(**at)
    try:
        tables = rows.read(files, cubes)
        for universe, table in tables.items():
            _copy(backend.con, rows.named(universe), table)
        yield backend, rows.unbound(tables)
    finally:
        backend.disconnect()


def reach(at: Mapping[str, Any]) -> None:
    """Connect, and no more."""
    ibis.postgres.connect(**{"connect_timeout": ANSWERS_WITHIN_S, **at}).disconnect()


def _copy(connection: "psycopg.Connection[Any]", name: str, table: pa.Table) -> None:
    columns = sql.SQL(", ").join(
        sql.SQL("{} bigint" if each.type == pa.int64() else "{} integer").format(sql.Identifier(each.name))
        for each in table.schema
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE TEMPORARY TABLE {} ({})").format(sql.Identifier(name), columns))
        with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(sql.Identifier(name))) as copy:
            for batch in table.to_batches(max_chunksize=100_000):
                lines = pa.BufferOutputStream()
                csv.write_csv(batch, lines, csv.WriteOptions(include_header=False))
                copy.write(memoryview(lines.getvalue()))
