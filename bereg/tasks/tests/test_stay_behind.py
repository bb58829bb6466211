"""What is due while its holder is off duty: the next shift sees it and takes it, a supervisor gives it to somebody."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres.clock import zone_of
from bereg.centres.models import Centre, Membership
from bereg.enquiries.models import Enquiry
from bereg.shifts.roster import Planned, write_week
from bereg.tasks import actions, hand_over
from bereg.tasks.choices import TaskKind
from bereg.tasks.models import Task
from bereg.tasks.staying_behind import staying_behind
from bereg.tasks.tests.conftest import NOTE, NUMBER, WORDS, made, stands
from conftest import make_user

pytestmark = pytest.mark.django_db
DAY, NIGHT = (dt.time(9), dt.time(18, 30)), (dt.time(18, 30), dt.time(9))


@pytest.fixture
def monday(centre: Centre) -> Iterator[dt.date]:
    """The Monday of this test, which goes on from its noon."""
    with time_machine.travel(dt.datetime(2026, 11, 23, 12, tzinfo=zone_of(centre)), tick=False):
        yield dt.date(2026, 11, 23)


@pytest.fixture
def roster(centre: Centre, operator: User, colleague: User, supervisor: User, monday: dt.date) -> dt.date:
    """The operator works by day, the colleague by night."""
    days = [monday + dt.timedelta(days=number) for number in range(5)]
    shifts = [Planned(operator, day, *DAY) for day in days] + [Planned(colleague, day, *NIGHT) for day in days]
    write_week(centre=centre, monday=monday, version=0, shifts=shifts, by=supervisor)
    return monday


def at(centre: Centre, day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), zone_of(centre))


def behind(person: User, centre: Centre, now: dt.datetime, *, with_own: bool = False) -> list[Task]:
    return staying_behind(person, centre, now, 9, with_own=with_own).tasks


def lines(person: User, centre: Centre) -> list[Task]:
    """What the list on a page shows now."""
    panel = hand_over.hand_over(person, centre, timezone.now(), with_own=False)
    return [line["task"] for line in panel.shows["lines"]] if panel else []


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def today(person: User) -> str:
    return browser_of(person).get(reverse("desk:today")).content.decode()


def test_a_call_for_the_evening_is_on_the_first_page_of_the_night(
    enquiry: Enquiry, operator: User, colleague: User, roster: dt.date, centre: Centre
) -> None:
    evening = made(enquiry, operator, due_at=at(centre, roster, 20))
    assert behind(colleague, centre, at(centre, roster, 15)) == []  # there is time until then
    for hour, minute in ((17, 0), (18, 45), (21, 0)):
        assert behind(colleague, centre, at(centre, roster, hour, minute)) == [evening]
    with time_machine.travel(at(centre, roster, 18, 45), tick=False):
        page = today(colleague)
        assert "Open tasks of those off duty" in page
        assert (enquiry.number in page, operator.name in page) == (True, True)
        assert "Open tasks of those off duty" not in today(operator)  # theirs stand under what they are to do


def test_what_its_holder_is_there_for_stays_theirs(
    enquiry: Enquiry, operator: User, colleague: User, roster: dt.date, centre: Centre
) -> None:
    for due_at in (at(centre, roster, 18, 30), at(centre, roster, 10), at(centre, roster + dt.timedelta(days=1), 15)):
        made(enquiry, operator, due_at=due_at)
    assert behind(colleague, centre, at(centre, roster, 17)) == []
    early = made(enquiry, operator, due_at=at(centre, roster + dt.timedelta(days=1), 7))
    assert behind(colleague, centre, at(centre, roster, 17)) == [early]
    assert early not in behind(colleague, centre, at(centre, roster, 12))


def test_what_was_late_when_they_went_stays_behind_too(
    enquiry: Enquiry, operator: User, colleague: User, roster: dt.date, centre: Centre
) -> None:
    late = made(enquiry, operator, due_at=at(centre, roster, 17))
    assert behind(colleague, centre, at(centre, roster, 18)) == []
    assert behind(colleague, centre, at(centre, roster, 18, 45)) == [late]


def test_what_is_still_to_come_stands_before_much_that_is_late_and_a_cut_is_said(
    enquiry: Enquiry, operator: User, colleague: User, roster: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = enquiry.centre
    monkeypatch.setattr(hand_over, "MOST", 2)
    late = [made(enquiry, operator, due_at=at(centre, roster, 17, minute)) for minute in (0, 10)]
    evening = made(enquiry, operator, due_at=at(centre, roster, 20))
    with time_machine.travel(at(centre, roster, 18, 45), tick=False):
        assert lines(colleague, centre) == [evening, *late]
        assert "Only the first are shown." not in today(colleague)
        made(enquiry, operator, due_at=at(centre, roster, 17, 20))
        assert lines(colleague, centre) == [evening, *late]
        assert "Only the first are shown." in today(colleague)


def test_who_is_taken_off_the_roster_leaves_all_until_the_next_shift_ends(
    enquiry: Enquiry, operator: User, colleague: User, supervisor: User, roster: dt.date
) -> None:
    centre = enquiry.centre
    noon, next_day = at(centre, roster, 12), roster + dt.timedelta(days=1)
    soon = made(enquiry, operator, due_at=at(centre, roster, 15))
    made(enquiry, operator, due_at=at(centre, next_day, 15))
    assert behind(colleague, centre, noon) == []
    write_week(centre=centre, monday=roster, version=1, shifts=[Planned(colleague, roster, *NIGHT)], by=supervisor)
    assert behind(colleague, centre, noon) == [soon]


def test_a_colleague_takes_it_and_reads_it_only_then(
    enquiry: Enquiry, operator: User, colleague: User, roster: dt.date, centre: Centre
) -> None:
    evening = made(enquiry, operator, due_at=at(centre, roster, 20))
    with time_machine.travel(at(centre, roster, 18, 45), tick=False):
        before = today(colleague)
        assert not any(each in before for each in (NUMBER, NOTE, WORDS))
        browser, page = browser_of(colleague), reverse("tasks:task", args=[evening.pk])
        assert NUMBER not in browser.post(reverse("tasks:show_number", args=[evening.pk])).content.decode()
        taken = browser.post(reverse("tasks:take", args=[evening.pk]), {"version": "1"})
        assert (taken.status_code, taken["Location"]) == (302, page)
        assert WORDS in browser.get(page).content.decode()
        assert NUMBER in browser.post(reverse("tasks:show_number", args=[evening.pk])).content.decode()
        assert behind(colleague, centre, at(centre, roster, 18, 45)) == []
    assert stands(evening).holder == colleague
    assert "task.given" in [act.action for act in entries_on(evening)]


def test_of_two_who_take_it_one_is_told(
    enquiry: Enquiry, operator: User, colleague: User, roster: dt.date, centre: Centre
) -> None:
    evening, third = (
        made(enquiry, operator, due_at=at(centre, roster, 20)),
        make_user(centre, Role.OPERATOR, "Third 01"),
    )
    with time_machine.travel(at(centre, roster, 18, 45), tick=False):
        actions.take(task=evening, version=1, by=colleague)
        with pytest.raises(actions.StaleTaskError):
            actions.take(task=evening, version=1, by=third)
    assert stands(evening).holder == colleague


def test_nobody_takes_what_a_colleague_on_duty_has(
    enquiry: Enquiry, operator: User, colleague: User, roster: dt.date, centre: Centre
) -> None:
    task = made(enquiry, operator, due_at=at(centre, roster, 15))
    assert (
        reverse("tasks:take", args=[task.pk])
        not in browser_of(colleague).get(reverse("tasks:task", args=[task.pk])).content.decode()
    )
    browser_of(colleague).post(reverse("tasks:take", args=[task.pk]), {"version": "1"})
    assert stands(task).holder == operator


def test_a_lawyer_takes_a_question_that_another_one_left_and_an_operator_does_not(
    enquiry: Enquiry, colleague: User, lawyer: User, supervisor: User, roster: dt.date
) -> None:
    centre = enquiry.centre
    other = make_user(centre, Role.LAWYER, "Lawyer 02")
    question = made(enquiry, colleague, kind=TaskKind.QUESTION, holder=lawyer, due_at=at(centre, roster, 20))
    evening = at(centre, roster, 18, 45)
    assert behind(other, centre, evening) == []  # no lawyer is on the roster: nobody knows who is there
    assert behind(supervisor, centre, evening) == []
    shifts = [Planned(lawyer, roster, *DAY), Planned(colleague, roster, *NIGHT)]
    write_week(centre=centre, monday=roster, version=1, shifts=shifts, by=supervisor)
    assert behind(colleague, centre, evening) == []
    assert behind(supervisor, centre, evening) == [question]
    with time_machine.travel(evening, tick=False):
        browser, page = browser_of(other), reverse("tasks:task", args=[question.pk])
        assert f'href="{page}"' not in today(other)  # nothing leads to what they may not read yet
        assert browser.get(page).status_code == 404
        refused = browser_of(colleague).post(reverse("tasks:take", args=[question.pk]), {"version": "1"})
        assert refused.status_code == 302  # they see it on the file, and are told that it is not theirs
        assert stands(question).holder == lawyer
        assert browser.post(reverse("tasks:take", args=[question.pk]), {"version": "1"}).status_code == 302
        assert NOTE in browser.get(page).content.decode()


def test_elsewhere_and_without_a_roster_nothing_stays_behind(
    enquiry: Enquiry, operator: User, colleague: User, other_operator: User, monday: dt.date
) -> None:
    centre = enquiry.centre
    made(enquiry, operator, due_at=at(centre, monday, 20))
    assert behind(colleague, centre, at(centre, monday, 18, 45)) == []
    assert behind(other_operator, centre, at(centre, monday, 18, 45)) == []


def test_beside_the_note_stands_what_one_leaves_oneself(
    enquiry: Enquiry, operator: User, roster: dt.date, centre: Centre
) -> None:
    task = made(enquiry, operator, due_at=at(centre, roster, 20))
    with time_machine.travel(at(centre, roster, 18, 15), tick=False):
        page = browser_of(operator).get(reverse("shifts:new_note")).content.decode()
    assert "Open tasks of those off duty" in page
    assert f"{reverse('tasks:task', args=[task.pk])}#id_whom" in page
    assert reverse("tasks:take", args=[task.pk]) not in page


def test_a_supervisor_takes_and_gives_whatever_the_centre_has(
    operator: User, colleague: User, supervisor: User, centre: Centre, other_centre: Centre
) -> None:
    free = made(None, operator)
    actions.give(task=free, version=1, to=colleague, by=supervisor)
    assert stands(free).holder == colleague
    assert Notice.objects.filter(kind="task.given", person=colleague, read_at=None).exists()
    actions.take(task=stands(free), version=2, by=supervisor)
    assert stands(free).holder == supervisor
    assert not Notice.objects.filter(kind="task.given", read_at=None).exists()
    other = make_user(other_centre, Role.SUPERVISOR, "Elsewhere")
    with pytest.raises(actions.NotYourTaskError):
        actions.take(task=stands(free), version=3, by=other)
    Membership.objects.filter(user=supervisor).delete()
    with pytest.raises(actions.NotYourTaskError):
        actions.give(task=stands(free), version=3, to=colleague, by=User.objects.get(pk=supervisor.pk))
