"""Several statements at once: PostgreSQL takes them in one message, SQLite one after the other."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from bereg.core import row_access
from bereg.core.compiled_queries import Statement, carry_out

pytestmark = pytest.mark.django_db
PUT, GET = "INSERT INTO kept VALUES (%s), (%s)", "SELECT n FROM kept WHERE n > %s ORDER BY n"


@pytest.fixture(autouse=True)
def _kept() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kept (n integer PRIMARY KEY)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kept")


def kept() -> list[int]:
    (result,) = carry_out(Statement(GET, [0]))
    return [n for (n,) in result.rows]


def test_each_statement_sees_what_those_before_it_did_and_has_its_own_result() -> None:
    remove = Statement("DELETE FROM kept WHERE n = %s", [1])
    put, found, gone, left = carry_out(Statement(PUT, [1, 2]), Statement(GET, [0]), remove, Statement(GET, [0]))
    assert (put.count, put.rows) == (2, [])
    assert found.rows == [(1,), (2,)]
    assert gone.count == 1
    assert left.rows == [(2,)]


def test_postgresql_is_asked_once() -> None:
    with CaptureQueriesContext(connection) as asked:
        carry_out(Statement(PUT, [1, 2]), Statement(GET, [0]))
    assert len(asked) == (1 if connection.vendor == "postgresql" else 2)


def test_where_one_fails_nothing_of_the_transaction_stands() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        carry_out(Statement(PUT, [1, 2]), Statement(PUT, [3, 1]))
    assert kept() == []


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no row level security")
def test_the_reach_is_told_in_the_same_message_and_its_answer_is_nobodys_result() -> None:
    with row_access.to(row_access.EVERYWHERE):
        put, found = carry_out(Statement(PUT, [1, 2]), Statement(GET, [0]))
        assert (put.count, found.rows) == (2, [(1,), (2,)])
    with row_access.to(row_access.NOWHERE), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('bereg.reach')")
        assert cursor.fetchall() == [("",)]
