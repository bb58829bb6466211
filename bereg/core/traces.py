"""Removing what a database file still holds of erased text."""

from django.db import connection, transaction


def scrub_after_commit() -> None:
    """After this transaction, leave no trace of erased text in the SQLite write-ahead log.

    secure_delete overwrites the file; the log keeps old pages until it is cut. PostgreSQL removes dead rows in
    its own time (see docs/decisions).
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(cut_log)


def cut_log() -> None:
    """Copy the write-ahead log into the file and cut it to nothing."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
