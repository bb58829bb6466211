"""The appointments of the next days: one's own, of a supervisor those of the centre; by the day at the centre."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.clock import in_zone, zone_of
from bereg.centres.models import Centre
from bereg.contacts.channels import Precision
from bereg.enquiries.models import Enquiry
from bereg.tasks import actions
from bereg.tasks.appointments import appointments
from bereg.tasks.choices import DropReason, TaskKind
from bereg.tasks.models import Task
from bereg.tasks.tests.conftest import WORDS, made
from conftest import make_user

pytestmark = pytest.mark.django_db
HERE = dt.timedelta(hours=17)


def seen(enquiry: Enquiry, by: User, days: int, at: dt.timedelta = HERE, **changes: object) -> Task:
    """Promise an appointment some days from today, by the clock of the centre."""
    today = in_zone(timezone.now(), enquiry.centre).date() + dt.timedelta(days=days)
    due_at = dt.datetime.combine(today, dt.time(), zone_of(enquiry.centre)) + at
    return made(enquiry, by, kind=TaskKind.APPOINTMENT, due_at=due_at, **changes)


def listed(person: User) -> list[Task]:
    return [task for _, tasks in appointments(person, timezone.now()) for task in tasks]


def test_today_and_seven_days_are_shown_the_days_in_order(enquiry: Enquiry, operator: User) -> None:
    last, first = seen(enquiry, operator, 7), seen(enquiry, operator, 0)
    seen(enquiry, operator, 8)
    seen(enquiry, operator, -1)
    made(enquiry, operator)  # to call back is no appointment
    assert listed(operator) == [first, last]
    assert [on for on, _ in appointments(operator, timezone.now())] == [first.due_on, last.due_on]


def test_any_time_of_a_day_stands_on_that_day_above_its_hours(enquiry: Enquiry, operator: User) -> None:
    timed = seen(enquiry, operator, 1)
    whole = seen(enquiry, operator, 1, dt.timedelta(days=1), precision=Precision.DAY)
    assert listed(operator) == [whole, timed]
    assert whole.due_on == timed.due_on


def test_a_supervisor_sees_those_of_the_centre_and_others_their_own(
    enquiry: Enquiry, operator: User, lawyer: User, supervisor: User, other_centre: Centre
) -> None:
    own, for_any = seen(enquiry, operator, 1), seen(enquiry, operator, 2, role=Role.LAWYER)
    assert listed(operator) == [own]
    assert listed(lawyer) == [for_any]
    assert not listed(make_user(enquiry.centre, Role.OPERATOR, "Operator 07"))
    assert listed(supervisor) == [own, for_any]
    assert not listed(make_user(other_centre, Role.SUPERVISOR, "Elsewhere"))


def test_what_is_ended_is_shown_no_more(enquiry: Enquiry, operator: User) -> None:
    task = seen(enquiry, operator, 1)
    actions.drop(task=task, version=1, because=DropReason.NOT_WANTED, by=operator)
    assert not listed(operator)


def test_the_page_leads_to_each_and_opens_no_words(desk: Client, enquiry: Enquiry, operator: User) -> None:
    task = seen(enquiry, operator, 1)
    before = ChainedAct.objects.count()
    page = desk.get(reverse("tasks:appointments")).content.decode()
    assert "17:00" in page
    assert enquiry.number in page
    assert reverse("tasks:task", args=[task.pk]) in page
    assert WORDS not in page
    assert ChainedAct.objects.count() == before
    assert reverse("tasks:appointments") in desk.get(reverse("desk:today")).content.decode()
