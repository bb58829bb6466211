"""What is to be done, from Today: a line has the focus, and its task is ended, moved or dropped by key."""

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.questionnaire.publishing import publish_standard
from bereg.tasks import actions
from bereg.tasks.choices import TaskKind
from bereg.tasks.models import Task

pytestmark = [
    pytest.mark.once("what keys do is the page's; what they ask the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def task(centre: Centre, operator: User) -> Task:
    """Something that the operator is to verify."""
    publish_standard()
    due = timezone.now() + dt.timedelta(hours=1)
    promise = actions.Promise(kind=TaskKind.VERIFY, due_at=due, holder=operator, words="An invented promise.")
    return actions.make(id=uuid4(), centre=centre, enquiry=None, promise=promise, by=operator)


@pytest.fixture
def at_desk(page: Page, signed_in: Callable[[Page, User], None], operator: User, task: Task) -> Page:
    """A page of an operator who has the line of the task in focus."""
    signed_in(page, operator)
    page.goto("/today/")
    page.keyboard.press("KeyJ")
    expect(page.locator("[data-row]").first).to_be_focused()
    return page


def test_done_takes_enter_besides(at_desk: Page, task: Task) -> None:
    at_desk.keyboard.press("KeyD")
    at_desk.wait_for_url(f"**/tasks/{task.pk}/#done")
    expect(at_desk.locator("#done")).to_be_focused()
    assert Task._base_manager.get().state == "open"
    at_desk.keyboard.press("Enter")
    at_desk.wait_for_url("**/today/")
    assert Task._base_manager.get().state == "done"


def test_space_scrolls_where_nothing_is_chosen(at_desk: Page) -> None:
    faults: list[str] = []
    at_desk.on("pageerror", lambda error: faults.append(str(error)))
    at_desk.keyboard.press("Space")
    expect(at_desk.locator("[data-row]").first).to_be_focused()
    assert not faults


@pytest.mark.parametrize(("key", "field"), [("KeyM", "#id_due_on"), ("KeyX", "#drop_because")])
def test_moving_and_dropping_lead_to_their_first_field(at_desk: Page, key: str, field: str) -> None:
    at_desk.keyboard.press(key)
    at_desk.wait_for_url(f"**/{field}")
    expect(at_desk.locator(field)).to_be_visible()
    expect(at_desk.locator(field)).to_be_focused()


def test_without_a_line_in_focus_the_keys_do_nothing(at_desk: Page) -> None:
    at_desk.locator("h1").click()
    for key in ("KeyD", "KeyM", "KeyX"):
        at_desk.keyboard.press(key)
    expect(at_desk).to_have_url("/today/")
