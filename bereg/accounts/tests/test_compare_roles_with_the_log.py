"""A role that was given past the audit log is named, and so is an account that was opened past it."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.utils import timezone

from bereg.accounts import actions, own_role
from bereg.accounts.doctor_people import findings
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.accounts.roles_in_the_log import sentences
from conftest import PASSWORD


@pytest.fixture
def colleague(db: None, supervisor: User) -> User:
    return actions.create_user(
        username="operator-05", name="Operator 05", role=Role.OPERATOR, password=PASSWORD, language="en", by=supervisor
    )


def row(person: User) -> QuerySet[User]:
    return User.objects.filter(pk=person.pk)


def test_a_role_that_was_given_past_the_log_is_named(colleague: User, supervisor: User) -> None:
    assert [*sentences()] == []
    row(colleague).update(role=Role.SUPERVISOR)
    assert [*sentences()] == ["operator-05 has the role “supervisor”, and was given “operator”."]
    assert [each.code for each in findings()].count("past_the_log") == 1
    said = StringIO()
    with pytest.raises(CommandError, match="1 damage"):
        call_command("audit", "verify", stdout=StringIO(), stderr=said)
    assert "operator-05 has the role" in said.getvalue()
    colleague.refresh_from_db()
    actions.change_role(user=colleague, role=Role.OPERATOR, by=supervisor)
    assert [*sentences()] == []
    call_command("audit", "verify", stdout=StringIO())


def test_the_latest_role_counts(colleague: User, supervisor: User) -> None:
    for role in (Role.LAWYER, Role.OPERATOR, Role.ANALYST):
        actions.change_role(user=colleague, role=role, by=supervisor)
        assert [*sentences()] == []
    row(colleague).update(role=Role.LAWYER)
    assert len([*sentences()]) == 1


def test_who_works_in_another_role_as_the_only_person_is_not_named(db: None) -> None:
    alone = actions.create_user(
        username="admin-01", name="Administrator 01", role=Role.ADMIN, password=PASSWORD, language="en", by=None
    )
    own_role.choose(role=Role.SUPERVISOR, by=alone)
    assert [*sentences()] == []
    actions.create_user(
        username="admin-02", name="Administrator 02", role=Role.ADMIN, password=PASSWORD, language="en", by=alone
    )
    assert User.objects.get(pk=alone.pk).role == Role.ADMIN
    assert [*sentences()] == []


def test_an_account_that_was_opened_past_the_log_is_named(colleague: User, supervisor: User) -> None:
    actions.close_user(user=colleague, by=supervisor)
    assert [*sentences()] == []
    row(colleague).update(closed_at=None)
    assert [*sentences()] == [
        "The account of operator-05 is open, although it was closed and nobody has opened it again."
    ]
    row(colleague).update(closed_at=timezone.now())
    actions.reopen_user(user=colleague, by=supervisor)
    assert [*sentences()] == []


def test_who_was_given_no_role_since_the_log_says_which_is_left_alone(operator: User) -> None:
    row(operator).update(role=Role.ADMIN)
    assert [*sentences()] == []


def test_the_latest_is_the_last_of_the_chain_though_the_clock_was_set_back(colleague: User, supervisor: User) -> None:
    actions.change_role(user=colleague, role=Role.ANALYST, by=supervisor)
    with time_machine.travel(timezone.now() - dt.timedelta(days=3)):
        actions.change_role(user=colleague, role=Role.LAWYER, by=supervisor)
    assert [*sentences()] == []
