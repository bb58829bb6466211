"""Storing new rows with one statement, where Django would ask first, and in a savepoint of its own."""

from functools import lru_cache
from typing import Any

from django.db import connection, models


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
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    table = connection.ops.quote_name(model._meta.db_table)
    rows = ", ".join([row] * count)
    return f"INSERT INTO {table} ({names}) VALUES {rows} ON CONFLICT DO NOTHING", fields  # noqa: S608 - names of ours
