"""The server starts safely, says clearly why not, and leaves cleanly."""

import fcntl
import re
import signal
import socket
import sqlite3
import ssl
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from uuid import uuid4

import pytest

from bereg.console.server import ListeningAddress
from bereg.console.tests.serving import bereg, certified, free_port, running
from tests.demonstration import tables_on_sqlite

pytestmark = pytest.mark.once("it starts an installation of its own on SQLite")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    tables_on_sqlite(folder)
    return folder


# Only where something is broken does anybody wait so long; a busy machine takes its time.
PATIENCE_S = 60


def get(port: int, path: str = "/") -> int:
    # The first request may arrive before the process that answers; the listening socket keeps it.
    with closing(HTTPConnection("localhost", port, timeout=PATIENCE_S)) as client:
        client.request("GET", path)
        return client.getresponse().status


def serve(port: int) -> tuple[str, str, str]:
    return ("serve", "--port", str(port))


@contextmanager
def hanging_up(does: signal.Handlers) -> Iterator[None]:
    """Let a server that is started here begin so, whatever who runs the tests does when a terminal is closed."""
    before = signal.signal(signal.SIGHUP, does)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_answers_and_leaves_cleanly(data: Path, number: signal.Signals) -> None:
    port = free_port()
    with hanging_up(signal.SIG_DFL), running(*serve(port), data=data) as server:
        assert server.stdout
        begin = server.stdout.readline()  # nobody works here yet
        assert re.search(rf"http://localhost:{port}/welcome/\?word=((\w{{4}}-){{3}}\w{{4}}) or .*: \1$", begin)
        assert get(port) == 302
        server.send_signal(number)
        assert server.wait(PATIENCE_S) == 0
        assert server.stderr
        assert server.stderr.read() == ""
    with socket.socket() as again:
        again.bind(("127.0.0.1", port))


def test_under_nohup_it_stays_when_the_terminal_is_closed(data: Path) -> None:
    port = free_port()
    with hanging_up(signal.SIG_IGN), running(*serve(port), data=data) as server:
        for _ in range(3):
            server.send_signal(signal.SIGHUP)
            assert get(port) == 302
        server.terminate()
        assert server.wait(PATIENCE_S) == 0


def test_a_body_that_is_held_does_not_hold_up_the_end(data: Path) -> None:
    port = free_port()
    with running(*serve(port), data=data) as server, socket.create_connection(("127.0.0.1", port), 20) as client:
        client.sendall(b"POST /en/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\na")
        assert get(port) == 302  # so that one is taken in
        server.terminate()
        assert client.recv(100).split()[1] == b"503"
        assert server.wait(PATIENCE_S) == 0


def test_a_second_server_on_the_same_data_is_refused(data: Path) -> None:
    with running(*serve(free_port()), data=data):
        second = bereg(*serve(free_port()), data=data)
    assert second.returncode == 2
    assert second.stderr == ("bereg serve: Another server runs on this data folder; SQLite is served by one process.\n")


def test_a_port_that_is_taken_is_one_line(data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = bereg(*serve(port), data=data)
    assert refused.returncode == 2
    assert refused.stderr == (
        f"bereg serve: Cannot listen on 127.0.0.1, port {port}: Address already in use. "
        "Choose another one with --port.\n"
    )


@pytest.mark.parametrize(
    ("words", "more", "part"),
    [
        (("--host", "0.0.0.0"), {}, "BEREG_TLS_CERT and BEREG_TLS_KEY"),  # noqa: S104
        (("--port", "70000"), {}, "--port"),
        (("--port", "many"), {}, "--port"),
        ((), {"BEREG_TLS_CERT": "/nowhere/cert.pem"}, "needs both"),
        ((), {"BEREG_TLS_CERT": "/nowhere/cert.pem", "BEREG_TLS_KEY": "/nowhere/key.pem"}, "cannot be read"),
        ((), {"BEREG_WORKERS": "2"}, "needs PostgreSQL"),
        ((), {"BEREG_DATABASE": "postgresql://nobody@127.0.0.1:1/none"}, "cannot be used"),
    ],
)
def test_what_is_not_safe_or_not_possible_is_one_line(
    data: Path, words: tuple[str, ...], more: dict[str, str], part: str
) -> None:
    words = words if "--port" in words else (*words, "--port", str(free_port()))
    refused = bereg("serve", *words, data=data, **more)
    assert refused.returncode == 2
    assert part in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_database_that_is_not_migrated_is_refused(tmp_path: Path) -> None:
    refused = bereg(*serve(free_port()), data=tmp_path)
    assert (refused.returncode, refused.stderr) == (
        2,
        "bereg serve: The database is not up to date: run python -m bereg migrate first.\n",
    )


def test_a_worker_of_its_own_is_refused_on_sqlite(data: Path) -> None:
    refused = bereg("worker", data=data)
    assert refused.returncode == 2
    assert "needs PostgreSQL" in refused.stderr


def test_a_task_interrupted_by_a_kill_is_done_after_the_start(data: Path) -> None:
    port = free_port()
    with closing(sqlite3.connect(data / "db.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_tasks_database_dbtaskresult (id, status, enqueued_at, args_kwargs, priority, "
            "task_path, worker_ids, queue_name, backend_name, run_after, exception_class_path, traceback) VALUES "
            "('0123456789abcdef0123456789abcdef', 'RUNNING', '2007-05-01 00:00:00', '{\"args\": [], \"kwargs\": "
            "{\"night\": \"2007-05-01\"}}', 0, 'bereg.console.tasks.cut_the_log', '[\"dead\"]', 'default', "
            "'default', '2007-05-01 00:00:00', '', '')"
        )
    with running(*serve(port), data=data):
        deadline = time.monotonic() + 60
        assert get(port) == 302  # it serves meanwhile; asked without a pause, it would leave the worker no turn
        while not done(data):
            assert time.monotonic() < deadline, "the task was not taken up again"


def done(data: Path) -> bool:
    with closing(sqlite3.connect(data / "db.sqlite3")) as database:
        row: tuple[str] = database.execute(
            "SELECT status FROM django_tasks_database_dbtaskresult WHERE worker_ids LIKE '%dead%'"
        ).fetchone()
    return row == ("SUCCESSFUL",)


def test_nothing_outlives_a_killed_server(data: Path) -> None:
    with running(*serve(free_port()), data=data) as server:
        server.kill()
        with (data / "serve.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # comes when the last process of the server has ended


def test_https_is_spoken_with_a_certificate(data: Path, tmp_path: Path) -> None:
    port, tls = free_port(), certified(tmp_path)
    with running(*serve(port), data=data, **tls):
        context = ssl.create_default_context(cafile=tls["BEREG_TLS_CERT"])
        with closing(HTTPSConnection("localhost", port, timeout=PATIENCE_S, context=context)) as client:
            client.request("GET", "/")
            answer = client.getresponse()
            assert answer.status == 302
            assert answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("host", "expected"),
    [(host, True) for host in ("127.0.0.1", "::1", "localhost", "127.9.9.9")]
    + [(host, False) for host in ("0.0.0.0", "::", "bereg.example.org", "10.0.0.1")],  # noqa: S104
)
def test_only_this_machine_reaches_a_loopback_address(host: str, expected: bool) -> None:
    assert ListeningAddress(host, 8000).is_loopback is expected


def test_visits_that_wait_in_memory_are_written_when_it_is_stopped(tmp_path: Path) -> None:
    tables_on_sqlite(tmp_path)
    database = tmp_path / "db.sqlite3"
    campaign, material = (uuid4().hex for _ in range(2))
    with closing(sqlite3.connect(database)) as tables, tables:
        _put(tables, "campaigns_campaign", id=campaign, name="A", first_day="2008-01-01")
        _put(tables, "campaigns_material", id=material, campaign_id=campaign, code="A2CM", kind="leaflet", name="B")
    port = free_port()
    with running(*serve(port), data=tmp_path) as server:
        assert {get(port, "/m/A2CM/") for _ in range(5)} == {302}
        server.terminate()
        assert server.wait(PATIENCE_S) == 0
    with closing(sqlite3.connect(database)) as tables:
        assert tables.execute("SELECT SUM(count) FROM campaigns_visit").fetchone() == (5,)


def _put(tables: sqlite3.Connection, table: str, **known: str) -> None:
    """Insert a row; what it does not say is empty."""
    columns = tables.execute(f"PRAGMA table_info({table})").fetchall()
    needed = {
        name: "1" if kind == "integer unsigned" else "" for _at, name, kind, is_needed, *_more in columns if is_needed
    }
    row = {**needed, **known}
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    tables.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608 - of this test
