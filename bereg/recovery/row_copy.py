"""Carrying the rows of copies on SQLite into empty databases of PostgreSQL, just as they stand.

No default, no clock of a field, no signal and no scope has a say. See docs/decisions/0066-from-sqlite-to-postgresql.md.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from bereg.audit import writing
from bereg.core.postgresql.base import unhurried
from bereg.recovery import copies
from bereg.recovery.archive import BackupError, Progress
from bereg.recovery.backup import Begin
from bereg.recovery.copies import Rows
from bereg.recovery.database_swap import beside, standing_in
from bereg.recovery.postgresql_fit import fault_of
from bereg.recovery.row_digest import RowTally

ROWS_EACH = 500

Model = type[models.Model]
Row = tuple[Any, ...]


class OtherEngineError(BackupError):
    """A backup is of an engine from which no way leads to the one that is set."""


def is_needed(alias: str, engine: str) -> bool:
    """Tell whether a backup of an engine has to be carried into the database that is set. Raise OtherEngineError."""
    here = connections[alias].vendor
    if (engine, here) == ("sqlite", "postgresql"):
        return True
    if engine == here:
        return False
    raise OtherEngineError(
        _(
            "This backup was made on PostgreSQL, and nothing carries one to SQLite: set BEREG_DATABASE and "
            "BEREG_KEYS_DATABASE to empty databases of PostgreSQL."
        )
    )


def carry(copied: Mapping[str, Path], *, count: Begin) -> dict[str, Rows]:
    """Fill empty databases from copies, which are brought up to date before. Return their rows. Raise BackupError."""
    for file in copied.values():
        copies.check_sqlite(file)
    with standing_in(copied), _said_plainly():
        call_command("migrate", interactive=False, verbosity=0)
    with _said_plainly():
        call_command("migrate", interactive=False, verbosity=0)
    rows = {alias: _carry(alias, file, count) for alias, file in copied.items()}
    ContentType.objects.clear_cache()  # those that the migrations had made have other ids
    with writing.held_end():  # only PostgreSQL keeps the end of the log apart
        return rows


def _carry(alias: str, file: Path, count: Begin) -> Rows:
    """Fill one database within one transaction. Return its rows."""
    target = connections[alias]
    with beside(alias, file) as source, _said_plainly():
        tables = _tables(alias, connections[source])
        progress = count(_("rows stored and compared"), 2 * _size(tables, source))
        with unhurried(target):
            with transaction.atomic(using=alias):
                _empty(tables, target)
                rows = {each._meta.db_table: _carry_table(each, source, alias, progress) for each in tables}
                target.check_constraints()
                _execute(target, target.ops.sequence_reset_sql(no_style(), tables))
            # A planner that knows nothing of a table that was just filled takes the slow way.
            _execute(target, [f"ANALYZE {target.ops.quote_name(table)}" for table in rows])
    return rows


def _tables(alias: str, source: BaseDatabaseWrapper) -> list[Model]:
    """Return what has a table in a database. Raise BackupError where the copy has more than this version knows."""
    found = [each for each in apps.get_models(include_auto_created=True) if router.db_for_read(each) == alias]
    tables = [each for each in found if each._meta.managed and not each._meta.proxy]
    known = {each._meta.db_table: {field.column for field in each._meta.local_concrete_fields} for each in tables}
    with source.cursor() as cursor:
        names = set(source.introspection.table_names(cursor)) - {"django_migrations"}
        # What SQLite's planner knows of its tables, and what indexes of words keep in tables of their own.
        names -= {name for name in names if name.startswith(("sqlite_", "fts_"))}
        standing = {
            name: {column.name for column in source.introspection.get_table_description(cursor, name)} for name in names
        }
    unknown = sorted(name for name in standing if standing[name] != known.get(name))
    if unknown:
        raise BackupError(
            _("This backup was made by a newer version of Bereg: install that one (unknown here: %s).")
            % ", ".join(unknown)
        )
    return tables


def _size(tables: list[Model], source: str) -> int:
    return sum(each._base_manager.using(source).count() for each in tables)


def _empty(tables: list[Model], target: BaseDatabaseWrapper) -> None:
    """Delete what migrations put into new tables: the copy has its own."""
    _execute(target, [f"DELETE FROM {target.ops.quote_name(each._meta.db_table)}" for each in tables])  # noqa: S608


def _carry_table(model: Model, source: str, alias: str, progress: Progress) -> int:
    """Copy the rows of one table and read them back. Return their number."""
    table, target = model._meta.db_table, connections[alias]
    prepare, stored, read = _preparing(model, target), RowTally(), RowTally()
    for rows in _batches(model, source):
        for row in rows:
            stored.add(row)
        _store(model, target, [prepare(row) for row in rows])
        progress(len(rows))
    for rows in _batches(model, alias):
        for row in rows:
            read.add(row)
        progress(len(rows))
    if read != stored:
        raise BackupError(_("The table %s holds other rows on PostgreSQL than in the backup.") % table)
    if _filled(model, source) != _filled(model, alias):  # what is no time is read as none
        raise _unreadable(model)
    return read.count


def _filled(model: Model, alias: str) -> dict[str, int]:
    """Return in how many rows each column holds something."""
    names = [field.attname for field in model._meta.local_concrete_fields]
    counted: dict[str, int] = model._base_manager.using(alias).aggregate(
        **{f"in_{name}": models.Count(name) for name in names}
    )
    return counted


def _unreadable(model: Model) -> BackupError:
    table = model._meta.db_table
    return BackupError(_("The table %s cannot be read: a value is not of its kind.") % table)


def _batches(model: Model, alias: str) -> Iterator[list[Row]]:
    """Return the rows of a table, some at a time: whatever its size, few of them are in memory."""
    names = [field.attname for field in model._meta.local_concrete_fields]
    found = model._base_manager.using(alias).order_by("pk").values_list(*names)
    rows = found.iterator(chunk_size=ROWS_EACH)
    try:
        while some := list(islice(rows, ROWS_EACH)):
            yield some
    except (ValueError, TypeError) as problem:  # SQLite keeps what is no number, too
        raise _unreadable(model) from problem


def _preparing(model: Model, target: BaseDatabaseWrapper) -> Callable[[Row], list[Any]]:
    """Return what makes a row of SQLite one for PostgreSQL. Raise BackupError where it does not take a value."""
    fields = model._meta.local_concrete_fields
    faults = [fault_of(field, target) for field in fields]
    key = [field.primary_key for field in fields].index(True)

    def prepare(row: Row) -> list[Any]:
        for field, fault, value in zip(fields, faults, row, strict=True):
            if why := fault(value):
                raise BackupError(
                    _("PostgreSQL does not take what stands in %(table)s.%(column)s, row %(row)s: %(why)s.")
                    % {"table": model._meta.db_table, "column": field.column, "row": _id(row[key]), "why": why}
                )
        return [field.get_db_prep_save(value, target) for field, value in zip(fields, row, strict=True)]

    return prepare


def _id(key: Any) -> str:
    """Return the id of a row, unless it is a text, such as that of a session."""
    return str(key) if isinstance(key, int | UUID | dt.date) else "?"


def _store(model: Model, target: BaseDatabaseWrapper, rows: list[list[Any]]) -> None:
    quote = target.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in model._meta.local_concrete_fields)
    with target.cursor() as cursor, cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as into:
        for row in rows:
            into.write_row(row)


def _execute(target: BaseDatabaseWrapper, statements: list[str]) -> None:
    with target.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Say what failed, and of which table: the words of a database could quote the row."""
    try:
        yield
    except (psycopg.Error, DatabaseError) as problem:
        cause = problem if isinstance(problem, psycopg.Error) else problem.__cause__
        if not isinstance(cause, psycopg.Error):
            raise BackupError(_("The copy is damaged: %s") % type(cause or problem).__name__) from problem
        said = (type(cause).__name__, cause.sqlstate, cause.diag.table_name, cause.diag.constraint_name)
        raise BackupError(_("PostgreSQL refused the rows: %s.") % " ".join(filter(None, said))) from problem
