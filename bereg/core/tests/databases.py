"""A real SQLite file for the tests of the write gate, and processes that write to it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from bereg.core.sqlite import base


def handler(path: Path, **options: Any) -> ConnectionHandler:
    """Return a handler that gives each thread its own connection to one file."""
    return ConnectionHandler(
        {"default": {"ENGINE": "bereg.core.sqlite", "NAME": str(path), "CONN_MAX_AGE": None, "OPTIONS": options}}
    )


def make_table(path: Path) -> None:
    """Create a table of numbers."""
    connection = handler(path)["default"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE numbers (writer TEXT, number INTEGER, filling TEXT)")
    connection.close()


def insert(connection: BaseDatabaseWrapper, writer: str, number: int, filling: str = "x" * 900) -> None:
    """Add one row in a statement of its own."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO numbers VALUES (%s, %s, %s)", [writer, number, filling])


def query(connection: BaseDatabaseWrapper, sql: str) -> list[Any]:
    """Return the rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def write_until(handlers: ConnectionHandler, until: float) -> int:
    """Commit small rows until the time is over; return how many were committed."""
    connection, done = handlers["default"], 0
    while time.monotonic() < until:
        insert(connection, "w", done, "x" * 100)
        done += 1
    connection.close()
    return done


def cut_until(handlers: ConnectionHandler, until: float) -> int:
    """Copy the log into the file again and again until the time is over."""
    connection, count = handlers["default"], 0
    while time.monotonic() < until:
        query(connection, f"PRAGMA wal_checkpoint({'PASSIVE' if count % 50 else 'TRUNCATE'})")
        count += 1
    connection.close()
    return 0


def hurry() -> None:
    """Let SQLite not wait for the disk: a race is met more often, and what it ruins is the same."""
    base.SETTINGS = tuple(("synchronous", "OFF", 0) if each[0] == "synchronous" else each for each in base.SETTINGS)


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite itself says "database or disk is full" where the file of the tests may not grow."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that earlier tests left free would take the text
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        yield
        cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def process(path: Path, code: str) -> Iterator["subprocess.Popen[str]"]:
    """Run code in a Python process of its own, with `connection`, `insert`, `atomic` at hand; kill it at last."""
    prelude = (
        "import django, sys, time; from django.conf import settings; settings.configure(USE_TZ=True); django.setup()\n"
        "from bereg.core.tests.databases import cut_until, handler, hurry, insert, query, write_until\n"
        "from pathlib import Path\n"
        "from functools import partial; from django.db import transaction\n"
        f"handlers = handler(Path({str(path)!r})); connection = handlers['default']\n"
        "class atomic:\n"
        "    def __enter__(self): connection.cursor().execute('BEGIN IMMEDIATE')\n"
        "    def __exit__(self, *problem): connection.connection.commit()\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", prelude + code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()
