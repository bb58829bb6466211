"""The open tasks of a centre, for its supervisors: narrowed, page by page, several given at once."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.centres.models import Centre, Membership
from bereg.enquiries.models import Enquiry
from bereg.tasks import open_tasks
from bereg.tasks.models import Task
from bereg.tasks.tests.conftest import NOTE, NUMBER, WORDS, made, stands

pytestmark = pytest.mark.django_db
OPEN, GIVE = reverse("tasks:open_tasks"), reverse("tasks:give_several")
LATE = dt.timedelta(hours=-3)


@pytest.fixture
def office(supervisor: User) -> Client:
    """The browser of the supervisor."""
    browser = Client()
    browser.force_login(supervisor)
    return browser


def shown(answer: Any) -> list[Task]:
    return [line["task"] for line in answer.context["lines"]]


def chosen(*tasks: Task) -> list[str]:
    return [f"{task.pk}:{task.version}" for task in tasks]


def test_all_that_is_open_stands_there_what_is_due_first_on_top(
    office: Client, enquiry: Enquiry, operator: User, colleague: User
) -> None:
    second, first = made(enquiry, operator), made(enquiry, operator, due_at=timezone.now() + LATE)
    page = office.get(OPEN)
    assert shown(page) == [first, second]
    assert not any(each in page.content.decode() for each in (NUMBER, NOTE, WORDS))
    third = made(None, operator, holder=colleague)
    assert shown(office.get(OPEN, {"late": "on"})) == [first]
    assert shown(office.get(OPEN, {"holder": str(colleague.pk)})) == [third]
    assert shown(office.get(OPEN, {"holder": "nobody", "after": "nothing"})) == [first, second, third]


def test_it_is_of_ones_own_centres_alone(
    office: Client, supervisor: User, other_operator: User, other_centre: Centre, operator: User
) -> None:
    there = made(None, other_operator)
    assert shown(office.get(OPEN)) == []
    assert office.get(OPEN, {"centre": str(other_centre.pk)}).status_code == 404
    Membership.objects.create(user=supervisor, centre=other_centre)
    assert shown(office.get(OPEN, {"centre": str(other_centre.pk)})) == [there]
    browser = Client()
    browser.force_login(operator)
    assert browser.get(OPEN).status_code == 403
    assert browser.post(GIVE, {"chosen": chosen(there), "whom": "role:operator"}).status_code == 403
    Membership.objects.filter(user=supervisor).delete()
    assert office.get(OPEN)["Location"] == reverse("own_account")


def test_it_goes_on_page_by_page(
    office: Client, enquiry: Enquiry, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_tasks, "PAGE", 2)
    due_at = timezone.now() + dt.timedelta(hours=1)
    tasks = [made(enquiry, operator, due_at=due_at) for _ in range(5)]
    found, after = [], ""
    while after is not None:
        page = office.get(OPEN, {"after": after} if after else {})
        found += shown(page)
        after = page.context["following"]
    assert found == sorted(tasks, key=lambda task: task.pk)


def test_several_are_given_at_once_and_one_that_changed_is_named(
    office: Client, enquiry: Enquiry, operator: User, colleague: User
) -> None:
    first, second, stale = (made(enquiry, operator) for _ in range(3))
    sent = {"chosen": [*chosen(first, second), f"{stale.pk}:7", "nonsense"], "whom": str(colleague.pk), "late": "on"}
    answer = office.post(GIVE, sent, follow=True)
    assert "late=on" in answer.redirect_chain[0][0]
    assert "2 tasks are given." in answer.content.decode()
    assert f"left as they are: call back {enquiry.number}" in answer.content.decode()
    assert [stands(each).holder for each in (first, second, stale)] == [colleague, colleague, operator]
    assert Notice.objects.filter(kind="task.given", person=colleague, read_at=None).count() == 2


def test_nobody_chosen_keeps_what_was_ticked_and_nothing_ticked_is_said(
    office: Client, enquiry: Enquiry, operator: User
) -> None:
    task = made(enquiry, operator)
    answer = office.post(GIVE, {"chosen": chosen(task), "whom": ""})
    assert answer.status_code == 422
    assert f'value="{task.pk}:1" checked' in answer.content.decode()
    said = office.post(GIVE, {"whom": "role:operator"}, follow=True).content.decode()
    assert "select at least one task" in said
    assert stands(task).holder == operator


def test_a_later_page_that_comes_back_is_the_same_page(
    office: Client, enquiry: Enquiry, operator: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_tasks, "PAGE", 1)
    first, second = (made(enquiry, operator, due_at=timezone.now() + dt.timedelta(hours=hours)) for hours in (1, 2))
    after = str(office.get(OPEN).context["following"])
    assert f'name="after" value="{after}"' in office.get(OPEN, {"after": after}).content.decode()
    sent = {"chosen": chosen(second), "after": after, "whom": ""}
    back = office.post(GIVE, sent)
    assert (back.status_code, shown(back)) == (422, [second])
    assert f'value="{second.pk}:1" checked' in back.content.decode()
    given = office.post(GIVE, {**sent, "whom": str(colleague.pk)}, follow=True)
    assert shown(given) == [stands(second)]
    assert stands(first).holder == operator
