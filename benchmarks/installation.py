"""A throw-away installation with the demonstration year, and servers over it."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from socket import socket
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from benchmarks.browser import Browser
from bereg.accounts.demonstration import DEMONSTRATION_PASSWORD
from bereg.core.postgresql.checks import WORDS

HOST = "127.0.0.1"
REST_S = 300.0
# How many tasks are known, and how many are yet to be done.
TASKS = "SELECT count(*), sum(status IN ('READY', 'RUNNING')) FROM django_tasks_database_dbtaskresult"


class BenchError(Exception):
    """The throw-away installation could not be made or served."""


class Installation:
    """The installation. Everything in it is invented and goes when the measuring is over."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.database = database  # an address of PostgreSQL, or "" for SQLite
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BEREG_")}
        self._environment = kept | {
            "BEREG_DATA": str(folder),
            "BEREG_DATABASE": database,
            "BEREG_POSTGRES_ACCEPT": ",".join(WORDS),
            "DJANGO_SETTINGS_MODULE": "bereg.settings",
        }

    @property
    def file(self) -> Path:
        """SQLite's file."""
        return self.folder / "db.sqlite3"

    @property
    def keys_file(self) -> Path:
        """The file of the keys, which are apart from the records on PostgreSQL too."""
        return self.folder / "keys" / "keys.sqlite3"

    def run(self, *words: str) -> str:
        """Run a command over the installation; return what it printed. Raise BenchError if it fails."""
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, *words], env=self._environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BenchError(f"{' '.join(words)}: {done.stderr.strip()[-500:]}")
        return done.stdout

    @contextmanager
    def serving(self, program: str = "bereg", **more: str) -> Iterator["Site"]:
        """Serve the installation; `more` are further settings of the server."""
        with socket() as probe:
            probe.bind((HOST, 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", program, "serve", "--port", str(port)],
            env=self._environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            if not (server.stdout and server.stdout.readline()):
                raise BenchError(f"The server does not start: {server.communicate()[1].strip()[-500:]}")
            yield Site(port, server.pid)
        finally:
            server.terminate()
            server.communicate(timeout=60)

    def rest(self) -> None:
        """Serve until what is due at a first start is done, where one process does that and serves: on SQLite.

        The work of the night takes seconds, half of whatever was measured beside it. Raise BenchError if it never ends.
        """
        if self.database:
            return
        until, known, waiting = time.monotonic() + REST_S, 0, 0
        with self.serving(), closing(sqlite3.connect(f"{self.file.as_uri()}?mode=ro", uri=True)) as link:
            while not known or waiting:
                if time.monotonic() > until:
                    raise BenchError(f"After {REST_S:.0f} s tasks still wait: {waiting} of {known}.")
                time.sleep(0.1)
                known, waiting = link.execute(TASKS).fetchone()


class Site:
    """A served installation."""

    def __init__(self, port: int, pid: int) -> None:
        self.port, self._pid = port, pid

    def processor_s(self) -> float:
        """Return the processor's time of the server so far, its web processes included; 0 where nobody tells."""
        return sum(_processor_s(pid) for pid in (self._pid, *_children(self._pid)))

    def browser(self, username: str = "operator.moscow") -> Browser:
        """Return the browser of somebody who has signed in."""
        return Browser(HOST, self.port).sign_in(username, DEMONSTRATION_PASSWORD)


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _processor_s(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def installed() -> Iterator[Installation]:
    """Build the installation on the disk and the kind of database of this one; remove it at last."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=settings.DATA))
    try:
        if connection.vendor == "sqlite":
            yield _built(Installation(folder, ""))
        else:
            with _database() as address:
                yield _built(Installation(folder, address))
    finally:
        shutil.rmtree(folder)


def _built(made: Installation) -> Installation:
    made.run("-m", "bereg", "demo")
    made.rest()
    return made


@contextmanager
def _database() -> Iterator[str]:
    given, name = connection.settings_dict, f"bereg_bench_{token_hex(4)}"
    address = "postgresql://{}:{}@{}:{}/".format(
        *(quote(str(given[key]), safe="") for key in ("USER", "PASSWORD")), given["HOST"], given["PORT"] or 5432
    )
    with psycopg.connect(address + quote(given["NAME"]), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield address + name
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
