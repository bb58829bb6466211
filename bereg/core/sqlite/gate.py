"""The write gate: at most one writer or checkpoint at a time on one database file, over threads and processes.

SQLite up to 3.51.2 can lose pages when a commit meets a checkpoint that resets the write-ahead log, even between two
threads of one process. The gate keeps them apart: a thread lock, and flock on a file beside the database, which the
system releases when a process dies.
"""

import errno
import fcntl
import gc
import os
import sqlite3
import threading
import time
from pathlib import Path

PATIENCE_S = 1.0
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.0002, 0.005  # a key is stored in less than a millisecond


class WriteGate:
    """The lock of one database file. A thread enters for one connection; any thread may leave for it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.Lock()
        self._file = -1

    def enter(self, timeout_s: float) -> None:
        """Wait for the turn. Raise sqlite3.OperationalError after `timeout_s` seconds."""
        deadline = time.monotonic() + timeout_s
        if not self._thread.acquire(timeout=min(timeout_s, PATIENCE_S)):
            gc.collect()  # a thread that died inside a transaction leaves its connection to the collector
            if not self._thread.acquire(timeout=max(deadline - time.monotonic(), 0)):
                raise sqlite3.OperationalError("database is locked")
        try:
            pause = SHORTEST_PAUSE_S
            while not self._lock_file():
                self._pause(deadline, pause)
                pause = min(pause * 2, LONGEST_PAUSE_S)
        except BaseException:
            self._thread.release()
            raise

    def leave(self) -> None:
        """Let the next one in."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        finally:
            self._thread.release()

    def forget(self) -> None:
        """Start afresh in a forked child: the lock that it inherited is the parent's."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1
        self._thread = threading.Lock()

    def _lock_file(self) -> bool:
        """Take the file's lock if it is free. False also where the file was replaced meanwhile: try again."""
        if self._file < 0:
            self._file = self._open()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if self._is_current():
            return True
        # Somebody deleted the lock file: a lock on the old one would keep nobody out.
        os.close(self._file)
        self._file = -1
        return False

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as problem:
            raise sqlite3.OperationalError(_as_sqlite_says(problem)) from problem

    def _is_current(self) -> bool:
        try:
            named = self._path.stat()
        except FileNotFoundError:
            return False
        mine = os.fstat(self._file)
        return (mine.st_ino, mine.st_dev) == (named.st_ino, named.st_dev)

    def _pause(self, deadline: float, pause: float) -> None:
        # flock has no time limit of its own, and a signal would reach the wrong thread.
        left = deadline - time.monotonic()
        if left <= 0:
            raise sqlite3.OperationalError("database is locked")
        time.sleep(min(left, pause))


def _as_sqlite_says(problem: OSError) -> str:
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "database or disk is full"
    if problem.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return "attempt to write a readonly database"
    return "unable to open database file"


class Gates:
    """The gates of this process, one for each database file."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._gates: dict[Path, WriteGate] = {}
        os.register_at_fork(after_in_child=self._after_fork)

    def of(self, database: str) -> WriteGate:
        path = Path(database).resolve().with_suffix(".lock")
        with self._lock:
            return self._gates.setdefault(path, WriteGate(path))

    def _after_fork(self) -> None:
        self._lock = threading.Lock()
        for gate in self._gates.values():
            gate.forget()


gates = Gates()  # one a process, by nature: two would not keep each other out
