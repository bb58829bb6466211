"""ClickHouse, on a server or (chdb) in this process: the facts go into tables that last as long as the session."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import clickhouse_connect
import ibis
import pyarrow as pa
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError
from ibis.common.exceptions import IbisError
from ibis.expr.types import Table

from bereg.counting.cubes import Cube
from bereg.counting.engines import ANSWERS_WITHIN_S, rows
from bereg.counting.store import Place

TYPES = {pa.uint8(): "UInt8", pa.uint16(): "UInt16", pa.int64(): "Int64"}  # of the columns of facts
FAULTS = (ClickHouseError, IbisError)


@contextmanager
def loaded(
    at: Mapping[str, Any], files: Mapping[str, Sequence[Place]], cubes: Sequence[Cube]
) -> Iterator[tuple[ibis.BaseBackend, dict[str, Table]]]:
    """Yield a connection and its tables of facts."""
    # Not by ibis' own way to connect, which asks for HTTPS by the port alone.
    client = clickhouse_connect.get_client(**at)
    try:
        tables = rows.read(files, cubes)
        for universe, table in tables.items():
            _insert(client, rows.named(universe), table)
        yield ibis.clickhouse.from_connection(client), rows.unbound(tables)
    finally:
        client.close()


def reach(at: Mapping[str, Any]) -> None:
    """Connect, and no more."""
    clickhouse_connect.get_client(**{"connect_timeout": ANSWERS_WITHIN_S, **at}).close()


def _insert(client: Client, name: str, table: pa.Table) -> None:
    columns = ", ".join(f"`{each.name}` {TYPES[each.type]}" for each in table.schema)  # names are the program's own
    client.command(f"CREATE TEMPORARY TABLE {name} ({columns})")
    client.insert_arrow(name, table)
