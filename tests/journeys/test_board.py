"""A supervisor keeps the board open: it renews itself under their hands, and says when it cannot."""

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from bereg.accounts.models import Session, User
from bereg.contacts.models import Contact
from bereg.contacts.usual_day import WEEK
from bereg.dangers import actions as dangers
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.tasks.models import Task

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
ROUND_MS = 20_000


@pytest.fixture
def waits(operator: User, supervisor: User) -> Enquiry:
    """An enquiry that was promised a call, which is late."""
    publish_standard()
    desk = Client()
    desk.force_login(operator)
    pk = uuid4()
    sent = {"consent": "yes", "outcome": "call_back", "call_back": "8 916 000-00-16", "topics": ["quota"]}
    desk.post(reverse("desk:form", args=[pk]), sent)
    Task._base_manager.update(due_at=timezone.now() - dt.timedelta(hours=3))
    return Enquiry._base_manager.get(pk=pk)


@pytest.fixture
def board(page: Page, signed_in: Callable[[Page, User], None], supervisor: User, waits: Enquiry) -> Page:
    """The board, opened by key, under a clock that the test moves."""
    signed_in(page, supervisor)
    page.goto("/today/")
    page.clock.install()
    page.keyboard.press("Alt+Digit2")
    page.wait_for_url("**/board/")
    expect(page.locator("#board-pause")).to_be_visible()
    return page


def called_a_week_ago(waits: Enquiry) -> None:
    """Let there be a usual day, which the board shows beside the hours of today."""
    contact = Contact._base_manager.get(of_enquiry__enquiry=waits)
    contact.pk, contact.started_at = uuid4(), contact.started_at - WEEK
    contact.save(force_insert=True)


def raise_one(waits: Enquiry, operator: User) -> None:
    dangers.raise_danger(id=uuid4(), centre=waits.centre, form=waits.pk, by=operator)


def test_it_renews_itself_and_leaves_the_reader_where_they_are(board: Page, waits: Enquiry, operator: User) -> None:
    board.set_viewport_size({"width": 1280, "height": 400})
    link = board.locator(f"#b-waits-{waits.pk}")
    link.focus()
    before = board.evaluate("scrollY")
    desk = Client()
    desk.force_login(operator)
    sent = {"id": str(uuid4()), "disposition": "silent", "confirmed": "yes"}
    desk.post(reverse("desk:without_enquiry"), sent)
    with board.expect_response("**/board/now/**"):
        board.clock.run_for(ROUND_MS)
    expect(board.locator("#board-said")).to_contain_text("2 contacts today")
    expect(link).to_be_focused()
    assert board.evaluate("scrollY") == before
    raise_one(waits, operator)
    with board.expect_response("**/board/now/**"):
        board.clock.run_for(ROUND_MS)
    expect(board.locator(".board-figures .late").first).to_contain_text("alarm not taken yet")
    expect(board.locator("#board-said")).to_contain_text("1 alarm not taken yet")
    Enquiry._base_manager.filter(pk=waits.pk).update(closed_at=timezone.now())
    with board.expect_response("**/board/now/**"):
        board.keyboard.press("Shift+KeyU")
    expect(link).to_have_count(0)
    expect(board.locator("#board-now")).to_contain_text("Nobody waits for an answer")


def test_what_is_gone_leaves_its_reader_on_the_board(board: Page, waits: Enquiry) -> None:
    board.locator(f"#b-waits-{waits.pk}").focus()
    Enquiry._base_manager.filter(pk=waits.pk).update(closed_at=timezone.now())
    with board.expect_response("**/board/now/**"):
        board.clock.run_for(ROUND_MS)
    expect(board.locator("#board-now")).to_be_focused()


def test_it_is_paused_by_key_and_renewed_when_asked(board: Page) -> None:
    asked: list[str] = []
    board.on("request", lambda request: asked.append(request.url) if "/board/now/" in request.url else None)
    board.keyboard.press("Shift+KeyB")
    expect(board.locator("#board-state")).to_contain_text("Paused")
    board.clock.run_for(3 * ROUND_MS)
    assert asked == []
    with board.expect_response("**/board/now/**"):
        board.keyboard.press("Shift+KeyU")
    expect(board.locator("#board-state")).to_contain_text("Paused")
    with board.expect_response("**/board/now/**"):
        board.keyboard.press("Shift+KeyB")
    expect(board.locator("#board-state")).to_be_hidden()


def test_it_says_when_the_server_cannot_be_reached(board: Page, faults: list[str]) -> None:
    board.context.set_offline(True)
    board.clock.run_for(ROUND_MS)
    expect(board.locator("#board-state")).to_contain_text("cannot be reached")
    board.context.set_offline(False)
    board.clock.run_for(ROUND_MS)
    expect(board.locator("#board-state")).to_be_hidden()
    faults.clear()


def test_an_ended_session_leads_to_the_sign_in_and_not_into_the_board(board: Page, supervisor: User) -> None:
    Session.objects.filter(user=supervisor).delete()
    board.clock.run_for(ROUND_MS)
    board.wait_for_url("**/account/login/**")
    expect(board.locator("#board-now")).to_have_count(0)


def test_the_checker_finds_nothing(board: Page, barriers: Callable[[Page], list[str]], waits: Enquiry) -> None:
    User.objects.update(language="ru")
    assert waits.assignee
    raise_one(waits, waits.assignee)
    called_a_week_ago(waits)
    board.reload()
    expect(board.locator("html")).to_have_attribute("lang", "ru")
    expect(board.locator(".bars:not(.load) thead .number")).to_have_count(2)  # the usual day too
    assert barriers(board) == []
