"""Whom an alarm reaches and when: the pages and the notices go by one rule."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.centres.row_access import reach_of
from bereg.dangers import actions, escalation
from bereg.dangers.lists import Ending
from bereg.dangers.queries import alarms_for, danger_for, dangers_for, is_any_untaken
from bereg.dangers.reach import level_at, people_at_level
from bereg.dangers.tests.conftest import Raise, stands, told_of
from conftest import make_user
from tests.rosters import plan

Shown = Callable[[User], int]


def shown(person: User) -> int:
    """How many alarms stand on somebody's pages, as far as their requests reach."""
    person = User.objects.get(pk=person.pk)
    with reach_of(person):
        return len(alarms_for(person))


def may_open(person: User, pk: object) -> bool:
    with reach_of(person):
        return danger_for(User.objects.get(pk=person.pk), pk) is not None  # type: ignore[arg-type]


@pytest.mark.parametrize("minutes", [0, 4, 5, 9, 10, 600])
def test_pages_and_notices_agree(
    minutes: int, raised: Raise, centre: Centre, other_centre: Centre, supervisor: User
) -> None:
    danger = raised(minutes_ago=minutes, by=supervisor)
    people = [make_user(here, role, f"{role} at {here.code}") for role in Role for here in (centre, other_centre)]
    by_notice = {
        each.pk for level in range(level_at(danger, timezone.now()) + 1) for each in people_at_level(danger, level)
    }
    assert {each.pk for each in people if shown(each)} == by_notice & {each.pk for each in people}


def test_it_goes_on_to_the_centre_and_then_to_every_supervisor(
    raised: Raise, supervisor: User, lawyer: User, far_supervisor: User, operator: User
) -> None:
    now, later = raised(), raised(minutes_ago=6)
    assert (escalation.tell_next(), escalation.tell_next()) == (1, 0)
    assert (told_of(now), told_of(later)) == ({supervisor.name}, {supervisor.name, lawyer.name})
    last = raised(minutes_ago=11)
    assert escalation.tell_next() == 2
    assert told_of(last) == {supervisor.name, lawyer.name, far_supervisor.name}
    assert (stands(now).told, stands(later).told, stands(last).told) == (0, 1, 2)


def test_who_is_on_duty_hears_first_and_the_colleagues_next(
    raised: Raise, operator: User, supervisor: User, lawyer: User, far_supervisor: User
) -> None:
    now = raised()
    assert told_of(now) == {supervisor.name}
    actions.end(danger=now, ending=Ending.MISTAKE, by=operator)
    plan(now.centre, lawyer)
    people = (supervisor, lawyer, far_supervisor)
    now = raised()
    assert (told_of(now), [shown(each) for each in people]) == ({lawyer.name}, [0, 1, 0])
    actions.end(danger=now, ending=Ending.MISTAKE, by=operator)
    later = raised(minutes_ago=6)
    escalation.tell_next()
    assert (told_of(later), [shown(each) for each in people]) == (
        {lawyer.name, supervisor.name, "Planner"},
        [1, 1, 0],
    )


def test_who_is_alone_on_duty_and_raises_it_is_heard_by_everybody_at_once(
    raised: Raise, centre: Centre, operator: User, supervisor: User, lawyer: User
) -> None:
    plan(centre, operator)
    danger = raised()
    assert told_of(danger) == {supervisor.name, "Planner"}
    assert [shown(each) for each in (operator, supervisor, lawyer)] == [1, 1, 0]


def test_what_was_taken_or_ended_goes_no_further(raised: Raise, operator: User, supervisor: User) -> None:
    taken, ended = raised(minutes_ago=30), raised(minutes_ago=30)
    actions.take(danger=taken, by=supervisor)
    actions.end(danger=ended, ending=Ending.MISTAKE, by=operator)
    assert (escalation.tell_next(), is_any_untaken()) == (0, False)


def test_a_setting_says_how_long_it_waits(raised: Raise, settings: object) -> None:
    settings.DANGER_MINUTES = 20  # type: ignore[attr-defined]
    danger = raised(minutes_ago=19)
    assert level_at(danger, timezone.now()) == 0
    assert level_at(danger, timezone.now() + dt.timedelta(hours=9)) == 2


def test_once_taken_it_stays_with_who_raised_and_who_took_it(
    raised: Raise, centre: Centre, operator: User, supervisor: User, far_supervisor: User
) -> None:
    colleague, lawyer = make_user(centre, Role.OPERATOR, "Operator 02"), make_user(centre, Role.LAWYER, "Lawyer 01")
    danger = raised(minutes_ago=11)
    people = (operator, colleague, supervisor, lawyer, far_supervisor)
    assert [shown(each) for each in people] == [1, 1, 1, 1, 1]
    with reach_of(far_supervisor):
        found = danger_for(far_supervisor, danger.pk)
        assert found is not None
    actions.take(danger=danger, by=far_supervisor)
    assert [shown(each) for each in people] == [1, 0, 0, 0, 1]
    assert [may_open(each, danger.pk) for each in people] == [True, True, True, False, True]
    actions.end(danger=danger, ending=Ending.DONE, by=far_supervisor)
    assert [shown(each) for each in people] == [0] * 5
    with reach_of(operator):
        assert len(dangers_for(operator)) == 1


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PUBLISHER, Role.INTERN, Role.EDITOR, Role.ADMIN])
def test_who_reads_no_enquiry_hears_of_no_alarm(role: Role, raised: Raise, centre: Centre) -> None:
    danger = raised(minutes_ago=60)
    person = make_user(centre, role, "Somebody")
    assert (shown(person), may_open(person, danger.pk)) == (0, False)
