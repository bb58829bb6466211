"""The race in SQLite up to 3.51.2, between a commit and a checkpoint that resets the log, run for long.

The quick sample is in `test_write_gate.py`; without the gate this loop ruins the file, which the last test shows.
"""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import pytest_django
from django.conf import settings
from django.db.utils import DatabaseError

from bereg.core.sqlite import base
from bereg.core.tests.databases import cut_until, handler, hurry, make_table, process, query, write_until
from bereg.core.tests.torture import say, share

ON_POSTGRES = settings.DATABASES["default"]["ENGINE"] != "bereg.core.sqlite"
pytestmark = [pytest.mark.torture, pytest.mark.skipif(ON_POSTGRES, reason="a race of SQLite files")]
WRITERS, CUTTERS, FILES = 4, 2, 6
MENDED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))  # the releases that have no such race, each with its successors
IN_A_PROCESS = "hurry(); handlers['default'].close(); print({work}(handlers, time.monotonic() + {seconds}), flush=True)"


@pytest.fixture(autouse=True)
def _own_hurried_file(
    django_db_blocker: pytest_django.DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.setattr(base, "SETTINGS", base.SETTINGS)  # put back at the end
    hurry()
    with django_db_blocker.unblock():
        yield


def raced_by_threads(path: Path, seconds: float) -> int:
    handlers, until = handler(path), time.monotonic() + seconds
    with ThreadPoolExecutor(WRITERS + CUTTERS) as pool:
        running = [pool.submit(work, handlers, until) for work in [write_until] * WRITERS + [cut_until] * CUTTERS]
        return sum(each.result() for each in running)


def raced_by_processes(path: Path, seconds: float) -> int:
    with ExitStack() as stack:
        works = ["write_until"] * WRITERS + ["cut_until"] * CUTTERS
        codes = [IN_A_PROCESS.format(work=work, seconds=seconds) for work in works]
        running = [stack.enter_context(process(path, code)) for code in codes]
        return sum(int(each.communicate()[0]) for each in running)


def is_ruined(path: Path, committed: int) -> bool:
    """Tell whether anything that was committed is missing or the file is damaged."""
    connection = handler(path)["default"]
    try:
        whole = query(connection, "PRAGMA integrity_check") == [("ok",)]
        return not whole or query(connection, "SELECT count(*) FROM numbers") != [(committed,)]
    except DatabaseError:
        return True
    finally:
        connection.close()


@pytest.mark.parametrize("race", [raced_by_threads, raced_by_processes])
def test_the_gate_keeps_every_file_whole(tmp_path: Path, race: object) -> None:
    seconds, ruined, total = share(90), 0, 0
    for number in range(FILES):
        path = tmp_path / f"{number}.sqlite3"
        make_table(path)
        committed = race(path, seconds)  # type: ignore[operator]
        ruined += is_ruined(path, committed)
        total += committed
        path.unlink()
    name = race.__name__.replace("raced_by_", "")  # type: ignore[attr-defined]
    version = sqlite3.sqlite_version
    say(f"S03 {name}", f"{ruined} of {FILES} ruined, {total} rows, {seconds} s each, SQLite {version}")
    assert ruined == 0


def _has_the_race() -> bool:
    version = sqlite3.sqlite_version_info
    return not any(version >= mended and version[:2] == mended[:2] for mended in MENDED) and version < (3, 51, 3)


def _plain(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=5)
    for pragma in ("journal_mode = WAL", "synchronous = OFF", "wal_autocheckpoint = 0"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def _write_plainly(path: Path, until: float) -> int:
    with closing(_plain(path)) as connection:
        done = 0
        while time.monotonic() < until:
            connection.execute("INSERT INTO numbers VALUES ('w', ?, ?)", [done, "x" * 100])
            done += 1
        return done


def _cut_plainly(path: Path, until: float) -> int:
    with closing(_plain(path)) as connection:
        while time.monotonic() < until:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        return 0


def _raced_without_the_gate(path: Path, seconds: float) -> bool:
    """Run the same race on plain SQLite; tell whether the file is ruined."""
    until = time.monotonic() + seconds
    try:
        with ThreadPoolExecutor(WRITERS + CUTTERS) as pool:
            works = [_write_plainly] * WRITERS + [_cut_plainly] * CUTTERS
            committed = sum(each.result() for each in [pool.submit(work, path, until) for work in works])
        return is_ruined(path, committed)
    except sqlite3.DatabaseError:
        return True


@pytest.mark.skipif(not _has_the_race(), reason="this SQLite has no such race")
def test_without_the_gate_a_file_is_ruined(tmp_path: Path) -> None:
    """The race is real here: otherwise its absence above would show nothing."""
    for number in range(1, FILES + 1):
        path = tmp_path / f"{number}.sqlite3"
        make_table(path)
        if ruined := _raced_without_the_gate(path, share(90, least=60)):
            break
    say("S03 without the gate", f"file {number} of {FILES} ruined: {ruined}, SQLite {sqlite3.sqlite_version}")
    assert ruined
