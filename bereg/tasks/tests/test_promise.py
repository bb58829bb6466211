"""Something is promised: for a person or a role, on an enquiry or on none; nobody's promise is lost."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre, Membership
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.tasks import actions
from bereg.tasks.choices import TaskKind
from bereg.tasks.due import due
from bereg.tasks.models import Task
from bereg.tasks.queries import first_to_do, tasks_for, to_do
from bereg.tasks.tests.conftest import WORDS, asked, made, promise, stands
from bereg.tasks.texts import opened
from conftest import make_user

pytestmark = pytest.mark.django_db


def test_a_promise_is_written_down_with_its_words_sealed(task: Task, operator: User) -> None:
    assert (task.holder, task.made_by, task.role, task.state) == (operator, operator, "", "open")
    assert WORDS.encode() not in bytes(task.words)
    assert opened(task, by=operator).text == WORDS
    assert [act.action for act in entries_on(task)] == ["task.made", "text.revealed"]
    assert list(to_do(operator)) == [task]


def test_a_promise_needs_no_enquiry(operator: User, colleague: User, lawyer: User) -> None:
    task = made(None, operator, kind=TaskKind.VERIFY, role=Role.OPERATOR)
    assert list(to_do(operator)) == list(to_do(colleague)) == [task]
    assert not to_do(lawyer)
    assert opened(task, by=colleague).text == WORDS
    assert opened(task, by=lawyer).is_closed


def test_of_several_who_could_do_it_one_takes_it(
    enquiry: Enquiry, operator: User, lawyer: User, centre: Centre
) -> None:
    other = make_user(centre, Role.LAWYER, "Lawyer 02")
    task = asked(enquiry, operator)
    assert list(to_do(lawyer)) == list(to_do(other)) == [task]
    actions.take(task=task, version=1, by=lawyer)
    assert list(to_do(lawyer)) == [task]
    assert not to_do(other)
    with pytest.raises(actions.NotYourTaskError):
        actions.take(task=task, version=2, by=other)


def test_of_two_who_take_it_at_once_one_is_told(enquiry: Enquiry, operator: User, lawyer: User, centre: Centre) -> None:
    task = made(enquiry, operator, role=Role.OPERATOR)
    actions.give(task=task, version=1, to=operator, by=operator)
    with pytest.raises(actions.StaleTaskError):
        actions.give(task=task, version=1, to=operator, by=operator)


def test_whoever_is_given_a_task_is_told(enquiry: Enquiry, operator: User, colleague: User) -> None:
    task = made(enquiry, operator, holder=colleague)
    assert [(each.person, each.target) for each in Notice.objects.filter(kind="task.given")] == [
        (colleague, str(task.pk))
    ]


@pytest.mark.parametrize("leaves", ["closed", "elsewhere"])
def test_a_colleague_who_left_is_promised_nothing(
    enquiry: Enquiry, operator: User, colleague: User, leaves: str
) -> None:
    leave(colleague, leaves)
    with pytest.raises(actions.HolderLeftError):
        made(enquiry, operator, holder=colleague)
    assert not Task._base_manager.exists()


@pytest.mark.parametrize("leaves", ["closed", "elsewhere"])
def test_what_a_colleague_left_behind_is_there_for_the_others(
    enquiry: Enquiry, operator: User, colleague: User, supervisor: User, leaves: str
) -> None:
    lawyer = make_user(enquiry.centre, Role.LAWYER, "Lawyer 03")
    task = made(enquiry, operator, holder=colleague)
    assert not to_do(operator)
    leave(colleague, leaves)
    assert list(to_do(operator)) == list(to_do(supervisor)) == [task]
    assert not to_do(lawyer)
    actions.take(task=task, version=1, by=supervisor)
    assert stands(task).holder == supervisor


def test_a_form_sent_twice_makes_one(enquiry: Enquiry, operator: User) -> None:
    own, said = uuid4(), promise(holder=operator)
    actions.make(id=own, centre=enquiry.centre, enquiry=enquiry, promise=said, by=operator)
    with pytest.raises(actions.TaskMadeError):
        actions.make(id=own, centre=enquiry.centre, enquiry=enquiry, promise=said, by=operator)
    assert Task._base_manager.count() == 1


def test_nothing_is_promised_where_nobody_agreed(enquiry: Enquiry, operator: User) -> None:
    withdraw_consent(enquiry=enquiry, by=operator)
    with pytest.raises(actions.ConsentGoneError):
        made(enquiry, operator)


def test_nothing_is_promised_on_what_is_coarse(enquiry: Enquiry, operator: User, desk: Client) -> None:
    Enquiry._base_manager.filter(pk=enquiry.pk).update(code_word_index=b"")
    page = enquiry.get_absolute_url()
    new = reverse("tasks:new_task", args=[enquiry.pk])
    assert new not in desk.get(page).content.decode()
    assert desk.get(new).headers["Location"] == page
    with pytest.raises(actions.NotYourTaskError):
        made(Enquiry._base_manager.select_related("centre").get(pk=enquiry.pk), operator)


def test_another_centre_knows_nothing_of_it(
    task: Task, enquiry: Enquiry, operator: User, other_centre: Centre, supervisor: User
) -> None:
    asked(enquiry, operator)
    for role in (Role.OPERATOR, Role.LAWYER, Role.SUPERVISOR):
        stranger = make_user(other_centre, role, f"Elsewhere {role}")
        assert not to_do(stranger)
        assert not tasks_for(stranger)
        assert opened(task, by=stranger).is_closed


def test_the_most_late_comes_first(enquiry: Enquiry, operator: User) -> None:
    now = timezone.now()
    hours: list[Any] = [5, -2, 1, -9]
    for each in hours:
        made(enquiry, operator, due_at=now + dt.timedelta(hours=each))
    assert [each.due_at for each in to_do(operator)] == [now + dt.timedelta(hours=each) for each in sorted(hours)]


def first(person: User) -> list[Task]:
    """What somebody is to do first, late and still to come."""
    late, ahead = first_to_do(person, timezone.now(), 9)
    return late + ahead


def leave(person: User, how: str) -> None:
    """Let somebody leave the centre."""
    if how == "closed":
        User.objects.filter(pk=person.pk).update(closed_at=timezone.now())
    else:
        Membership.objects.filter(user=person).delete()
    person.refresh_from_db()


def test_what_somebody_is_to_do_first_is_what_a_list_of_it_begins_with(
    centre: Centre, enquiry: Enquiry, operator: User, supervisor: User, colleague: User
) -> None:
    now = timezone.now()
    for hours, holder in enumerate([operator, colleague, operator, supervisor]):
        made(enquiry, operator, due_at=now + dt.timedelta(hours=9 - hours))
        Task._base_manager.filter(due_at=now + dt.timedelta(hours=9 - hours)).update(holder=holder)
    Task._base_manager.filter(holder=supervisor).update(holder=None, role=Role.OPERATOR)
    Membership.objects.filter(user=colleague).delete()
    for person, count in ((operator, 4), (supervisor, 1), (colleague, 0)):
        assert first(person) == list(to_do(person))
        assert len(first(person)) == count
    assert first_to_do(operator, now, 2) == ([], list(to_do(operator)[:2]))
    assert first_to_do(operator, now + dt.timedelta(hours=7), 1) == ([to_do(operator)[0]], [to_do(operator)[2]])
    User.objects.filter(pk=operator.pk).update(closed_at=now)
    assert first(supervisor) == list(to_do(supervisor))
    assert len(first(supervisor)) == 4  # what is for operators too, as none is left


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ANALYST])
def test_what_somebody_had_who_does_no_tasks_any_more_is_the_supervisors_to_see_to(
    enquiry: Enquiry, operator: User, colleague: User, supervisor: User, role: Role
) -> None:
    task = made(enquiry, operator)
    assert not to_do(supervisor)
    User.objects.filter(pk=operator.pk).update(role=role)
    assert list(to_do(supervisor)) == first(supervisor) == [task]
    [item] = due(supervisor, timezone.now())
    assert item.whom == f"left by {operator}"
    actions.give(task=task, version=1, to=colleague, by=supervisor)
    assert (list(to_do(colleague)), list(to_do(supervisor))) == ([task], [])


def test_what_is_for_a_role_that_nobody_has_is_the_supervisors_to_see_to(
    enquiry: Enquiry, operator: User, lawyer: User, supervisor: User
) -> None:
    task = made(enquiry, operator, kind=TaskKind.QUESTION, role=Role.LAWYER)
    assert not to_do(supervisor)
    leave(lawyer, "closed")
    assert list(to_do(supervisor)) == first(supervisor) == [task]
    assert not to_do(operator)
