"""Removing what a database file still holds of erased text."""

from django.db import connection, transaction


def scrub_after_commit() -> None:
    """After this transaction, leave no trace of erased text in the SQLite write-ahead log.

    secure_delete overwrites the file; the log keeps old pages until it is cut. PostgreSQL removes dead rows in
    its own time (see docs/decisions).
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(cut_log)


def cut_log() -> bool:
    """Copy the write-ahead log into the file and cut it to nothing, under the write gate.

    Return False where a reader of an older state was in the way; the timer of the server tries again.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        busy, _in_log, _copied = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
