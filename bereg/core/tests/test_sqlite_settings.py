"""The settings that keep data safe hold on every connection, or there is no connection."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django
from django.core.exceptions import ImproperlyConfigured

from bereg.core.sqlite import base
from bereg.core.sqlite.statements import writes
from bereg.core.tests.databases import handler, insert, make_table, query


@pytest.fixture(autouse=True)
def _own_file(django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """These tests use files of their own, not the test database."""
    with django_db_blocker.unblock():
        yield


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("wal_autocheckpoint", 0),
        ("mmap_size", 0),
        ("busy_timeout", 5000),
    ],
)
def test_every_connection_has_the_safe_setting(tmp_path: Path, name: str, value: object) -> None:
    assert query(handler(tmp_path / "db.sqlite3")["default"], f"PRAGMA {name}") == [(value,)]


def test_a_setting_that_does_not_hold_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "SETTINGS", (("synchronous", "OFF", 2),))
    with pytest.raises(ImproperlyConfigured, match="keeps synchronous at 0"):
        handler(tmp_path / "db.sqlite3")["default"].ensure_connection()


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    make_table(tmp_path / "db.sqlite3")
    modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {0o600}


def test_erased_text_is_gone_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    make_table(path)
    connection = handler(path)["default"]
    for number in range(50):
        insert(connection, "erased", number, f"canary-{number}")
    query(connection, "DELETE FROM numbers")
    query(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"canary" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SELECT 1", False),
        ("  -- why\n SELECT 1", False),
        ("/* why */ select 1", False),
        ("(SELECT 1)", False),
        ("EXPLAIN QUERY PLAN DELETE FROM a", False),
        ("WITH a AS (SELECT 1) SELECT * FROM a", False),
        ("WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a", True),
        ("PRAGMA table_info(a)", False),
        ("PRAGMA journal_mode", False),
        ("PRAGMA journal_mode = DELETE", True),
        ("PRAGMA main.wal_checkpoint(TRUNCATE)", True),
        ("COMMIT", False),
        ("ROLLBACK TO SAVEPOINT a", False),
        ("BEGIN", True),
        ("BEGIN IMMEDIATE", True),
        ("BEGIN DEFERRED", False),
        ("SAVEPOINT a", True),
        ("insert into a values (1)", True),
        ("VACUUM", True),
        ("REINDEX", True),
        ("", True),
    ],
)
def test_statements_that_may_write_are_known(statement: str, expected: bool) -> None:
    assert writes(statement) is expected
