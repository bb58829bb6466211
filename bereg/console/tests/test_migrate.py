"""`bereg migrate` takes the time that it takes, and leaves everything else its limit."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands.migrate import Command as DjangoCommand
from django.db import ProgrammingError, connection, connections
from psycopg.errors import InsufficientPrivilege

from bereg.console.management.commands import migrate as command
from bereg.core import sqlite_planner

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL: SQLite has no limit"),
]


def limit(database: str) -> str:
    with connections[database].cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


def test_a_migration_has_no_limit_of_time_in_either_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing a large table anew, or building an index, takes longer than a page may."""
    found: dict[str, str] = {}

    def migrate(_self: DjangoCommand, *_args: Any, database: str, **_options: Any) -> None:
        found[database] = limit(database)

    monkeypatch.setattr(DjangoCommand, "handle", migrate)
    call_command("migrate")
    assert found == {"default": "0", "keys": "0"}
    assert [limit("default"), limit("keys")] == ["30s", "30s"]


def test_the_limit_is_back_where_a_migration_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_options: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(DjangoCommand, "handle", fail)
    with pytest.raises(RuntimeError):
        call_command("migrate", database="default")
    assert connection.alias == "default"
    assert limit("default") == "30s"


def test_who_may_not_migrate_is_told_who_may(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_options: Any) -> None:
        raise ProgrammingError("permission denied for schema public\nLINE 1: ...") from InsufficientPrivilege()

    monkeypatch.setattr(DjangoCommand, "handle", fail)
    with pytest.raises(CommandError, match=r"\(permission denied for schema public\): as the owner") as found:
        call_command("migrate")
    assert found.value.returncode == 2


def test_rights_are_given_where_the_keys_lie_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """As they do unless a database of the keys is set."""
    given: list[str] = []
    monkeypatch.setattr(connections["keys"], "vendor", "sqlite")
    monkeypatch.setattr(DjangoCommand, "handle", lambda *_args, **_options: None)
    monkeypatch.setattr(command, "grant", lambda alias, _user: given.append(alias))
    monkeypatch.setattr(sqlite_planner, "refresh_all", lambda: None)  # the file is only said to be one
    call_command("migrate", "--grant-to", "web")
    assert given == ["default"]
