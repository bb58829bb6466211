"""A full disk or a locked database says "not saved" on every page, and never "saved"."""

import errno
import os
import sqlite3
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from bereg.core.logs import QuietFormatter
from bereg.core.sqlite.base import WriteLock
from bereg.core.sqlite.gate import gates
from bereg.core.storage_errors import NotStoredError, is_failure
from bereg.core.tests import databases

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]
Session: Any = apps.get_model("accounts", "Session")  # a table with a long text
sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a fault of SQLite files")


@transaction.atomic
def store(size: int) -> None:
    Session.objects.create(data="x" * size, expires_at=timezone.now())


def save(request: HttpRequest) -> HttpResponse:
    store(int(request.POST["size"]))
    return HttpResponse("saved")


def remember(request: HttpRequest) -> HttpResponse:
    request.session["text"] = os.urandom(int(request.POST["size"])).hex()  # stored by the middleware, after the view
    return HttpResponse("saved")


def mistake(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO nowhere VALUES (1)")
    return HttpResponse("saved")


both_hold_one = threading.Barrier(2)


@transaction.atomic
def in_each_others_way(request: HttpRequest) -> HttpResponse:
    """Take one row, and the other one when somebody has taken that; when done again, wait for nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL deadlock_timeout = '10ms'")
    first, second = request.POST.getlist("row")
    Session.objects.filter(pk=first).update(data="taken")
    if not hasattr(request, "has_waited"):
        request.has_waited = True  # type: ignore[attr-defined]
        both_hold_one.wait()
    Session.objects.filter(pk=second).update(data="taken")
    return HttpResponse("saved")


for view in (save, remember, mistake, in_each_others_way):
    view.access = "public"  # type: ignore[attr-defined]
urlpatterns = [
    path("save/", save),
    path("remember/", remember),
    path("mistake/", mistake),
    path("cross/", in_each_others_way),
]
handler500 = "bereg.core.storage_errors.server_error"


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def full_disk() -> Iterator[None]:
    with databases.full_disk():
        yield


@pytest.fixture
def locked() -> Iterator[None]:
    gate = gates.of(connection.settings_dict["NAME"])
    connection.ensure_connection()
    lock: WriteLock = connection._write_lock  # type: ignore[attr-defined]
    before, lock._timeout_s = lock._timeout_s, 0.01
    gate.enter(1)
    yield
    gate.leave()
    lock._timeout_s = before


@sqlite_only
@pytest.mark.parametrize("fault", ["full_disk", "locked"])
@pytest.mark.parametrize("address", ["/save/", "/remember/"])
def test_nothing_is_called_saved(
    browser: Client, request: pytest.FixtureRequest, fault: str, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    request.getfixturevalue(fault)
    answer = browser.post(address, {"size": 500_000, "text": "a <long> story", "password": "secret"})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Not saved" in page
    assert 'name="text" value="a &lt;long&gt; story"' in page  # ready to be sent again
    assert "secret" not in page
    assert answer["Cache-Control"] == "no-store"
    assert "story" not in caplog.text
    assert not Session.objects.exists()


@sqlite_only
def test_a_script_is_told_in_one_line(browser: Client, full_disk: None) -> None:
    answer = browser.post("/save/", {"size": 500_000}, headers={"Sec-Fetch-Dest": "empty"})
    assert answer.status_code == 503
    assert answer.content.startswith(b'<p class="notice danger" role="alert">Not saved.')


@sqlite_only
def test_the_next_one_is_saved_when_there_is_room_again(browser: Client) -> None:
    with databases.full_disk():
        assert browser.post("/save/", {"size": 500_000}).status_code == 503
    assert browser.post("/save/", {"size": 500_000}).content == b"saved"
    assert Session.objects.count() == 1


def test_a_mistake_of_ours_is_still_500(browser: Client) -> None:
    assert browser.post("/mistake/").status_code == 500


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_of_two_in_each_others_way_the_one_given_up_is_done_again() -> None:
    rows = [str(Session.objects.create(data="", expires_at=timezone.now()).pk) for _ in range(2)]

    def cross(order: list[str]) -> bytes:
        try:
            return bytes(Client().post("/cross/", {"row": order}).content)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(cross, [rows, rows[::-1]])) == [b"saved"] * 2
    assert set(Session.objects.values_list("data", flat=True)) == {"taken"}


@pytest.mark.parametrize(("problem", "lines"), [(OSError(errno.ENOSPC, "full"), 1), (ValueError("a secret"), 3)])
def test_the_log_of_a_failed_storage_stays_short(problem: Exception, lines: int) -> None:
    """Every request fails as long as a database is away: tracebacks would fill the disk."""
    try:
        raise problem
    except type(problem):
        written = QuietFormatter().formatException(sys.exc_info())
    assert len(written.splitlines()) == lines
    assert written.endswith(type(problem).__name__)


def wait_too_long() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 10")
        cursor.execute("SELECT pg_sleep(5)")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a limit of PostgreSQL")
def test_a_statement_that_takes_too_long_is_not_stored() -> None:
    with pytest.raises(OperationalError) as raised:
        wait_too_long()
    assert is_failure(raised.value)
    connection.close()


@pytest.mark.parametrize(
    ("problem", "vendor", "expected"),
    [
        (OperationalError("database is locked"), "sqlite", True),
        (OperationalError("no such table: nowhere"), "sqlite", False),
        (OSError(28, "No space left on device"), "sqlite", True),
        (OSError(2, "No such file"), "sqlite", False),
        (ValueError(), "sqlite", False),
        (OperationalError("any"), "postgresql", True),
        (DatabaseError("any"), "postgresql", False),
        (NotStoredError(), "postgresql", True),
    ],
)
def test_failures_are_told_from_mistakes(
    problem: Exception, vendor: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "vendor", vendor)
    assert is_failure(problem) is expected


@pytest.mark.parametrize(
    ("cause", "vendor", "expected"),
    [
        (psycopg.errors.ReadOnlySqlTransaction("read only"), "postgresql", True),
        (psycopg.errors.UndefinedTable("no such table"), "postgresql", False),
        (sqlite3.DatabaseError("malformed"), "sqlite", False),
    ],
)
def test_the_cause_decides(cause: Exception, vendor: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", vendor)
    problem = DatabaseError("any")
    problem.__cause__ = cause
    assert is_failure(problem) is expected
