"""Rows of every request: stored, read and removed with one statement each, put into words once in a process.

Django makes up each statement anew, which takes several times as long as the database takes to carry it out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, models

Record = TypeVar("Record", bound=models.Model)
Key = UUID | str
Field = models.Field[Any, Any]


class Prepared(Generic[Record]):
    """A query for one key, whose statement is made when it is first asked for."""

    def __init__(self, query: Callable[[Any], models.QuerySet[Record]]) -> None:
        self._query = query
        self._made: dict[str, _Reading[Record]] = {}  # by the kind of database

    def of(self, key: Key) -> list[Record]:
        """Return what the query finds for a key."""
        reading = self._made.get(connection.vendor)
        if reading is None:
            reading = self._made[connection.vendor] = _reading(self._query(key))
        value = models.UUIDField().get_db_prep_value(key, connection) if isinstance(key, UUID) else key
        with connection.cursor() as cursor:
            cursor.execute(reading.statement, [value])
            return [reading.record(row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class _Reading(Generic[Record]):
    """A statement, and how a row that it finds becomes a record."""

    statement: str
    model: type[Record]
    names: list[str]
    conversions: dict[int, tuple[list[Callable[..., Any]], Any]]  # by the place of the column

    def record(self, row: tuple[Any, ...]) -> Record:
        values = list(row)
        for place, (convert, column) in self.conversions.items():
            for each in convert:
                values[place] = each(values[place], column, connection)
        return self.model.from_db(connection.alias, self.names, values)


def _reading(query: models.QuerySet[Record]) -> _Reading[Record]:
    compiler = query.query.get_compiler(connection=connection)
    statement, values = compiler.as_sql()
    if len(values) != 1:
        raise TypeError(f"Any value beside the key would stay as it is now: {statement}")
    columns = [column for column, _, _ in compiler.select]
    names = [column.target.attname for column in columns]
    return _Reading(statement, query.model, names, compiler.get_converters(columns))


def insert_new(*records: models.Model) -> bool:
    """Insert records of one kind. Return False where a unique key of theirs is taken, by a row not seen yet as well.

    Such a conflict leaves the transaction whole. Where somebody else is inserting the same key, this waits for them.
    """
    statement, fields = _statement(type(records[0]), len(records), connection.vendor)
    values = [_stored(field, getattr(each, field.attname)) for each in records for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        are_in: bool = cursor.rowcount == len(records)
    for each in records:
        each._state.adding, each._state.db = not are_in, connection.alias
    return are_in


@lru_cache(maxsize=64)
def _statement(model: type[models.Model], count: int, vendor: str) -> tuple[str, tuple[Field, ...]]:
    """Return the statement and the fields of its parameters. Numbers that the database gives are left to it."""
    fields = tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    table = connection.ops.quote_name(model._meta.db_table)
    rows = ", ".join([row] * count)
    return f"INSERT INTO {table} ({names}) VALUES {rows} ON CONFLICT DO NOTHING", fields  # noqa: S608 - names of ours


def _stored(field: Field, value: Any) -> Any:
    """Return a value as the database takes it. A plain text goes as it is; Django would look at it six times."""
    is_text = type(value) is str and isinstance(field, models.CharField | models.TextField)
    return value if is_text else field.get_db_prep_save(value, connection)


def delete(model: type[models.Model], **columns: Any) -> None:
    """Delete the rows with these values. Nothing may refer to such rows."""
    named = {field.attname: field for field in model._meta.concrete_fields}
    values = [_stored(named[name], value) for name, value in columns.items()]
    quote = connection.ops.quote_name
    where = " AND ".join(f"{quote(str(named[name].column))} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {quote(model._meta.db_table)} WHERE {where}", values)  # noqa: S608 - names of ours
