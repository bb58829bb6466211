"""Nobody is at the desk: the screen is cleared, and what was typed is still there after signing in again."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from bereg.accounts.models import Session, User
from bereg.enquiries.models import Draft
from bereg.questionnaire.publishing import publish_standard
from conftest import PASSWORD, make_user
from tests.factors import one_time_code

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
SignIn = Callable[[Page, User], None]
NOTE = "Four months without pay."
SOON = "14:00"
TRIES = 20


@pytest.fixture
def desk_page(page: Page, signed_in: SignIn, operator: User) -> Page:
    """A page of an operator, in whose browser the clock goes as the test says."""
    publish_standard()
    cache.clear()
    page.clock.install()
    signed_in(page, operator)
    return page


def age_session(minutes: float) -> None:
    """Let the person have been away for a while, as the server counts."""
    Session.objects.update(active_at=timezone.now() - dt.timedelta(minutes=minutes))


def type_note(page: Page) -> None:
    page.goto("/enquiries/new/")
    page.keyboard.press("Digit1")
    page.fill("#f-narrative", NOTE)


def drafts() -> int:
    count: int = Draft._base_manager.count()
    return count


def sign_in_again(page: Page, user: User) -> None:
    """Go through both steps in the tab that the page opens."""
    with page.expect_popup() as opened:
        page.click("#session-sign-in")
    tab = opened.value
    tab.fill("#id_login", user.username)
    tab.fill("#id_password", PASSWORD)
    tab.click("#sign-in")
    tab.wait_for_url("**/second-factor/sign-in/**")
    cache.clear()
    tab.fill("#id_code", one_time_code(user))
    with tab.expect_event("close"):
        tab.click("#sign-in")


def test_a_minute_before_the_text_is_kept_and_one_says_that_one_is_here(desk_page: Page, axe: Any) -> None:
    desk_page.route("**/drafts/**", lambda route: route.abort())
    type_note(desk_page)
    desk_page.clock.run_for(1000)  # the pause after typing
    expect(desk_page.locator("#draft-state")).to_contain_text("Not saved")
    desk_page.unroute("**/drafts/**")
    age_session(14.2)
    desk_page.clock.fast_forward(SOON)
    expect(desk_page.get_by_role("heading", name="Are you still there?")).to_be_visible()
    expect(desk_page.locator("#draft-state")).to_contain_text("draft kept")
    assert drafts() == 1
    assert Session.objects.get().active_at < timezone.now() - dt.timedelta(minutes=14)  # no act of the person
    assert not axe(desk_page)
    with desk_page.expect_response("**/account/session/"):
        desk_page.click("#session-stay")
    expect(desk_page.locator("#session-soon")).to_be_hidden()
    assert Session.objects.get().active_at > timezone.now() - dt.timedelta(minutes=1)


def test_the_screen_is_cleared_and_one_goes_on_where_one_was(desk_page: Page, operator: User, axe: Any) -> None:
    type_note(desk_page)
    age_session(16)
    desk_page.clock.fast_forward(SOON)
    expect(desk_page.get_by_role("heading", name="You are signed out")).to_be_visible()
    desk_page.keyboard.press("Escape")
    expect(desk_page.get_by_role("heading", name="You are signed out")).to_be_visible()
    opaque = "getComputedStyle(document.getElementById('session-over'), '::backdrop').backgroundColor"
    assert desk_page.evaluate(opaque).startswith("rgb(")
    for width, height in ((390, 844), (1280, 800)):
        desk_page.set_viewport_size({"width": width, "height": height})
        assert not axe(desk_page)
    sign_in_again(desk_page, operator)
    expect(desk_page.locator("#session-over")).to_be_hidden()
    expect(desk_page.locator("#f-narrative")).to_have_value(NOTE)
    desk_page.keyboard.press("Control+Enter")
    desk_page.wait_for_url("**/saved/")


def test_somebody_else_does_not_see_the_text(desk_page: Page, centre: Any) -> None:
    colleague = make_user(centre, "operator", "Operator 05")  # type: ignore[arg-type]
    type_note(desk_page)
    age_session(16)
    desk_page.clock.fast_forward(SOON)
    expect(desk_page.get_by_role("heading", name="You are signed out")).to_be_visible()
    sign_in_again(desk_page, colleague)
    expect(desk_page.locator("#f-narrative")).to_have_count(0)


def test_a_page_without_a_form_leads_to_the_sign_in(desk_page: Page) -> None:
    desk_page.goto("/today/")
    age_session(16)
    desk_page.clock.fast_forward(SOON)
    desk_page.wait_for_url("**/account/login/**")
    expect(desk_page.get_by_text("You were signed out, as nobody did anything")).to_be_visible()


def test_work_in_another_tab_counts(desk_page: Page) -> None:
    type_note(desk_page)
    desk_page.clock.run_for(1000)
    expect(desk_page.locator("#draft-state")).to_contain_text("draft kept")
    age_session(1)  # of the other tab
    with desk_page.expect_response("**/account/session/"):
        desk_page.clock.fast_forward(SOON)
    expect(desk_page.locator("#session-soon")).to_be_hidden()
    age_session(14.5)
    asked = desk_page.get_by_role("heading", name="Are you still there?")
    for _ in range(TRIES):  # the page may not have set its timer anew when the first ones come
        desk_page.clock.fast_forward(SOON)
        with suppress(AssertionError):
            expect(asked).to_be_visible(timeout=2000)
            break
    expect(asked).to_be_visible()
