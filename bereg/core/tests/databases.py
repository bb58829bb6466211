"""A real SQLite file for the tests of the write gate, and processes that write to it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler


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
        "from pathlib import Path; from bereg.core.tests.databases import handler, insert, query\n"
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
