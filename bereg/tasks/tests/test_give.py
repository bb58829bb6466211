"""A task is given to a colleague or a role; one without an enquiry is made at any of one's centres."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre, Membership
from bereg.enquiries.models import Enquiry
from bereg.tasks import actions
from bereg.tasks.choices import DropReason
from bereg.tasks.models import Task
from bereg.tasks.queries import to_do
from bereg.tasks.tests.conftest import asked, made, stands
from bereg.tasks.tests.test_pages import sent
from conftest import make_user

pytestmark = pytest.mark.django_db


def give(desk: Client, task: Task, whom: str, version: int = 1) -> tuple[int, str]:
    answer = desk.post(reverse("tasks:give", args=[task.pk]), {"version": str(version), "whom": whom})
    return answer.status_code, answer.content.decode()


def test_a_colleague_has_it_then_and_is_told(desk: Client, task: Task, operator: User, colleague: User) -> None:
    assert str(colleague) in desk.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert give(desk, task, str(colleague.pk))[0] == 302
    assert list(to_do(colleague)) == [task]
    assert not to_do(operator)
    assert Notice.objects.get(kind="task.given").person == colleague
    assert "task.given" in [act.action for act in entries_on(task)]


def test_whoever_has_a_role_may_have_it(
    desk: Client, task: Task, enquiry: Enquiry, operator: User, lawyer: User
) -> None:
    assert give(desk, task, "role:lawyer")[0] == 302
    assert list(to_do(lawyer)) == [task]
    assert not to_do(operator)
    assert "task is for whoever has a role" in desk.get(enquiry.get_absolute_url()).content.decode()


def test_nobody_is_chosen_for_the_giver(desk: Client, task: Task, operator: User) -> None:
    assert give(desk, task, "")[0] == 422
    assert stands(task).holder == operator


def test_a_colleague_who_left_is_said(desk: Client, task: Task, operator: User, colleague: User) -> None:
    User.objects.filter(pk=colleague.pk).update(closed_at=timezone.now())
    status, page = give(desk, task, str(colleague.pk))
    assert status == 422
    assert "no longer works here" in page
    assert stands(task).holder == operator


def test_a_task_that_changed_meanwhile_is_not_given(desk: Client, task: Task, operator: User, colleague: User) -> None:
    status, page = give(desk, task, str(colleague.pk), version=7)
    assert status == 409
    assert "A colleague changed this task" in page
    assert f'value="{colleague.pk}" selected' in page
    assert stands(task).holder == operator


def test_what_is_for_the_lawyers_is_not_the_operators_to_take(
    enquiry: Enquiry, task: Task, colleague: User, lawyer: User
) -> None:
    browser = Client()
    browser.force_login(lawyer)
    assert give(browser, task, str(lawyer.pk))[0] == 404  # it is nothing to them
    browser.force_login(colleague)
    assert give(browser, asked(enquiry, task.made_by), str(colleague.pk))[0] in {404, 409}  # type: ignore[arg-type]


def test_a_task_without_an_enquiry_is_made_at_any_of_ones_centres(
    desk: Client, operator: User, centre: Centre, other_centre: Centre, other_operator: User
) -> None:
    address = reverse("tasks:new_free_task")
    elsewhere = f"{address}?centre={other_centre.pk}"
    assert "?centre=" not in desk.get(address).content.decode()
    assert desk.get(elsewhere).context["centre"] == centre  # where they do not work
    Membership.objects.create(user=operator, centre=other_centre)
    first = desk.get(address)
    other = next(each for each in (centre, other_centre) if each != first.context["centre"])
    assert f"?centre={other.pk}" in first.content.decode()
    assert str(other_operator) in desk.get(elsewhere).content.decode()
    typed = sent(operator, other_centre, kind="verify", whom=str(other_operator.pk))
    assert desk.post(elsewhere, typed).status_code == 302
    assert Task._base_manager.get().centre == other_centre


@pytest.mark.parametrize(
    ("leaves", "words"), [("closed", "nobody’s, left by"), ("elsewhere", "left by"), ("role", "left by")]
)
def test_what_somebody_left_is_shown_to_a_supervisor_as_nobodys(
    task: Task, centre: Centre, operator: User, leaves: str, words: str
) -> None:
    if leaves == "closed":
        User.objects.filter(pk=operator.pk).update(closed_at=timezone.now())
    elif leaves == "role":
        User.objects.filter(pk=operator.pk).update(role=Role.ANALYST)
    else:
        Membership.objects.filter(user=operator).delete()
    browser = Client()
    browser.force_login(make_user(centre, Role.SUPERVISOR, "Supervisor 01"))
    page = browser.get(reverse("desk:today")).content.decode()
    assert f">{words} {operator}<" in page
    on_its_page = browser.get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert f"nobody’s, left by {operator}" in on_its_page


@pytest.mark.parametrize("act", ["take", "give", "finish", "drop"])
def test_the_act_is_recorded_before_the_notice_of_whoever_had_it_is_put_away(
    enquiry: Enquiry, operator: User, colleague: User, supervisor: User, act: str
) -> None:
    """The count of notices stands in their row: locked before the end of the log, it may be waited for in a circle."""
    task = made(enquiry, operator, holder=colleague)
    acts: dict[str, Callable[[], None]] = {
        "take": lambda: actions.take(task=task, version=1, by=supervisor),
        "give": lambda: actions.give(task=task, version=1, to=operator, by=operator),
        "finish": lambda: actions.finish(task=task, version=1, by=colleague),
        "drop": lambda: actions.drop(task=task, version=1, because=DropReason.MISTAKE, by=operator),
    }
    with CaptureQueriesContext(connection) as asked:
        acts[act]()
    statements = [query["sql"] for query in asked]
    recorded = next(place for place, each in enumerate(statements) if "INSERT INTO audit_" in each)
    counted = next(place for place, each in enumerate(statements) if 'UPDATE "accounts_user"' in each)
    assert recorded < counted
