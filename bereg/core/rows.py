"""Rows of every request: stored, read and removed with one statement each, put into words once in a process.

Django makes up each statement anew, which takes several times as long as the database takes to carry it out.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, models

Record = TypeVar("Record", bound=models.Model)


class Prepared(Generic[Record]):
    """A query for one id, whose statement is made when it is first asked for."""

    def __init__(self, query: Callable[[UUID], models.QuerySet[Record]]) -> None:
        self._query = query
        self._made: dict[str, tuple[models.Manager[Record], str]] = {}  # by the kind of database

    def of(self, id: UUID) -> list[Record]:
        """Return what the query finds for an id."""
        if connection.vendor not in self._made:
            self._made[connection.vendor] = self._make(id)
        rows, statement = self._made[connection.vendor]
        return list(rows.raw(statement, [models.UUIDField().get_db_prep_value(id, connection)]))

    def _make(self, id: UUID) -> tuple[models.Manager[Record], str]:
        query = self._query(id)
        statement, values = query.query.sql_with_params()
        if len(values) != 1:
            raise TypeError(f"Any value beside the id would stay as it is now: {statement}")
        return query.model._default_manager, statement


def insert_new(*records: models.Model) -> bool:
    """Insert records of one kind. Return False where a unique key of theirs is taken, by a row not seen yet as well.

    Such a conflict leaves the transaction whole. Where somebody else is inserting the same key, this waits for them.
    """
    statement, fields = _statement(type(records[0]), len(records), connection.vendor)
    values = [field.get_db_prep_save(getattr(each, field.attname), connection) for each in records for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        are_in: bool = cursor.rowcount == len(records)
    for each in records:
        each._state.adding, each._state.db = not are_in, connection.alias
    return are_in


@lru_cache(maxsize=64)
def _statement(model: type[models.Model], count: int, vendor: str) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    """Return the statement and the fields of its parameters. Numbers that the database gives are left to it."""
    fields = tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    table = connection.ops.quote_name(model._meta.db_table)
    rows = ", ".join([row] * count)
    return f"INSERT INTO {table} ({names}) VALUES {rows} ON CONFLICT DO NOTHING", fields  # noqa: S608 - names of ours


def delete(model: type[models.Model], **columns: Any) -> None:
    """Delete the rows with these values. Nothing may refer to such rows."""
    named = {field.attname: field for field in model._meta.concrete_fields}
    values = [named[name].get_db_prep_save(value, connection) for name, value in columns.items()]
    quote = connection.ops.quote_name
    where = " AND ".join(f"{quote(str(named[name].column))} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {quote(model._meta.db_table)} WHERE {where}", values)  # noqa: S608 - names of ours
