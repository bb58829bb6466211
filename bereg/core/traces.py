"""Removing what a database file still holds of erased text."""

from django.db import connections, transaction


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
