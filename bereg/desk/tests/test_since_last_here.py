"""*Today* says what came since the person was here last."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bereg.accounts import audit_recording, notices
from bereg.accounts.last_seen import LastHere, last_here
from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.centres.news import news_for
from bereg.dangers import actions as dangers
from bereg.enquiries.acts import ASSIGNED
from bereg.shifts import actions as shifts
from bereg.tasks.actions import ANSWERED
from bereg.tasks.acts import GIVEN
from conftest import make_user

TODAY = reverse("desk:today")
BEGUN = dt.datetime(2026, 11, 24, 6, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def at(hours: int, *, signs: str, person: User) -> None:
    with time_machine.travel(BEGUN + hours * HOUR, tick=False):
        if signs == "out":
            audit_recording.signed_out(person)
        else:
            audit.record("user.signed_in", target=person, by=person)


def test_the_first_session_has_no_before(desk: Client, operator: User) -> None:
    assert last_here(operator) is None
    at(0, signs="in", person=operator)
    assert last_here(operator) is None
    assert "last_here" not in desk.get(TODAY).context


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ("in out in", LastHere(BEGUN + HOUR, has_signed_out=True)),
        ("in out in in", LastHere(BEGUN + 2 * HOUR, has_signed_out=False)),
    ],
)
def test_it_is_the_last_trace_before_this_session(
    operator: User, supervisor: User, acts: str, expected: LastHere
) -> None:
    for hours, signs in enumerate(acts.split()):
        at(hours, signs=signs, person=operator)
        at(hours, signs=signs, person=supervisor)
    assert last_here(operator) == expected


def make_news(centre: Centre, operator: User, colleague: User) -> None:
    """Give the operator one of everything, and what is not to be counted beside it."""
    for kind, to in ((ASSIGNED, operator), (GIVEN, operator), (GIVEN, operator), (ANSWERED, operator)):
        notices.give(kind=kind, target=str(uuid4()), to=[to])
    notices.give(kind=ASSIGNED, target=str(uuid4()), to=[colleague])
    for by in (operator, colleague):
        dangers.raise_danger(id=uuid4(), centre=centre, form=None, by=by)
        shifts.write_note(id=uuid4(), centre=centre, words="An invented note.", by=by)


def test_it_counts_what_came_and_not_what_stood_before(
    desk: Client, operator: User, centre: Centre, other_operator: User, other_centre: Centre
) -> None:
    colleague = make_user(centre, Role.OPERATOR, "Operator 07")
    with time_machine.travel(BEGUN, tick=False):
        make_news(centre, operator, colleague)
    at(1, signs="in", person=operator)
    at(2, signs="out", person=operator)
    with time_machine.travel(BEGUN + 3 * HOUR, tick=False):
        make_news(centre, operator, colleague)
        dangers.raise_danger(id=uuid4(), centre=other_centre, form=None, by=other_operator)
        shifts.write_note(id=uuid4(), centre=other_centre, words="Another note.", by=other_operator)
    at(4, signs="in", person=operator)
    with time_machine.travel(BEGUN + 4 * HOUR, tick=False):
        told = [each.words for each in news_for(operator, BEGUN + 2 * HOUR)]
        assert sorted(told) == [
            "1 alarm raised",
            "1 enquiry assigned to you",
            "1 note to the next shift",
            "1 question of yours answered",
            "2 tasks given to you",
        ]
        desk.force_login(operator)
        page = desk.get(TODAY).content.decode()
        assert "Since you signed out (24 November, 11:00):" in page
        assert all(words in page for words in told)
        assert "An invented note" not in page
        Notice.objects.filter(person=operator, kind=GIVEN).update(read_at=BEGUN)
        assert "given to you" not in desk.get(TODAY).content.decode()


def test_who_missed_nothing_is_told_so(desk: Client, operator: User) -> None:
    for hours in range(2):
        at(hours, signs="in", person=operator)
    page = desk.get(TODAY).content.decode()
    assert "Since you last signed in (24 November, 09:00):" in page
    assert "nothing new for you" in page


@pytest.mark.parametrize("role", [Role.LAWYER, Role.PSYCHOLOGIST])
def test_who_may_read_no_notes_is_told_of_none(centre: Centre, operator: User, role: Role) -> None:
    person = make_user(centre, role, "Somebody 02")
    shifts.write_note(id=uuid4(), centre=centre, words="An invented note.", by=operator)
    assert news_for(person, BEGUN) == []


def test_what_somebody_was_told_is_asked_once_for_all_rooms(operator: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        news_for(operator, BEGUN)
    assert len([each for each in asked if "accounts_notice" in each["sql"]]) == 1
