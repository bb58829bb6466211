"""Rows of every request: stored, read and removed with one statement each, put into words once in a process.

Django makes up each statement anew, which takes several times as long as the database takes to carry it out. And it
waits for each answer, which on PostgreSQL takes longer than the statement: `carry_out` takes several at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

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
        database = _database()
        reading = self._reading(key, database)
        return [reading.record(row, database) for row in reading.found(key, database)]

    def columns_of(self, key: Key) -> list[dict[str, Any]]:
        """Return the columns that the query asks for (`only()`), by name, without making records of them."""
        database = _database()
        reading = self._reading(key, database)
        found = (reading.values(row, database) for row in reading.found(key, database))
        return [dict(zip(reading.names, values, strict=True)) for values in found]

    def _reading(self, key: Key, database: BaseDatabaseWrapper) -> "_Reading[Record]":
        reading = self._made.get(database.vendor)
        if reading is None:
            reading = self._made[database.vendor] = _reading(self._query(key), database)
        return reading


_UUID: Field = models.UUIDField()


def _database() -> BaseDatabaseWrapper:
    """Return the thread's connection itself; Django's `connection` looks for it with each attribute that is read."""
    return connections[DEFAULT_DB_ALIAS]


@dataclass(frozen=True)
class _Reading(Generic[Record]):
    """A statement, and how a row that it finds becomes a record."""

    statement: str
    model: type[Record]
    names: list[str]
    conversions: dict[int, tuple[list[Callable[..., Any]], Any]]  # by the place of the column

    def found(self, key: Key, database: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
        value = _UUID.get_db_prep_value(key, database) if isinstance(key, UUID) else key
        with database.cursor() as cursor:
            cursor.execute(self.statement, [value])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def values(self, row: tuple[Any, ...], database: BaseDatabaseWrapper) -> list[Any]:
        values = list(row)
        for place, (convert, column) in self.conversions.items():
            for each in convert:
                values[place] = each(values[place], column, database)
        return values

    def record(self, row: tuple[Any, ...], database: BaseDatabaseWrapper) -> Record:
        return self.model.from_db(database.alias, self.names, self.values(row, database))


def _reading(query: models.QuerySet[Record], database: BaseDatabaseWrapper) -> _Reading[Record]:
    compiler = query.query.get_compiler(connection=database)
    statement, values = compiler.as_sql()
    if len(values) != 1:
        raise TypeError(f"Any value beside the key would stay as it is now: {statement}")
    columns = [column for column, _, _ in compiler.select]
    names = [column.target.attname for column in columns]
    return _Reading(statement, query.model, names, compiler.get_converters(columns))


@dataclass(frozen=True)
class Statement:
    """A statement with the values of its parameters."""

    words: str
    values: Sequence[Any]


@dataclass(frozen=True)
class Result:
    """What one statement did: how many rows it stored, removed or found, and those that it returned."""

    count: int
    rows: list[tuple[Any, ...]]


def carry_out(*statements: Statement) -> list[Result]:
    """Carry out statements in their order; PostgreSQL takes them in one message and answers once.

    If one fails, all fail. None can do otherwise because of what an earlier one did: that is known too late.
    """
    database = _database()
    with database.cursor() as cursor:
        if database.vendor != "postgresql":
            return [_result(cursor.execute(each.words, each.values)) for each in statements]
        values = [value for each in statements for value in each.values]
        cursor.execute("; ".join(each.words for each in statements), values)
        results = [_result(cursor)]
        while cursor.nextset():
            results.append(_result(cursor))
        return results


def _result(cursor: Any) -> Result:
    return Result(cursor.rowcount, cursor.fetchall() if cursor.description else [])


def insert_new(*records: models.Model) -> bool:
    """Insert records of one kind. Return False where a unique key of theirs is taken: see `insertion`."""
    return is_in(carry_out(insertion(*records))[0], *records)


def insertion(*records: models.Model) -> Statement:
    """Insert records of one kind but those of which a unique key is taken, by a row not seen yet as well.

    Such a conflict leaves the transaction whole. Where somebody else is inserting the same key, this waits for them.
    """
    database = _database()
    words, fields = _insertion(type(records[0]), len(records), database.vendor)
    return Statement(
        words, [_stored(field, getattr(each, field.attname), database) for each in records for field in fields]
    )


def is_in(result: Result, *records: models.Model) -> bool:
    """Tell whether an insertion stored its records, and let them know."""
    are_in = result.count == len(records)
    for each in records:
        each._state.adding, each._state.db = not are_in, DEFAULT_DB_ALIAS
    return are_in


def deletion(model: type[models.Model], **columns: Any) -> Statement:
    """Delete the rows with these values. Nothing may refer to such rows."""
    database = _database()
    words, fields = _deletion(model, tuple(columns), database.vendor)
    return Statement(words, [_stored(*each, database) for each in zip(fields, columns.values(), strict=True)])


@lru_cache(maxsize=64)
def _insertion(model: type[models.Model], count: int, vendor: str) -> tuple[str, tuple[Field, ...]]:
    """Return the statement and the fields of its parameters. Numbers that the database gives are left to it."""
    fields = tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))
    quote = _database().ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(str(field.column)) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    rows = ", ".join([row] * count)
    return f"INSERT INTO {table} ({names}) VALUES {rows} ON CONFLICT DO NOTHING", fields  # noqa: S608 - names of ours


@lru_cache(maxsize=64)
def _deletion(model: type[models.Model], names: tuple[str, ...], vendor: str) -> tuple[str, tuple[Field, ...]]:
    """Return the statement and the fields of its parameters."""
    named = {field.attname: field for field in model._meta.concrete_fields}
    fields = tuple(named[name] for name in names)
    quote = _database().ops.quote_name
    where = " AND ".join(f"{quote(str(field.column))} = %s" for field in fields)
    return f"DELETE FROM {quote(model._meta.db_table)} WHERE {where}", fields  # noqa: S608 - names of ours


def _stored(field: Field, value: Any, database: BaseDatabaseWrapper) -> Any:
    """Return a value as the database takes it. Most go as they are; Django would look at each of them six times."""
    if value is None or (type(value) is str and isinstance(field, _TEXTS)):
        return value
    return field.get_db_prep_save(value, database)


_TEXTS = (models.CharField, models.TextField)
