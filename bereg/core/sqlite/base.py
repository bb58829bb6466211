"""SQLite as Django uses it, with safe settings that are read back and with the write gate."""

import os
import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base as django_sqlite

from bereg.core.sqlite.gate import WriteGate, gates
from bereg.core.sqlite.statements import writes

GATE_TIMEOUT_S = 10.0
BUSY_TIMEOUT_MS = 5000
LARGEST_LOG_B = 64_000_000  # the timer cuts the log long before, where a server runs
# Name, the value to set, the value that must come back.
SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("busy_timeout", str(BUSY_TIMEOUT_MS), BUSY_TIMEOUT_MS),
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("wal_autocheckpoint", "0", 0),  # a checkpoint happens under the gate only
    ("mmap_size", "0", 0),
)


class WriteLock:
    """The gate of a database as one connection holds it; taking it twice is taking it once."""

    def __init__(self, gate: WriteGate | None, timeout_s: float) -> None:
        self._gate = gate  # None: a database in memory, which nobody shares
        self._timeout_s = timeout_s
        self._process = os.getpid()
        self.held = False

    def acquire(self) -> None:
        """Wait for the gate if this connection has it not yet. Raise sqlite3.OperationalError after the time limit."""
        if self._gate and not self.held:
            self._gate.enter(self._timeout_s)
            self.held = True

    def release(self) -> None:
        """Let the next one write."""
        if self._gate and self.held:
            self.held = False
            if self._process == os.getpid():  # a forked child inherits the words, not the lock
                self._gate.leave()


class Cursor(django_sqlite.SQLiteCursorWrapper):
    """A cursor that takes its connection's write lock before each statement that writes."""

    write_lock: WriteLock
    broken: Callable[[], None]
    _rows: Iterator[Any] | None = None

    def execute(self, query: str, params: Any = None) -> "Cursor":
        self._rows = None
        if not writes(query):
            try:
                super().execute(query, params)
            finally:
                if self.write_lock.held and not self.connection.in_transaction:  # COMMIT, or SQLite gave up by itself
                    self.write_lock.release()
            return self
        with self._locked():
            super().execute(query, params)
            if self.description and not self.connection.in_transaction:
                # INSERT ... RETURNING outside a transaction commits when its last row is read: do that under the lock.
                self._rows = iter(super().fetchall())
        return self

    def executemany(self, query: str, param_list: Iterable[Any]) -> "Cursor":
        """Run one statement for many rows."""
        self._rows = None
        with self._locked():
            return super().executemany(query, param_list)  # type: ignore[return-value]

    def executescript(self, script: str) -> "Cursor":
        """Run a script of statements under one lock."""
        self._rows = None
        with self._locked():
            return super().executescript(script)  # type: ignore[return-value]

    def fetchone(self) -> Any:
        return super().fetchone() if self._rows is None else next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        size = self.arraysize if size is None else size
        if self._rows is None:
            return super().fetchmany(size)
        return [row for row, _ in zip(self._rows, range(size), strict=False)]

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return super().fetchall() if self._rows is None else list(self._rows)

    def __next__(self) -> Any:
        return super().__next__() if self._rows is None else next(self._rows)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        inside = self.connection.in_transaction
        self.write_lock.acquire()
        try:
            yield
        finally:
            if not self.connection.in_transaction:
                self.write_lock.release()
                if inside:  # a full disk or an I/O error makes SQLite roll back by itself
                    self.broken()


class DatabaseWrapper(django_sqlite.DatabaseWrapper):
    """One connection to one SQLite file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._process = os.getpid()
        self._write_lock = WriteLock(None, 0)
        self._last_will = weakref.finalize(self, self._write_lock.release)

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        self._gate_timeout_s = float(params.pop("gate_timeout", GATE_TIMEOUT_S))
        # A transaction that starts by reading cannot fail later because another one wrote meanwhile.
        self.transaction_mode = "IMMEDIATE"
        params.setdefault("timeout", BUSY_TIMEOUT_MS / 1000)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Connect and read every setting back. Raise ImproperlyConfigured where one does not hold."""
        in_memory = self.is_in_memory_db()
        self._process = os.getpid()
        lock = self._write_lock = WriteLock(
            None if in_memory else gates.of(str(conn_params["database"])), self._gate_timeout_s
        )
        # A thread that dies inside a transaction takes its connection with it and must not keep the gate.
        self._last_will.detach()
        self._last_will = weakref.finalize(self, lock.release)
        if not in_memory:
            # For the owner alone; the log and its index take the mode of the file.
            # Only where there is none: closing a file drops every lock that this process has on it, those of the other
            # connections too, and then whoever closes last elsewhere deletes the log under a running server.
            with suppress(FileExistsError):
                os.close(os.open(conn_params["database"], os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        if not in_memory:
            self._use_log(connection, lock)
        for name, wanted, expected in SETTINGS:
            connection.execute(f"PRAGMA {name} = {wanted}")
            self._hold_to(name, _pragma(connection, name), expected, connection)
        return connection

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let a transaction begin without the gate: it sees one state and writes nothing, and others may write."""
        self.ensure_connection()
        self.transaction_mode = "DEFERRED"
        try:
            yield
        finally:
            self.transaction_mode = "IMMEDIATE"

    def create_cursor(self, name: str | None = None) -> Cursor:
        """Return a cursor that knows its connection's write lock."""
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.write_lock = self._write_lock
        cursor.broken = self._mark_broken
        return cursor

    def ensure_connection(self) -> None:
        """Connect if needed, and afresh in a forked child."""
        self._abandon_after_fork()
        super().ensure_connection()

    def close(self) -> None:
        self._abandon_after_fork()
        super().close()

    def _abandon_after_fork(self) -> None:
        # SQLite forbids carrying a connection over a fork: not even closing it is allowed.
        if self.connection is not None and self._process != os.getpid():
            _abandoned.append(self.connection)
            self.connection = None
            self.closed_in_transaction = self.in_atomic_block

    def _use_log(self, connection: sqlite3.Connection, lock: WriteLock) -> None:
        if _pragma(connection, "journal_mode") != "wal":
            lock.acquire()
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                lock.release()
        self._hold_to("journal_mode", _pragma(connection, "journal_mode"), "wal", connection)

    def _hold_to(self, name: str, found: object, expected: object, connection: sqlite3.Connection) -> None:
        if found != expected:
            connection.close()
            raise ImproperlyConfigured(
                f"SQLite keeps {name} at {found!r} for {self.settings_dict['NAME']}, where {expected!r} is needed: "
                "put the data folder on a local disk."
            )

    def _mark_broken(self) -> None:
        if self.in_atomic_block:
            self.needs_rollback = True

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if not autocommit:
            self.connection.isolation_level = "IMMEDIATE"

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
            if self._write_lock.held and log_size(self.settings_dict["NAME"]) > LARGEST_LOG_B:
                self._cut_log()
        finally:
            self._leave_if_over()

    def _cut_log(self) -> None:
        """Copy the log into the file and cut it, unless somebody reads an older state: waiting would keep others out.

        Only copied, the log would stay as large, and each commit after this one would copy it again.
        """
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_if_over()

    def _leave_if_over(self) -> None:
        if self.connection is None or not self.connection.in_transaction:
            self._write_lock.release()

    def _close(self) -> None:
        # The last connection to a file empties the log when it closes: a checkpoint like any other. Where the gate
        # does not come, somebody writes, so others are connected and closing touches nothing.
        with suppress(sqlite3.OperationalError):
            self._write_lock.acquire()
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._write_lock.release()


_abandoned: list[sqlite3.Connection] = []


def _pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def log_size(database: str | Path) -> int:
    """Return the size in bytes of a database's write-ahead log."""
    try:
        return os.stat(f"{database}-wal").st_size  # noqa: PTH116 - asked at each commit, where making a Path tells
    except FileNotFoundError:
        return 0
