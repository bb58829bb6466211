"""On PostgreSQL the user that serves reads and writes rows, and can neither change the audit log nor own it."""

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from bereg.audit import actions as audit
from bereg.audit import pruning
from bereg.audit.actions import Thing
from bereg.audit.models import ChainedAct, Segment
from bereg.audit.pruning import CannotPruneError
from bereg.audit.queries import verify
from bereg.centres.models import Centre
from bereg.console.database_grants import grant
from bereg.core.databases import UnsafeDatabaseError, assert_migrated
from bereg.core.postgresql.checks import weaknesses
from bereg.recovery import drill
from bereg.recovery.archive import BackupError
from bereg.retention import doctor as keeping
from bereg.retention import rules as retention

OLD = dt.datetime(2020, 3, 2, 9, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no users")


@contextmanager
def as_user(name: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{name}"')
        yield
        cursor.execute("RESET ROLE")


@pytest.fixture
def web() -> str:
    """A user that may serve; it goes with the test's transaction."""
    name = f"bereg web {uuid4().hex}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE ROLE "{name}"')
    grant("default", name)
    return name


@on_postgresql
def test_a_table_that_came_without_the_right_to_read_it_is_named_at_the_start(web: str) -> None:
    with as_user(web):
        assert_migrated()
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("REVOKE SELECT ON training_practice FROM {}").format(sql.Identifier(web)))
    with as_user(web), pytest.raises(UnsafeDatabaseError, match=r"to read training_practice.*--grant-to"):
        assert_migrated()


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as problem:
        return isinstance(problem.__cause__, InsufficientPrivilege)
    return False


@on_postgresql
def test_who_serves_works_and_adds_to_the_record_of_acts(web: str, centre: Centre) -> None:
    with as_user(web):
        Centre.objects.update(country="KZ")
        audit.record("test.written", target=Thing("test", "-"), by=None)
        assert ChainedAct.objects.filter(action="test.written").exists()
        assert not {"owner", "superuser"} & {each.word for each in weaknesses(connection)}


@on_postgresql
def test_who_serves_cannot_change_the_record_of_acts(web: str) -> None:
    with as_user(web):
        for statement in (
            "UPDATE audit_entry SET role = 'admin'",
            "DELETE FROM audit_entry",
            "TRUNCATE audit_entry",
            "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
            "DELETE FROM audit_segment",
            "UPDATE audit_pending SET role = 'admin'",
            "DELETE FROM django_migrations",
            "CREATE TABLE a_table_of_mine (id int)",
        ):
            assert refused(statement), statement


@pytest.fixture
def old_entries() -> None:
    """An entry of a month that has had its time, and one of this month."""
    for at in (OLD, timezone.now()):
        with time_machine.travel(at, tick=False):
            audit.record("test.written", target=Thing("test", "-"), by=None)


def codes() -> set[str]:
    return {finding.code for finding in keeping.findings()}


@on_postgresql
def test_the_night_of_who_serves_leaves_old_months_alone_and_says_so(web: str, old_entries: None) -> None:
    with as_user(web):
        runs = {run.rule: run.fault for run in retention.erase_due()}
        assert runs.pop("audit") == "NotTheOwnerError"
        assert not any(runs.values())  # the other rules have done their work
        assert ChainedAct.objects.filter(action="test.written").count() == 2
        assert not Segment.objects.exists()
        assert {"owner_prunes"} <= codes()
        assert not {"retention_failed", "overdue"} & codes()
        with pytest.raises(CannotPruneError, match="as the owner of the tables"):
            pruning.prune(by=None)


@on_postgresql
def test_the_owner_deletes_them_and_who_serves_goes_on(web: str, old_entries: None) -> None:
    assert pruning.prune(by=None) == [OLD.date().replace(day=1)]
    with as_user(web):
        assert "owner_prunes" not in codes()
        audit.record("test.written", target=Thing("test", "-"), by=None)
        assert {run.rule: run.fault for run in retention.erase_due()}["audit"] == ""
    assert verify().count == 0


@on_postgresql
def test_who_may_make_no_database_is_told_what_the_drill_needs(web: str) -> None:
    with as_user(web), pytest.raises(BackupError, match="CREATEDB"):
        drill.demand_databases()


@on_postgresql
def test_a_user_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match="nobody-of-ours"):
        grant("default", "nobody-of-ours")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has users")
def test_sqlite_knows_no_users() -> None:
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("migrate", "--grant-to", "somebody", verbosity=0)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_the_databases_of_killed_drills_are_dropped() -> None:
    killed, living = (secrets.randbelow(2**31) for _ in range(2))
    with connection.cursor() as cursor:
        for number in (killed, living):
            cursor.execute(f"CREATE DATABASE bereg_drill_n{number}")
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [drill.LOCKS, living])
        drill.drop_left()
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'bereg_drill_n%'")
        left = {name for (name,) in cursor.fetchall()}
        cursor.execute(f"DROP DATABASE bereg_drill_n{living}")
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [drill.LOCKS, living])
    assert (f"bereg_drill_n{killed}" in left, f"bereg_drill_n{living}" in left) == (False, True)
