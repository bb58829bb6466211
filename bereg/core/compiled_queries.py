"""Rows of a save: stored and removed with one statement each, put into words once in a process.

Django cannot tell whether a row was new without a savepoint around each insertion. And it waits for each answer, which
on PostgreSQL takes longer than the statement: `carry_out` takes several at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Field = models.Field[Any, Any]


def _database() -> BaseDatabaseWrapper:
    """Return the thread's connection itself; Django's `connection` looks for it with each attribute that is read."""
    return connections[DEFAULT_DB_ALIAS]


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
