"""The server starts only over a database that keeps what it was given."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

from bereg import environment
from bereg.core import databases
from bereg.core.databases import UnsafeDatabaseError, assert_safe, file_system, is_migrated
from bereg.core.postgresql.base import QUIET
from bereg.core.postgresql.checks import WORDS, weaknesses

pytestmark = pytest.mark.django_db
postgresql_only = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL")
sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="needs SQLite")

MOUNTS = (
    "22 1 254:1 / / rw - ext4 /dev/vda rw\n"
    "40 22 0:40 / /srv/share rw,relatime shared:1 - nfs4 server:/share rw\n"
    "41 22 0:41 / /srv/share/local rw - ext4 /dev/vdb rw\n"
)


def answering(host: str = "", sslmode: str = "", alias: str = "default", **answers: object) -> Any:
    """Return a stand-in for a connection, with the answers of a safe server except those given."""
    good: dict[str, object] = {
        "SHOW fsync": "on",
        "SHOW full_page_writes": "on",
        "SHOW synchronous_commit": "on",
        "SHOW data_checksums": "on",
        "SELECT current_user": "web",
        "SELECT rolsuper": False,
        "SELECT EXISTS": False,
        "SELECT ssl": True,
        **{f"SHOW {name}": value for name, value in QUIET.items()},
    }
    good |= {question.replace("_", " ", 1): answer for question, answer in answers.items()}

    class Cursor:
        def __enter__(self) -> "Cursor":
            return self

        def __exit__(self, *problem: object) -> None:
            pass

        def execute(self, question: str) -> None:
            self.answer = next(answer for known, answer in good.items() if question.startswith(known))

        def fetchone(self) -> list[object]:
            return [self.answer]

    settings = {"HOST": host, "OPTIONS": {"sslmode": sslmode}}
    return SimpleNamespace(
        cursor=Cursor, settings_dict=settings, alias=alias, vendor="postgresql", ensure_connection=lambda: None
    )


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ({"SHOW_fsync": "off"}, "fsync"),
        ({"SHOW_full_page_writes": "off"}, "full_page_writes"),
        ({"SHOW_synchronous_commit": "local"}, "synchronous_commit"),
        ({"SHOW_data_checksums": "off"}, "checksums"),
        ({"SELECT_rolsuper": True}, "superuser"),
        ({"SELECT_EXISTS": True}, "owner"),
        ({"SHOW_log_statement": "all"}, "logs"),
        ({"host": "db.example.org", "sslmode": "require"}, "tls"),
        ({"host": "db.example.org", "sslmode": "verify-full", "SELECT_ssl": False}, "tls"),
    ],
)
def test_each_weakness_is_found_and_has_a_remedy(answers: dict[str, Any], word: str) -> None:
    (weakness,) = weaknesses(answering(**answers))
    assert weakness.word == word
    assert weakness.word in WORDS
    assert weakness.remedy


@pytest.mark.parametrize(
    "place", [{}, {"host": "db.example.org", "sslmode": "verify-full"}, {"host": "/run/postgresql"}]
)
def test_a_safe_server_has_none(place: dict[str, str]) -> None:
    assert list(weaknesses(answering(**place))) == []


@postgresql_only
def test_a_superuser_of_the_real_server_is_refused_unless_accepted() -> None:
    found = {each.word for each in weaknesses(connection)}
    assert {"superuser", "owner"} <= found
    assert "logs" not in found  # a superuser may quieten them, and the connection does
    with pytest.raises(UnsafeDatabaseError, match="superuser"):
        assert_safe(found - {"superuser"})
    assert_safe(found)


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ({"SHOW_fsync": "off"}, "fsync"),
        ({"SELECT_rolsuper": True}, "superuser"),
        ({"SELECT_EXISTS": True}, "owner"),
        ({"SHOW_log_statement": "all"}, "logs"),
        ({"host": "db.example.org", "sslmode": "require"}, "tls"),
    ],
)
def test_the_server_of_the_keys_is_refused_like_that_of_the_records(
    answers: dict[str, Any], word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [answering(), answering(alias="keys", **answers)]
    monkeypatch.setattr(databases, "connections", SimpleNamespace(all=lambda: both))
    with pytest.raises(UnsafeDatabaseError, match=rf"for the keys.*word: {word}"):
        assert_safe()
    assert_safe({word})


@postgresql_only
def test_the_real_database_of_the_keys_is_asked_too() -> None:
    found = {each.word for each in weaknesses(connection)}
    with connections["keys"].cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    with pytest.raises(UnsafeDatabaseError, match="for the keys: synchronous_commit is off"):
        assert_safe(found)


@postgresql_only
def test_every_connection_of_postgresql_ends_long_statements() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("30s",)


@sqlite_only
def test_sqlite_on_a_local_disk_is_safe() -> None:
    assert_safe()


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(UnsafeDatabaseError, match="holds everything"):
        assert_safe({"everything"})


@sqlite_only
def test_sqlite_on_a_network_share_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bereg.core.databases.file_system", lambda _path: "nfs4")
    with pytest.raises(UnsafeDatabaseError, match="network share"):
        assert_safe()


@sqlite_only
def test_the_keys_on_a_network_share_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = connections["keys"].settings_dict["NAME"]
    monkeypatch.setattr("bereg.core.databases.file_system", lambda path: "cifs" if path == Path(keys) else "ext4")
    with pytest.raises(UnsafeDatabaseError, match="of the keys is on a network share"):
        assert_safe()


@pytest.mark.parametrize(
    ("path", "kind"), [("/srv/share/db", "nfs4"), ("/srv/share/local/db", "ext4"), ("/srv/shared/db", "ext4")]
)
def test_the_innermost_file_system_counts(path: str, kind: str) -> None:
    assert file_system(Path(path), MOUNTS) == kind


def test_a_migrated_database_is_known() -> None:
    assert is_migrated()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    assert not is_migrated()


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("postgresql://web@localhost/bereg", {}),
        ("postgresql:///bereg", {}),
        ("postgresql://web:p%40ss@db.example.org:5433/bereg", {"sslmode": "verify-full"}),
        ("postgresql://web@db.example.org/bereg?sslmode=disable", {"sslmode": "disable"}),
        ("postgresql:///bereg?host=db.example.org", {"sslmode": "verify-full"}),
        ("postgresql:///bereg?host=/run/postgresql", {}),
    ],
)
def test_an_address_off_this_machine_wants_proof(
    address: str, options: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEREG_DATABASE", address)
    assert (environment.postgres("BEREG_DATABASE") or {})["OPTIONS"] == options


@pytest.mark.parametrize(
    "address",
    [
        "mysql://a/b",
        "postgresql://a",
        "postgresql://a:port/b",
        "postgresql://a/b?sslmode",
        "postgresql://[::1/b",
        "postgresql://web:pass#word@a/b",
    ],
)
def test_a_bad_address_is_one_sentence(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEREG_DATABASE", address)
    with pytest.raises(ImproperlyConfigured, match="must look like"):
        environment.postgres("BEREG_DATABASE")


def test_an_option_that_there_is_not_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEREG_DATABASE", "postgresql://a/b?ssl=on")
    with pytest.raises(ImproperlyConfigured, match='BEREG_DATABASE: invalid connection option "ssl"'):
        environment.postgres("BEREG_DATABASE")


def test_the_keys_have_a_database_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one database the records' tables would count as made when those of the keys are."""
    monkeypatch.setenv("BEREG_DATABASE", "postgresql://owner@localhost/bereg")
    monkeypatch.setenv("BEREG_KEYS_DATABASE", "postgresql://web@localhost/bereg")
    records = environment.postgres("BEREG_DATABASE")
    with pytest.raises(ImproperlyConfigured, match="BEREG_KEYS_DATABASE is the database of the records"):
        environment.postgres("BEREG_KEYS_DATABASE", other_than=records)
