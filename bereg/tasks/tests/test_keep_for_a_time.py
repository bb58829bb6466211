"""A contact is kept while an open task needs it, for a year at most; the words of a task go with it."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.clock import zone_of
from bereg.core import sqlite_planner
from bereg.enquiries.models import Enquiry
from bereg.retention import rules as retention
from bereg.retention.models import Clock
from bereg.tasks import actions, safe_contact
from bereg.tasks.choices import TaskKind
from bereg.tasks.models import SafeContact, Task
from bereg.tasks.tests.conftest import made, stands
from bereg.vault.models import Key

pytestmark = pytest.mark.django_db
Night = Callable[[int], None]


@pytest.fixture
def night(enquiry: Enquiry) -> Night:
    """What a night some days after the enquiry was registered erases, with a clock that is believed."""
    began = timezone.now()

    def run(days: int) -> None:
        at = began + dt.timedelta(days=days)
        Clock.objects.all().delete()
        Clock.objects.create(boot="test", uptime_s=0, wall=at, seen_at=at)
        with time_machine.travel(at, tick=False):
            assert not [each.fault for each in retention.erase_due() if each.fault]

    return run


def has_contact(enquiry: Enquiry) -> bool:
    return bool(Enquiry._base_manager.get(pk=enquiry.pk).call_back)


def test_without_a_task_the_contact_goes_after_a_month(enquiry: Enquiry, night: Night) -> None:
    night(31)
    assert not has_contact(enquiry)


def test_an_open_task_keeps_the_contact(task: Task, enquiry: Enquiry, operator: User, night: Night) -> None:
    for days in (31, 95, 360):
        night(days)
        assert has_contact(enquiry)
        assert stands(task).words
    actions.finish(task=task, version=1, by=operator)
    night(361)
    assert not has_contact(enquiry)


def test_it_keeps_it_for_a_year_at_most(task: Task, enquiry: Enquiry, operator: User, night: Night) -> None:
    night(367)
    assert not has_contact(enquiry)
    assert stands(task).words == b""
    assert not Key.objects.filter(record=task.pk).exists()
    assert stands(task).is_open  # that something was promised is not forgotten


def test_a_question_keeps_no_contact(enquiry: Enquiry, operator: User, lawyer: User, night: Night) -> None:
    question = made(enquiry, operator, kind=TaskKind.QUESTION, holder=lawyer)
    night(31)
    assert not has_contact(enquiry)
    assert (bytes(stands(question).words), stands(question).is_open) == (b"", True)
    assert not Key.objects.filter(record=question.pk).exists()


def test_words_and_safe_contact_go_in_the_act_that_erases_the_number(
    task: Task, enquiry: Enquiry, operator: User, supervisor: User, night: Night
) -> None:
    safe_contact.write(enquiry=enquiry, version=0, safe=safe_contact.Safe(words="Say: the clinic."), by=operator)
    safe = SafeContact._base_manager.get()
    question = made(enquiry, operator, kind=TaskKind.QUESTION, holder=supervisor)
    free = made(None, operator)
    night(31)
    assert (bool(stands(question).words), SafeContact._base_manager.count()) == (True, 1)  # the call is to be made yet
    actions.finish(task=task, version=1, by=operator)
    night(32)
    assert not has_contact(enquiry)
    assert not SafeContact._base_manager.exists()
    assert [bytes(stands(each).words) for each in (task, question)] == [b"", b""]
    assert not Key.objects.filter(record__in=[task.pk, question.pk, safe.pk]).exists()
    assert stands(free).words  # it is about nobody's enquiry


def test_without_a_contact_the_words_go_a_month_after_the_task_ended(operator: User, night: Night) -> None:
    task = made(None, operator)
    actions.finish(task=task, version=1, by=operator)
    night(29)
    assert stands(task).words
    night(31)
    assert stands(task).words == b""
    assert stands(task).state == "done"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL never read every task: the plan is SQLite's")
def test_an_index_finds_the_words_that_are_due_however_many_tasks_are_open(task: Task) -> None:
    Task._base_manager.bulk_create(
        Task(centre=task.centre, enquiry=task.enquiry, kind=task.kind, due_at=task.due_at) for _number in range(1_000)
    )
    sqlite_planner.refresh_all()
    plans = [part.of_centres([task.centre]).explain() for part in Task.due_in_parts(timezone.now())]
    assert [re.findall("(?:SEARCH|SCAN) tasks_task.*", plan) for plan in plans] == [
        ["SEARCH tasks_task USING INDEX tasks_words_ended (ended_at<?)"],
        ["SEARCH tasks_task USING INDEX tasks_words_made (made_at<?)"],
    ]


@pytest.mark.parametrize("days", [10, 31, 366, 400])
def test_what_is_due_in_parts_is_what_is_due(task: Task, operator: User, days: int) -> None:
    open_one, of_today = (made(task.enquiry, operator) for _number in range(2))
    Task._base_manager.filter(pk=open_one.pk).update(made_at=timezone.now() - dt.timedelta(days=390))
    actions.finish(task=task, version=1, by=operator)
    at = timezone.now() + dt.timedelta(days=days)
    in_parts = [each.pk for part in Task.due_in_parts(at) for each in part]
    assert sorted(in_parts) == sorted(each.pk for each in Task.due(at))
    assert (task.pk in in_parts, open_one.pk in in_parts) == (days > 30, True)
    assert (of_today.pk in in_parts) == (days > 365)


def test_who_did_what_is_on_no_enquiry_is_forgotten_as_where_it_is_on_one(
    enquiry: Enquiry, operator: User, colleague: User, night: Night
) -> None:
    open_one, ended = made(None, operator), made(None, operator, holder=colleague)
    actions.finish(task=ended, version=1, by=colleague)
    night(365 * settings.KEEP_ANSWERS_YEARS - 3)
    assert stands(ended).holder == colleague
    night(366 * settings.KEEP_ANSWERS_YEARS + 31)  # with all that ended in the same month
    coarse, zone = stands(ended), zone_of(ended.centre)
    assert (coarse.holder, coarse.made_by, coarse.state) == (None, None, "done")
    for at in (coarse.made_at, coarse.due_at, coarse.ended_at):
        assert at
        assert f"{at.astimezone(zone):%d %H:%M:%S.%f}" == "01 00:00:00.000000"
    assert stands(open_one).made_by == operator
    assert "tasks" not in {rule.code for rule in retention.rules() if rule.count(timezone.now())}
