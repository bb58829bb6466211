"""Somebody asks on the web without a name; the operator answers in a second browser; the code opens it in a third."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from bereg.accounts.models import User
from bereg.centres.kinds import LineKind
from bereg.centres.models import Centre, Line
from bereg.conversations.models import Thread
from bereg.vault.tests.conftest import cheap_secrets
from bereg.web_questions import sessions, throttle
from bereg.web_questions.models import VisitorSession
from tests.journeys.conftest import PATIENCE_MS, Look, Open, watch

__all__ = ["cheap_secrets"]
pytestmark = [
    pytest.mark.once("what the pages do by themselves; what they ask the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
ASKED = "They have not paid us for three months. What can we do?"
ANSWER = "Go to the inspectorate, and keep your papers."
AGAIN = "Thank you. And if he finds out?"
Theirs = Callable[..., Page]


@pytest.fixture
def web(centre: Centre, cheap_secrets: None) -> Line:
    """The web form of the Moscow centre."""
    return Line.objects.create(centre=centre, slug="moscow-web", kind=LineKind.WEB, address={"": "web"})


@pytest.fixture
def theirs(browser: Browser, site: str, web: Line, faults: list[str]) -> Iterator[Theirs]:
    """Open a page in a new browser of somebody who asks, a telephone."""
    contexts: list[Any] = []

    def opened(**more: Any) -> Page:
        context = browser.new_context(base_url=site, viewport={"width": 390, "height": 844}, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        watch(page, site, faults)
        page.route(f"{settings.QUICK_EXIT}**", lambda route: route.fulfill(body="neutral"))
        return page

    yield opened
    for each in contexts:
        each.close()


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set once the server has ended a visit."""
    happened, end = threading.Event(), sessions.end

    def told(visit: sessions.AskerVisit) -> None:
        end(visit)
        happened.set()

    monkeypatch.setattr(sessions, "end", told)
    return happened


def ask(page: Page, look: Look) -> str:
    """Ask from the home page on, and write the code down."""
    page.goto("/en/")
    page.locator("a[href='/en/ask/']").press("Enter")
    look(page, "#id_text")
    assert page.context.cookies() == []
    page.locator("#id_text").fill(ASKED)
    page.locator("form button.primary").press("Enter")
    look(page, "#code")
    code = page.locator("#code").inner_text()
    page.locator("main form button").press("Enter")
    look(page, "#lines")
    expect(page.get_by_text(code)).to_have_count(0)
    return code


def come_back(page: Page, code: str) -> None:
    """Type a code."""
    page.goto("/en/ask/again/")
    page.locator("#id_code").fill(code)
    page.keyboard.press("Enter")


def leave(page: Page) -> None:
    """Leave quickly by keyboard."""
    for _ in range(3):
        page.keyboard.press("Escape")


def test_a_question_is_answered_and_read_with_the_code(
    open_page: Open, theirs: Theirs, operator: User, look: Look
) -> None:
    code = ask(theirs(), look)
    desk = open_page(operator)
    desk.goto(Thread._base_manager.get().get_absolute_url())
    look(desk, "blockquote")
    desk.locator("#id_text").fill(ANSWER)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("h1")).not_to_have_count(0)
    other = theirs()
    come_back(other, "1" * 25)
    look(other, "[role=alert]")
    come_back(other, code)
    expect(other.locator("#lines blockquote")).to_have_text([ASKED, ANSWER])
    other.locator("#id_text").fill(AGAIN)
    other.locator("form button.primary").press("Enter")
    expect(other.locator("#lines blockquote")).to_have_text([ASKED, ANSWER, AGAIN])
    look(other, "#lines")
    desk.goto(Thread._base_manager.get().get_absolute_url())
    expect(desk.locator("blockquote")).to_have_text([ASKED, ANSWER, AGAIN])


def test_a_code_that_was_tried_at_a_crowded_moment_is_sent_again_by_no_reload_and_no_back(
    theirs: Theirs, look: Look, monkeypatch: pytest.MonkeyPatch, faults: list[str]
) -> None:
    code = ask(theirs(), look)
    page = theirs()
    crowded, wide = throttle.Bucket(1, 0), throttle.tries
    sent: list[str] = []
    page.on("request", lambda each: sent.append(each.method) if each.is_navigation_request() else None)
    monkeypatch.setattr(throttle, "tries", crowded)
    come_back(page, code)
    look(page, "[role=alert]")
    expect(page.locator("#id_code")).to_have_value(code)
    monkeypatch.setattr(throttle, "tries", wide)
    page.locator("#id_code").press("Enter")
    expect(page.locator("#lines blockquote")).to_have_text([ASKED])
    page.locator("main form[action$='/end/'] button").click()
    expect(page.locator("#lines")).to_have_count(0)
    page.go_back()
    page.go_back()
    expect(page.locator("#id_code")).to_have_value("")
    page.reload()
    expect(page.locator("#id_code")).to_have_value("")
    assert sent.count("POST") == 3  # the code twice, and the end
    faults.clear()  # the browser notes each answer of 503


def test_leaving_quickly_in_the_middle_leaves_nothing_of_ours(
    theirs: Theirs, look: Look, ended: threading.Event, faults: list[str]
) -> None:
    page = theirs()
    ask(page, look)
    page.locator("#id_text").fill("Half a sent")
    leave(page)
    page.wait_for_url(settings.QUICK_EXIT)
    assert ended.wait(PATIENCE_MS / 1000)  # the end of the visit was sent behind the neutral page
    page.go_back()
    expect(page.get_by_role("heading", name="Read the answer")).to_be_visible()
    expect(page.get_by_text(ASKED)).to_have_count(0)
    assert not VisitorSession._base_manager.exists()
    faults.clear()  # the neutral page is a third party, asked for by the person


def test_back_leaves_again_until_the_end_of_the_visit_has_arrived(
    theirs: Theirs, look: Look, site: str, ended: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of our own address here: a browser carries what a tab keeps to another address a moment later.
    monkeypatch.setattr(settings, "QUICK_EXIT", f"{site}/neutral/")
    page = theirs()
    code = ask(page, look)
    page.route("**/en/ask/end/", lambda route: route.abort(), times=1)  # the telephone has no network at this moment
    leave(page)
    page.wait_for_url(settings.QUICK_EXIT)
    assert VisitorSession._base_manager.exists()
    with page.expect_request("**/en/ask/end/"):
        page.go_back(wait_until="commit")
    expect(page.get_by_text("neutral", exact=True)).to_be_visible()
    assert ended.wait(PATIENCE_MS / 1000)
    come_back(page, code)  # who comes back by the code stays
    expect(page.locator("#lines blockquote")).to_have_text(ASKED)
    look(page, "#lines")


def test_leaving_from_another_page_of_ours_closes_the_visit_to_back_and_every_tab(
    theirs: Theirs, look: Look, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "QUICK_EXIT", f"{site}/neutral/")
    page = theirs()
    ask(page, look)
    other = page.context.new_page()
    other.route(settings.QUICK_EXIT, lambda route: route.fulfill(body="neutral"))
    other.goto("/en/ask/talk/")
    expect(other.get_by_text(ASKED)).to_be_visible()
    page.locator(".brand").click()
    page.wait_for_url("**/en/")
    leave(page)
    other.wait_for_url(settings.QUICK_EXIT)  # it ends the visit for both
    page.wait_for_url(settings.QUICK_EXIT)
    page.go_back(wait_until="commit")
    ended = page.get_by_role("heading", name="Read the answer")
    expect(ended.or_(page.get_by_text("neutral", exact=True))).to_be_visible()
    expect(page.get_by_text(ASKED)).to_have_count(0)


def test_everything_works_without_script(theirs: Theirs, site: str, faults: list[str]) -> None:
    page = theirs(java_script_enabled=False)
    page.goto("/en/ask/")
    page.locator("#id_text").fill(ASKED)
    page.locator("form button.primary").click()
    code = page.locator("#code").inner_text()
    page.locator("main form button").click()
    expect(page.locator("#lines blockquote")).to_have_text(ASKED)
    page.locator("#quick-exit").click()
    page.wait_for_url(settings.QUICK_EXIT)
    assert page.context.cookies() == []
    assert not VisitorSession._base_manager.exists()
    come_back(page, code)
    expect(page.locator("#lines blockquote")).to_have_text(ASKED)
    faults.clear()
