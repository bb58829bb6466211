"""Triggers that refuse to change an entry, and to delete one that no signed segment stands for.

The migration 0002 sets them up from here: further triggers need a migration and a function of their own.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# Table, act, and when it is refused: the entries of a pruned month may go once its segment stands.
PRUNED = "NOT EXISTS (SELECT 1 FROM audit_segment WHERE last_seq >= OLD.seq)"
GUARDS = (
    ("audit_entry", "UPDATE", ""),
    ("audit_entry", "DELETE", PRUNED),
    ("audit_segment", "UPDATE", ""),
    ("audit_segment", "DELETE", ""),
    ("audit_pending", "UPDATE", ""),
)
TRUNCATED = ("audit_entry", "audit_segment", "audit_pending")
# What the user that serves may do on PostgreSQL: months are deleted by the owner of the tables alone.
RIGHTS = {
    "audit_entry": "SELECT, INSERT",
    "audit_segment": "SELECT, INSERT",
    "audit_pending": "SELECT, INSERT, DELETE",
}
REFUSAL = "The audit log is never changed."


def set_up(connection: BaseDatabaseWrapper) -> None:
    _run(connection, _sqlite() if connection.vendor == "sqlite" else _postgresql())


def take_down(connection: BaseDatabaseWrapper) -> None:
    on = "" if connection.vendor == "sqlite" else " ON {table}"
    _run(connection, [f"DROP TRIGGER IF EXISTS {name}{on.format(table=table)}" for name, table in _names(connection)])


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the triggers away for as long as this lasts: to empty a demonstration, or the database of a test."""
    with transaction.atomic(using=connection.alias):
        take_down(connection)
        yield
        set_up(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that are not there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')")
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name, _ in _names(connection) if name not in standing]


def _names(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    names = [(_name(table, act), table) for table, act, _ in GUARDS]
    if connection.vendor != "sqlite":
        names += [(_name(table, "TRUNCATE"), table) for table in TRUNCATED]
    return names


def _name(table: str, act: str) -> str:
    return f"{table}_no_{act.lower()}"


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {_name(table, act)} BEFORE {act} ON {table} "
        f"{f'WHEN {when} ' if when else ''}BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table, act, when in GUARDS
    ]


def _postgresql() -> list[str]:
    refuse = (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    # A condition of a trigger may ask no other table there, so the one that does is a function of its own.
    unless_pruned = (
        "CREATE OR REPLACE FUNCTION audit_refuse_unless_pruned() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {PRUNED} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN OLD; END $$"
    )
    rows = [
        f"CREATE TRIGGER {_name(table, act)} BEFORE {act} ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION {'audit_refuse_unless_pruned' if when else 'audit_refuse'}()"
        for table, act, when in GUARDS
    ]
    tables = [
        f"CREATE TRIGGER {_name(table, 'TRUNCATE')} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        "EXECUTE FUNCTION audit_refuse()"
        for table in TRUNCATED
    ]
    return [refuse, unless_pruned, *rows, *tables]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
