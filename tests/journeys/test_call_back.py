"""A call-back by keyboard: promised with the outcome, missed, moved with a reason, and done."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bereg.accounts.models import User
from bereg.questionnaire.publishing import publish_standard
from bereg.tasks.choices import TaskKind
from bereg.tasks.models import Task
from tests.journeys.conftest import Look, Open

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


def test_a_call_back_is_made_missed_moved_and_done(open_page: Open, operator: User, look: Look) -> None:
    publish_standard()
    page = open_page(operator)
    page.goto("/enquiries/new/")
    page.locator("[name=consent][value=yes]").check(force=True)
    page.keyboard.press("Alt+KeyO")
    page.locator("[name=outcome]:focus").select_option("call_back")
    look(page, "[name=promise_time]")
    page.locator("details.call-back summary").click()
    page.locator("[name=call_back]").fill("+7 900 000-00-31")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/saved/")
    task = Task._base_manager.get()
    assert (task.kind, task.holder) == (TaskKind.CALL_BACK, operator)
    assert task.due_at > timezone.now()

    Task._base_manager.update(due_at=timezone.now() - dt.timedelta(hours=26))  # nobody called yesterday
    page.goto("/today/")
    look(page, ".state.late")
    page.locator("[data-list] a[data-row]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tasks/{task.pk}/")
    look(page, "#t-promised")
    page.keyboard.press("KeyM")
    later_on = timezone.localdate() + dt.timedelta(days=2)
    page.locator("details[open] [name=due_on]").fill(later_on.isoformat())
    page.locator("details[open] [name=due_time]").fill("10:30")
    page.locator("details[open] [name=because]").select_option(index=1)
    page.locator("details[open] button").press("Enter")
    expect(page.locator("[role=status]")).to_be_visible()
    moved = Task._base_manager.get()
    assert moved.is_open
    assert moved.due_at > timezone.now()

    page.goto(f"/tasks/{task.pk}/")
    expect(page.locator("#contact")).to_be_hidden()
    page.keyboard.press("KeyC")
    look(page, "#contact")
    expect(page.locator("#contact")).to_have_text("+7 900 000-00-31")
    page.keyboard.press("KeyD")
    page.wait_for_url("**/today/")
    look(page, "h1")
    assert not Task._base_manager.get().is_open
    expect(page.locator(f"a[href='/tasks/{task.pk}/']")).to_have_count(0)
