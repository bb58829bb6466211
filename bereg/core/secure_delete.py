"""Removing what a database file still holds of erased text."""

import sys
import time
from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError
from django.db import connections, transaction
from django.utils.translation import gettext as _

PATIENCE_S = 600


def scrub_after_commit() -> None:
    """After this transaction, leave no trace of erased text in the SQLite write-ahead log.

    secure_delete overwrites the file; the log keeps old pages until it is cut. PostgreSQL removes dead rows in
    its own time (see docs/decisions).
    """
    transaction.on_commit(cut_log)


def cut_log() -> bool:
    """Copy the write-ahead logs, of the records and of the keys, into their files and cut them to nothing.

    Each under its write gate. Return False where a reader of an older state was in the way; the timer tries again.
    """
    return all([_cut(name) for name in connections])  # noqa: C419 - the second log too where the first stays


def _cut(name: str) -> bool:
    if connections[name].vendor != "sqlite":
        return True
    with connections[name].cursor() as cursor:
        busy, _in_log, _copied = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def write_anew(connection: Any, tables: Iterable[str]) -> None:
    """Write tables of PostgreSQL anew, without the rows that were there before. Raise CommandError.

    VACUUM FULL keeps what a transaction that began earlier, in whatever database of the server, might still look at:
    so it waits for them to end. Source: https://www.postgresql.org/docs/current/routine-vacuuming.html
    A table whose files are empty, as in a new installation, has nothing to be rid of.
    """
    with connection.cursor() as cursor:
        filled = [table for table in tables if _takes_room(cursor, table)]
        if filled:
            _wait_for_older(cursor)
        for table in filled:
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")


def _takes_room(cursor: Any, table: str) -> bool:
    cursor.execute(
        "SELECT pg_relation_size(oid) > 0 OR (reltoastrelid <> 0 AND pg_relation_size(reltoastrelid) > 0) "
        "FROM pg_class WHERE oid = %s::regclass",
        [table],
    )
    return bool(cursor.fetchone()[0])


def _wait_for_older(cursor: Any) -> None:
    cursor.execute("SELECT pg_current_xact_id()::text")
    now, until, is_told = cursor.fetchone()[0], time.monotonic() + PATIENCE_S, False
    while _older(cursor, now):
        if time.monotonic() > until:
            raise CommandError(
                _("Another program keeps a transaction open on this database server: end it, then run this again.")
            )
        if not is_told:
            sys.stderr.write(_("Waiting for others' transactions on this database server to end.") + "\n")
            is_told = True
        cursor.execute("SELECT pg_sleep(0.1)")


def _older(cursor: Any, now: str) -> bool:
    cursor.execute(
        "SELECT pg_snapshot_xmin(pg_current_snapshot()) < %s::xid8 OR EXISTS (SELECT FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND age(backend_xmin) > age(%s::xid8::xid))",
        [now, now],
    )
    return bool(cursor.fetchone()[0])
