"""A writer in a process of its own, over a data folder or a PostgreSQL database of its own: see `tests.killing`."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from tests.demonstration import TABLES, address, create, drop, pattern, tables_on_sqlite

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
            said = os.read(self.process.stdout.fileno(), 65_536)
            assert said, f"the writer ended: {self.process.wait(60)}"
            self.waiting += said
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

    def check(self, more: set[UUID] = frozenset(), *, by: str = "check") -> dict[str, Any]:  # type: ignore[assignment]
        """Return what is found, held against everything that was acknowledged."""
        known = " ".join(map(str, self.acknowledged | more))
        return json.loads(next(text for word, text in self.obey(f"{by} {known}") if word == "found"))  # type: ignore[no-any-return]

    def kill_after(self, life_s: float, *, first: str = "stored", doing: str = "write") -> None:
        """Let a writer work for a moment after it `first` said a word, kill it, and hear what it still said."""
        victim = self.tell(doing)
        while self.hear()[0] != first:
            pass
        over = time.monotonic() + life_s
        while time.monotonic() < over and self.hear(over)[0]:
            pass
        os.kill(victim, signal.SIGKILL)
        while (line := self.hear())[0] != "over":
            pass
        assert line[1] == str(-signal.SIGKILL)


@contextmanager
def database(name: str) -> Iterator[str]:
    """Make a PostgreSQL database of this test's own, with the tables of the program; return its address."""
    drop(name)
    create(name, pattern(TABLES, on_server=True).name)
    try:
        yield address(name)
    finally:
        drop(name)


@contextmanager
def writing(
    folder: Path, database: str = "", under: tuple[str, ...] = (), *, is_bare: bool = False
) -> Iterator[Writer]:
    """Prepare a data folder and start a writer over it.

    under: the words of a program that it runs under. is_bare: the database has no tables yet.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEREG_", "DJANGO_"))}
    environment = {**kept, "BEREG_DATA": str(folder), "BEREG_DATABASE": database, "BEREG_LANGUAGE": "en"}
    if is_bare:
        subprocess.run([sys.executable, "-m", "bereg", "migrate", "-v0"], env=environment, check=True)
    elif database:  # whose keys are in the folder, as on SQLite
        shutil.copytree(pattern(TABLES, on_server=False) / "keys", folder / "keys")
    else:
        tables_on_sqlite(folder)
    process = subprocess.Popen(
        [*under, sys.executable, "-m", "tests.killing"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    writer = Writer(process, folder)
    try:
        writer.obey("prepare")
        yield writer
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with the child that may still write
        process.communicate()
