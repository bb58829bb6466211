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
from bereg.dangers.alarm_reach import level_at, people_at_level
from bereg.dangers.choices import Ending
from bereg.dangers.queries import alarms_for, danger_for, dangers_for, is_any_untaken
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


@pytest.mark.parametrize("on_duty", [Role.LAWYER, Role.OPERATOR, None])
def test_they_agree_whoever_is_on_duty(
    on_duty: Role | None, raised: Raise, centre: Centre, other_centre: Centre, operator: User
) -> None:
    people = [make_user(here, role, f"{role} at {here.code}") for role in Role for here in (centre, other_centre)]
    duty = [each for each in people if each.name == f"{on_duty} at {centre.code}"] or [operator]
    plan(centre, *duty, telephone=duty[0])
    for minutes in (0, 5, 10):
        danger = raised(minutes_ago=minutes)
        levels = range(level_at(danger, timezone.now()) + 1)
        by_notice = {each.pk for level in levels for each in people_at_level(danger, level)}
        assert {each.pk for each in people if shown(each)} == by_notice & {each.pk for each in people}
        actions.end(danger=danger, ending=Ending.MISTAKE, by=operator)


def test_it_goes_on_to_the_supervisors_of_every_centre(
    raised: Raise, supervisor: User, lawyer: User, far_supervisor: User, operator: User
) -> None:
    now, later = raised(), raised(minutes_ago=6)
    assert (escalation.tell_next(), escalation.tell_next()) == (1, 0)
    assert told_of(now) == told_of(later) == {supervisor.name}
    last = raised(minutes_ago=11)
    assert escalation.tell_next() == 2
    assert told_of(last) == {supervisor.name, lawyer.name, far_supervisor.name}
    assert (stands(now).told, stands(later).told, stands(last).told) == (0, 1, 2)


def told_by_minutes(raised: Raise, operator: User, *people: User) -> list[set[str]]:
    """Say who of some people has heard of an alarm at once, after six minutes and after eleven; pages agree."""
    told = []
    for minutes in (0, 6, 11):
        danger = raised(minutes_ago=minutes)
        escalation.tell_next()
        told.append(told_of(danger) & {each.name for each in people})
        assert {each.name for each in people if shown(each)} == told[-1]
        actions.end(danger=danger, ending=Ending.MISTAKE, by=operator)
    return told


def test_a_supervisor_hears_at_once_though_others_are_on_duty(
    raised: Raise, centre: Centre, operator: User, supervisor: User, far_supervisor: User
) -> None:
    first, second = (make_user(centre, Role.OPERATOR, f"Operator {number}") for number in ("02", "03"))
    plan(centre, first)
    told = told_by_minutes(raised, operator, supervisor, first, second, far_supervisor)
    at_once = {supervisor.name, first.name}
    assert told == [at_once, at_once | {second.name}, at_once | {second.name, far_supervisor.name}]


def test_a_roster_of_people_who_may_not_read_the_enquiries_is_an_empty_one(
    raised: Raise, centre: Centre, operator: User, supervisor: User, lawyer: User
) -> None:
    colleague = make_user(centre, Role.OPERATOR, "Operator 02")
    plan(centre, lawyer)
    told = told_by_minutes(raised, operator, supervisor, colleague, lawyer)
    readers = {supervisor.name, colleague.name}
    assert told == [readers, readers, {*readers, lawyer.name}]


def test_who_holds_the_telephone_is_the_next(
    raised: Raise, centre: Centre, operator: User, supervisor: User, lawyer: User
) -> None:
    plan(centre, lawyer, telephone=lawyer)
    told = told_by_minutes(raised, operator, supervisor, lawyer)
    assert told == [{supervisor.name}, {supervisor.name, lawyer.name}, {supervisor.name, lawyer.name}]


def test_who_holds_it_and_may_read_the_enquiries_is_among_the_first(
    raised: Raise, centre: Centre, operator: User
) -> None:
    holder = make_user(centre, Role.OPERATOR, "Operator 02")
    plan(centre, holder, telephone=holder)
    assert told_by_minutes(raised, operator, holder) == [{holder.name}] * 3


def test_who_is_alone_on_duty_and_raises_it_is_heard_by_everybody_at_once(
    raised: Raise, centre: Centre, operator: User, supervisor: User, lawyer: User
) -> None:
    colleague = make_user(centre, Role.OPERATOR, "Operator 02")
    plan(centre, operator)
    danger = raised()
    assert told_of(danger) == {supervisor.name, colleague.name, "Planner"}
    assert [shown(each) for each in (operator, supervisor, colleague, lawyer)] == [1, 1, 1, 0]


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
        assert len(dangers_for(operator, {})[0]) == 1


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PUBLISHER, Role.INTERN, Role.EDITOR, Role.ADMIN])
def test_who_reads_no_enquiry_hears_of_no_alarm(role: Role, raised: Raise, centre: Centre) -> None:
    danger = raised(minutes_ago=60)
    person = make_user(centre, role, "Somebody")
    assert (shown(person), may_open(person, danger.pk)) == (0, False)
