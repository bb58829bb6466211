"""The race in SQLite up to 3.51.2, between a commit and a checkpoint that resets the log, run for long.

The quick sample is in `test_write_gate.py`; without the gate this loop ruins the file, which the last test shows.
"""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import pytest_django
from django.conf import settings
from django.db.utils import DatabaseError

from bereg.core.sqlite.gate import Gate
from bereg.core.tests.databases import cut_until, handler, make_table, process, query, write_until
from bereg.core.tests.torture import say, share

ON_POSTGRES = settings.DATABASES["default"]["ENGINE"] != "bereg.core.sqlite"
pytestmark = [pytest.mark.torture, pytest.mark.skipif(ON_POSTGRES, reason="a race of SQLite files")]
WRITERS, CUTTERS, FILES = 4, 2, 6
MENDED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))  # the releases that have no such race, each with its successors
IN_A_PROCESS = "print({work}(handlers, time.monotonic() + {seconds}), flush=True)"


@pytest.fixture(autouse=True)
def _own_file(django_db_blocker: pytest_django.DjangoDbBlocker) -> object:
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


@pytest.mark.skipif(not _has_the_race(), reason="this SQLite has no such race")
def test_without_the_gate_files_are_ruined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop above would see the race: otherwise it would show nothing."""
    monkeypatch.setattr(Gate, "enter", lambda *_: None)
    monkeypatch.setattr(Gate, "leave", lambda *_: None)
    seconds, ruined = share(90), 0
    for number in range(FILES):
        path = tmp_path / f"{number}.sqlite3"
        make_table(path)
        try:
            ruined += is_ruined(path, raced_by_threads(path, seconds))
        except DatabaseError:
            ruined += 1
        if ruined:
            break
    say("S03 without the gate", f"{ruined} of {number + 1} ruined, {seconds} s each, SQLite {sqlite3.sqlite_version}")
    assert ruined
