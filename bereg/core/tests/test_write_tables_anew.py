"""Tables of PostgreSQL are written anew without what others' transactions could still have looked at."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management.base import CommandError
from django.db import connection

from bereg.core import secure_delete

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite overwrites what it frees"),
]
MARK = b"Mark-of-an-old-row"


@pytest.fixture
def table() -> Iterator[str]:
    """A table whose only row was just written over."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE numbers (word TEXT)")
        cursor.execute("INSERT INTO numbers VALUES (%s)", [MARK.decode()])
        cursor.execute("UPDATE numbers SET word = ''")
        yield "numbers"
        cursor.execute("DROP TABLE numbers")


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection[Any]]:
    """A transaction of somebody else, in another database of the server, that began before."""
    monkeypatch.setattr(secure_delete, "PATIENCE_S", 0)
    given = connection.get_connection_params()
    with psycopg.connect(
        host=given.get("host"), port=given.get("port"), user=given.get("user"), dbname="postgres"
    ) as link:
        link.execute("SELECT pg_current_xact_id()")
        yield link


def held(name: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [name])
        return bytes(cursor.fetchone()[0])


def test_an_older_transaction_is_waited_for(
    older: psycopg.Connection[Any], table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="end it"):
        secure_delete.write_anew(connection, [table])
    older.rollback()
    monkeypatch.undo()  # other tests have transactions on this server
    secure_delete.write_anew(connection, [table])
    assert MARK not in held(table)


def test_a_table_that_never_had_a_row_waits_for_nobody(older: psycopg.Connection[Any]) -> None:
    """Else each new installation would wait for whatever else this server does."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE empty (word TEXT)")
    secure_delete.write_anew(connection, ["empty"])
    assert not held("empty")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO empty VALUES (repeat('long', 9999))")
        cursor.execute("DELETE FROM empty")
    with pytest.raises(CommandError):
        secure_delete.write_anew(connection, ["empty"])
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE empty")


def test_without_waiting_it_would_stay(
    older: psycopg.Connection[Any], table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secure_delete, "_wait_for_older", lambda _cursor: None)
    secure_delete.write_anew(connection, [table])
    assert MARK in held(table)
