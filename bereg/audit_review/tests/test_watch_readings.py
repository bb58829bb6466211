"""Whoever reads unusually many texts, or is refused what is not theirs, is told of; once an hour."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.audit.actions import Thing
from bereg.audit.models import ChainedAct
from bereg.audit_review import unusual_reading
from bereg.centres.models import Centre
from conftest import make_user

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _few(settings: Any) -> None:
    settings.ALARM_RECORDS, settings.ALARM_REFUSALS = 5, 3


def read(by: User | None, count: int, *, at: dt.datetime = NOW, because: str = "case_work", each: int = 1) -> None:
    with time_machine.travel(at, tick=False):
        for thing in [Thing("enquiries.enquiry", str(uuid4())) for _ in range(count)]:
            for _ in range(each):
                audit.record("text.revealed", target=thing, by=by, because=because)


def refuse(by: User | None, count: int, action: str = "refused.404", *, at: dt.datetime = NOW) -> None:
    with time_machine.travel(at, tick=False):
        for _ in range(count):
            audit.refused(action, target=Thing("desk:enquiry", str(uuid4())), by=by)


def look(at: dt.datetime = NOW) -> int:
    with time_machine.travel(at, tick=False):
        return unusual_reading.look()


def told() -> list[tuple[User, str]]:
    return [(notice.person, notice.target) for notice in Notice.objects.order_by("at", "person")]


def test_many_records_within_an_hour_are_told_of_to_the_supervisors(
    operator: User, supervisor: User, other_centre: Centre
) -> None:
    make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    make_user(None, Role.ADMIN, "Administrator 01")
    read(operator, 4, each=3)
    assert look() == 0
    read(operator, 1)
    assert look() == 1
    assert told() == [(supervisor, f"{operator.pk} 5 0 0")]
    entry = ChainedAct.objects.get(action=unusual_reading.UNUSUAL)
    assert (entry.target, entry.because, entry.actor) == (str(operator.pk), "many_records", "system")
    assert entry.centre == str(operator.memberships.get().centre_id)


def test_once_an_hour_a_person_and_again_where_it_goes_on(operator: User, supervisor: User, centre: Centre) -> None:
    read(operator, 5)
    assert [look(), look(NOW + dt.timedelta(minutes=59))] == [1, 0]
    read(operator, 5, at=NOW + dt.timedelta(minutes=58))
    assert look(NOW + dt.timedelta(minutes=59)) == 0
    read(make_user(centre, Role.OPERATOR, "Operator 05"), 5, at=NOW + dt.timedelta(minutes=59))
    assert look(NOW + dt.timedelta(minutes=59)) == 1
    assert look(NOW + dt.timedelta(minutes=61)) == 1
    assert len(told()) == 3


def test_what_is_spread_over_a_day_and_ones_own_drafts_are_usual(operator: User, supervisor: User) -> None:
    for hour in range(5):
        read(operator, 4, at=NOW + dt.timedelta(hours=hour, minutes=hour))
        assert look(NOW + dt.timedelta(hours=hour, minutes=hour)) == 0
    read(operator, 9, because="draft", at=NOW + dt.timedelta(hours=9))
    assert look(NOW + dt.timedelta(hours=9)) == 0


@pytest.mark.parametrize("action", ["refused.404", "refused.403", "refused.break_glass"])
def test_three_refusals_within_ten_minutes_are_told_of(operator: User, supervisor: User, action: str) -> None:
    refuse(operator, 2, action, at=NOW - dt.timedelta(minutes=11))
    refuse(operator, 2, action)
    assert look() == 0
    refuse(operator, 1, action)
    assert look() == 1
    assert told() == [(supervisor, f"{operator.pk} 0 3 0")]
    assert ChainedAct.objects.get(action=unusual_reading.UNUSUAL).because == "many_refusals"


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN])
def test_of_a_supervisor_or_an_administrator_the_administrators_are_told(
    centre: Centre, supervisor: User, role: Role
) -> None:
    admin = make_user(None, Role.ADMIN, "Administrator 01")
    person = make_user(centre, role, "Somebody")
    read(person, 5)
    assert look() == 1
    assert [to for to, _ in told()] == [admin]


def test_where_a_centre_has_no_supervisor_administrators_are_told(operator: User) -> None:
    admin = make_user(None, Role.ADMIN, "Administrator 01")
    read(operator, 5)
    assert look() == 1
    assert [to for to, _ in told()] == [admin]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN])
def test_where_there_is_no_other_administrator_all_other_supervisors_are_told(
    centre: Centre, other_centre: Centre, supervisor: User, role: Role
) -> None:
    farther = make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    read(make_user(centre, role, "Somebody"), 5)
    assert look() == 1
    assert {to for to, _ in told()} == {supervisor, farther}


def test_what_the_program_opens_or_nobody_is_refused_hides_no_person(operator: User, supervisor: User) -> None:
    read(None, 5, because="sending")
    refuse(None, 3)
    assert look() == 0
    read(operator, 5)
    assert look() == 1
    assert [to for to, _ in told()] == [supervisor]


def test_it_takes_one_statement_where_nothing_is_unusual(operator: User, django_assert_num_queries: Any) -> None:
    read(operator, 3)
    with time_machine.travel(NOW, tick=False), django_assert_num_queries(1):
        unusual_reading.look()
