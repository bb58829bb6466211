"""Writers take turns, over threads and processes, and nobody keeps the turn for ever."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import pytest_django
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from bereg.core.sqlite.base import log_size
from bereg.core.sqlite.gate import LONGEST_PAUSE_S, gates
from bereg.core.tests.databases import handler, insert, make_table, process, query


@pytest.fixture(autouse=True)
def _own_file(django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """These tests use files of their own, not the test database."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "db.sqlite3"
    make_table(file)
    return file


@pytest.fixture
def handlers(path: Path) -> ConnectionHandler:
    return handler(path)


def write_many(handlers: ConnectionHandler, writer: str, count: int) -> None:
    connection = handlers["default"]
    for number in range(count):
        insert(connection, writer, number)
    connection.close()


def is_free(path: Path) -> bool:
    """Tell whether another connection could write at once."""
    gate = gates.of(str(path))
    try:
        gate.enter(0)
    except sqlite3.OperationalError:
        return False
    gate.leave()
    return True


def test_writers_in_threads_and_processes_lose_nothing(path: Path, handlers: ConnectionHandler) -> None:
    code = "for number in range(60): insert(connection, sys.argv[0] + str(time.monotonic_ns()), number)\nprint('done')"
    with process(path, code) as one, process(path, code) as two, ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda each: write_many(handlers, each, 60), ["a", "b", "c"]))
        assert [each.communicate()[0] for each in (one, two)] == ["done\n", "done\n"]
    connection = handlers["default"]
    assert query(connection, "SELECT count(*) FROM numbers") == [(300,)]
    assert query(connection, "PRAGMA integrity_check") == [("ok",)]


def test_checkpoints_beside_writers_ruin_nothing(path: Path, handlers: ConnectionHandler) -> None:
    """A small sample of the race in SQLite up to 3.51.2; the long run is the torture test."""
    over = threading.Event()

    def checkpoint() -> int:
        connection, count = handlers["default"], 0
        while not over.is_set():
            query(connection, "PRAGMA wal_checkpoint(RESTART)")
            count += 1
        connection.close()
        return count

    with ThreadPoolExecutor(5) as pool:
        cutters = [pool.submit(checkpoint) for _ in range(2)]
        writers = [pool.submit(write_many, handlers, name, 80) for name in "abc"]
        for writer in writers:
            writer.result()
        over.set()
        assert all(cutter.result() for cutter in cutters)
    connection = handlers["default"]
    assert query(connection, "SELECT count(*) FROM numbers") == [(240,)]
    assert query(connection, "PRAGMA integrity_check") == [("ok",)]


def test_a_killed_writer_leaves_the_gate_open(path: Path, handlers: ConnectionHandler) -> None:
    code = "atomic().__enter__(); insert(connection, 'killed', 1); print('inside', flush=True); sys.stdin.read()"
    with process(path, code) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "inside\n"
        assert not is_free(path)
        writer.kill()
        writer.wait()
        insert(handlers["default"], "next", 1)
    assert query(handlers["default"], "SELECT writer FROM numbers") == [("next",)]


def test_waiting_for_another_process_ends(path: Path) -> None:
    connection = handler(path, gate_timeout=0.05)["default"]
    code = "atomic().__enter__(); print('inside', flush=True); sys.stdin.read()"
    with process(path, code) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "inside\n"
        with pytest.raises(OperationalError, match="database is locked"):
            insert(connection, "late", 1)
        assert query(connection, "SELECT count(*) FROM numbers") == [(0,)]  # readers do not wait


def test_who_waits_for_another_process_looks_again_within_a_millisecond_and_then_less_often(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("bereg.core.sqlite.gate.time.sleep", pauses.append)
    connection = handler(path, gate_timeout=0.05)["default"]
    with process(path, "atomic().__enter__(); print('inside', flush=True); sys.stdin.read()") as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "inside\n"
        with pytest.raises(OperationalError):
            insert(connection, "late", 1)
    assert pauses[0] < 0.001
    assert max(pauses) == LONGEST_PAUSE_S


def test_waiting_for_another_thread_ends(path: Path) -> None:
    gates.of(str(path)).enter(1)
    try:
        with pytest.raises(OperationalError, match="database is locked"):
            insert(handler(path, gate_timeout=0.05)["default"], "late", 1)
    finally:
        gates.of(str(path)).leave()


@pytest.mark.parametrize("ending", ["commit", "rollback", "close", "error", "sql"])
def test_the_turn_ends_with_the_transaction(path: Path, handlers: ConnectionHandler, ending: str) -> None:
    connection = handlers["default"]
    connection.set_autocommit(False)
    insert(connection, "a", 1)
    assert not is_free(path)
    if ending == "error":
        with pytest.raises(OperationalError, match="no such table"):
            query(connection, "INSERT INTO nowhere VALUES (1)")
        assert not is_free(path)  # the transaction stands, so the turn does
        connection.rollback()
    elif ending == "sql":
        query(connection, "COMMIT")
    else:
        getattr(connection, ending)()
    assert is_free(path)


def test_savepoints_stay_in_the_turn(path: Path, handlers: ConnectionHandler) -> None:
    connection = handlers["default"]
    for statement in ("BEGIN IMMEDIATE", "SAVEPOINT one"):
        query(connection, statement)
    insert(connection, "undone", 1)
    for statement in ("ROLLBACK TO one", "RELEASE one"):
        query(connection, statement)
    insert(connection, "kept", 2)
    assert not is_free(path)
    query(connection, "COMMIT")
    assert is_free(path)
    assert query(connection, "SELECT writer FROM numbers") == [("kept",)]


def test_a_row_handed_back_is_committed_and_the_turn_is_over(path: Path, handlers: ConnectionHandler) -> None:
    with handlers["default"].cursor() as cursor:
        cursor.execute("INSERT INTO numbers VALUES ('a', 1, ''), ('b', 2, '') RETURNING writer")
        assert is_free(path)
        assert cursor.fetchone() == ("a",)
        assert cursor.fetchmany(5) == [("b",)]
        assert cursor.fetchone() is None
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT count(*) FROM numbers").fetchone() == (2,)


def test_a_thread_that_dies_inside_a_transaction_keeps_nothing(
    path: Path, handlers: ConnectionHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin() -> None:
        handlers["default"].cursor().execute("BEGIN IMMEDIATE")

    thread = threading.Thread(target=begin)
    thread.start()
    thread.join()
    monkeypatch.setattr("bereg.core.sqlite.gate.PATIENCE_S", 0.01)
    insert(handlers["default"], "next", 1)
    assert query(handlers["default"], "SELECT writer FROM numbers") == [("next",)]


def test_a_forked_child_neither_holds_nor_frees_the_gate(path: Path, handlers: ConnectionHandler) -> None:
    connection = handlers["default"]
    connection.set_autocommit(False)
    insert(connection, "parent", 1)
    child = os.fork()
    if child == 0:  # no assert here: the child must not run the rest of the tests
        connection.close()
        free = is_free(path)
        os._exit(1 if free else 0)
    assert os.waitpid(child, 0)[1] == 0
    assert not is_free(path)
    connection.commit()
    child = os.fork()
    if child == 0:
        try:
            insert(handler(path)["default"], "child", 1)
            insert(connection, "child", 2)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert query(connection, "SELECT writer FROM numbers ORDER BY 1") == [("child",), ("child",), ("parent",)]


def test_a_deleted_lock_file_keeps_keeping_others_out(path: Path, handlers: ConnectionHandler) -> None:
    insert(handlers["default"], "a", 1)
    path.with_suffix(".lock").unlink()
    code = "atomic().__enter__(); print('inside', flush=True); sys.stdin.read()"
    with process(path, code) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "inside\n"
        assert not is_free(path)


def test_a_large_log_is_cut_by_the_writer_itself(
    path: Path, handlers: ConnectionHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not while somebody reads an older state, for whom it does not wait either."""
    monkeypatch.setattr("bereg.core.sqlite.base.LARGEST_LOG_B", 10_000)
    connection = handlers["default"]
    connection.set_autocommit(False)

    def write(times: int) -> list[int]:
        sizes = []
        for number in range(times):
            insert(connection, "a", number)
            connection.commit()
            sizes.append(log_size(path))
        return sizes

    sizes = write(50)
    assert max(sizes) <= 10_000
    assert sizes.count(0) > 5
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM numbers").fetchone()
        sizes = write(20)
        assert sizes == sorted(sizes)
        assert sizes[-1] > 10_000
    assert write(1) == [0]
    assert query(connection, "PRAGMA busy_timeout") == [(5000,)]


def test_a_reader_beside_us_never_deletes_the_log_that_we_write(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    databases = ConnectionHandler({"default": {"ENGINE": "bereg.core.sqlite", "NAME": str(file)}})
    first, second = (databases.create_connection("default") for _ in range(2))
    for each in (first, second):
        with each.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS kept (id)")
    reader = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM kept'); c.close()"
    subprocess.run([sys.executable, "-c", reader, str(file)], check=True)
    assert Path(f"{file}-wal").exists()
    first.close()
    second.close()
