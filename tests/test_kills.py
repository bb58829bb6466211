"""A process that is killed while it stores loses nothing that it called stored, and leaves nothing half stored."""

import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings

from bereg.core.tests.torture import say, share

LONGEST_LIFE_S = 0.15
ON_POSTGRES = settings.DATABASES["default"]["ENGINE"] != "bereg.core.sqlite"


@dataclass
class Writer:
    """The program of `tests.killing`, and what it acknowledged so far."""

    process: "subprocess.Popen[bytes]"
    folder: Path
    acknowledged: set[UUID] = field(default_factory=set)
    waiting: bytes = b""

    def tell(self, command: str) -> int:
        """Give a command; return the id of the process that obeys it."""
        assert self.process.stdin
        self.process.stdin.write(f"{command}\n".encode())
        self.process.stdin.flush()
        word, more = self.hear()
        assert word == "child"
        return int(more)

    def hear(self, until: float | None = None) -> tuple[str, str]:
        """Return the next line; after `until` an empty one."""
        assert self.process.stdout
        while b"\n" not in self.waiting:
            patience = 60 if until is None else max(until - time.monotonic(), 0)
            if not select.select([self.process.stdout], [], [], patience)[0]:
                assert until is not None, "nothing was said for a minute"
                return "", ""
            self.waiting += os.read(self.process.stdout.fileno(), 65_536)
        line, _, self.waiting = self.waiting.partition(b"\n")
        word, _, more = line.decode().partition(" ")
        if word == "stored":
            self.acknowledged.add(UUID(more))
        return word, more

    def obey(self, command: str) -> list[tuple[str, str]]:
        """Give a command and return what is said until it is done."""
        self.tell(command)
        said = []
        while (line := self.hear())[0] != "over":
            said.append(line)
        assert line[1] == "0", said
        return said

    def check(self, more: set[UUID] = frozenset()) -> dict[str, Any]:  # type: ignore[assignment]
        """Return what is found, held against everything that was acknowledged."""
        known = " ".join(map(str, self.acknowledged | more))
        return json.loads(next(text for word, text in self.obey(f"check {known}") if word == "found"))  # type: ignore[no-any-return]

    def kill_after(self, life_s: float) -> None:
        """Let a writer write for a moment, kill it, and hear what it still said."""
        victim = self.tell("write")
        assert self.hear()[0] == "writing"
        over = time.monotonic() + life_s
        while time.monotonic() < over and self.hear(over)[0]:
            pass
        os.kill(victim, signal.SIGKILL)
        while (line := self.hear())[0] != "over":
            pass
        assert line[1] == str(-signal.SIGKILL)


@contextmanager
def _database(name: str) -> Iterator[str]:
    """Make a PostgreSQL database of this test's own; return its address."""
    there = settings.DATABASES["default"]
    words: dict[str, Any] = {
        "host": there["HOST"], "port": there["PORT"] or 5432, "user": there["USER"], "password": there["PASSWORD"],
    }  # fmt: skip
    with psycopg.connect(dbname="postgres", autocommit=True, **words) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        try:
            password = f":{words['password']}" if words["password"] else ""
            yield f"postgresql://{words['user']}{password}@{words['host']}:{words['port']}/{name}"
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def _writer(folder: Path, database: str) -> Iterator[Writer]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEREG_", "DJANGO_"))}
    environment = {**kept, "BEREG_DATA": str(folder), "BEREG_DATABASE": database}
    subprocess.run([sys.executable, "-m", "bereg", "migrate", "-v0"], env=environment, check=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.killing"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    writer = Writer(process, folder)
    try:
        writer.obey("prepare")
        yield writer
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    name = f"bereg_kills_{os.environ.get('BEREG_TEST_DB_SUFFIX', 'main')}"
    with _database(name) if ON_POSTGRES else nullcontext("") as address, _writer(tmp_path, address) as made:
        yield made


def killed(writer: Writer, times: int, check_each: int, progress: Callable[[int], object] = id) -> int:
    """Kill a writer so many times and look each time or now and then; return how many enquiries stand."""
    drawn, found = random.Random(2026), {}  # noqa: S311 - the same moments each time
    for number in range(1, times + 1):
        writer.kill_after(drawn.uniform(0, LONGEST_LIFE_S))
        if number % check_each == 0 or number == times:
            found = writer.check()
            assert (found["lost"], found["half"], found["damage"]) == ([], [], []), f"after {number} kills"
        progress(number)
    assert len(writer.acknowledged) > times / 2, "the writers hardly wrote, so the kills show nothing"
    return int(found["count"])


def test_some_kills_lose_nothing_and_leave_nothing_half(writer: Writer) -> None:
    stand = killed(writer, times=8, check_each=4)
    # At most the one that each kill cut off between its storing and its saying so.
    assert len(writer.acknowledged) <= stand <= len(writer.acknowledged) + 8


def test_what_is_lost_or_half_would_be_seen(writer: Writer) -> None:
    writer.kill_after(LONGEST_LIFE_S)
    never = uuid4()
    assert writer.check({never})["lost"] == [str(never)]
    if not ON_POSTGRES:
        with closing(sqlite3.connect(writer.folder / "db.sqlite3")) as database:
            (victim,) = database.execute("SELECT enquiry_id FROM enquiries_enquirycontact").fetchone()
            database.execute("DELETE FROM enquiries_enquirycontact WHERE enquiry_id = ?", [victim])
            database.commit()
        assert str(UUID(victim)) in writer.check()["half"]


@pytest.mark.torture
@pytest.mark.skipif(ON_POSTGRES, reason="kills on PostgreSQL are a test of their own")
def test_five_hundred_kills_on_sqlite(writer: Writer) -> None:
    times, begun = share(500), time.monotonic()
    stand = killed(writer, times, check_each=1)
    say(
        "S01 SQLite",
        f"{times} kills, {len(writer.acknowledged)} acknowledged, {stand} stand, 0 lost, 0 half saved, "
        f"integrity_check ok each time, {time.monotonic() - begun:.0f} s",
    )


@pytest.mark.torture
@pytest.mark.skipif(not ON_POSTGRES, reason="kills on SQLite are a test of their own")
def test_a_hundred_kills_on_postgresql(writer: Writer) -> None:
    times, begun = share(100), time.monotonic()
    stand = killed(writer, times, check_each=5)
    say(
        "S01 PostgreSQL",
        f"{times} kills, {len(writer.acknowledged)} acknowledged, {stand} stand, 0 lost, 0 half saved, "
        f"amcheck finds nothing, {time.monotonic() - begun:.0f} s",
    )
