"""Whatever fails while a call is registered, nothing typed is lost, and nothing is called saved that is not."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Request, Route, expect

from bereg.accounts.models import User
from bereg.enquiries.drafts import correction_draft_id
from bereg.enquiries.models import Draft, Enquiry
from tests.journeys.test_register import (
    DRAFTS,
    NOTE,
    SignIn,
    at_desk,
    holds_the_note,
    open_form,
    press,
)
from tests.opened import draft_fields_of, text_of

__all__ = ["at_desk"]
pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


def test_a_lost_connection_keeps_the_text_and_tries_again(at_desk: Page) -> None:
    at_desk.route(DRAFTS, lambda route: route.abort())
    open_form(at_desk)
    press(at_desk, "1 Alt+KeyN")
    at_desk.keyboard.type(NOTE)
    expect(at_desk.locator("#draft-state")).to_contain_text("no connection")
    at_desk.unroute(DRAFTS)
    expect(at_desk.locator("#draft-state")).to_contain_text("draft kept")
    assert draft_fields_of(Draft._base_manager.get())["narrative"] == [NOTE]


def test_of_two_drafts_the_newer_one_waits_for_the_older(at_desk: Page) -> None:
    held, sent = list[Route](), list[Request]()
    at_desk.route(DRAFTS, lambda route: route.continue_() if held else held.append(route))
    at_desk.on("request", lambda request: sent.append(request) if DRAFTS.search(request.url) else None)
    open_form(at_desk)
    with at_desk.expect_request(DRAFTS):
        press(at_desk, "1 Alt+KeyN")
    at_desk.keyboard.type(NOTE)
    at_desk.evaluate("window.dispatchEvent(new Event('online'))")  # one more reason to keep it
    at_desk.evaluate("fetch('/robots.txt')")  # what left the page before has been seen when this is answered
    assert len(sent) == 1
    with at_desk.expect_response(holds_the_note):
        held[0].continue_()
    assert draft_fields_of(Draft._base_manager.get())["narrative"] == [NOTE]


@pytest.mark.parametrize("status", [0, 413, 500, 503])
def test_a_save_that_fails_never_says_saved_and_loses_nothing(at_desk: Page, status: int) -> None:
    form = re.compile("/enquiries/new/[0-9a-f-]{36}/$")
    # Before the page is there: a page that stands already may send something on its old way for a moment longer.
    at_desk.route(form, lambda route: route.fulfill(status=status) if status else route.abort())
    open_form(at_desk)
    press(at_desk, "1 Alt+KeyN")
    at_desk.keyboard.type(NOTE)
    press(at_desk, "Control+Enter")
    expect(at_desk.locator("#draft-state")).to_contain_text("Not saved")
    expect(at_desk.locator("#f-narrative")).to_have_value(NOTE)
    assert not Enquiry._base_manager.exists()
    at_desk.unroute(form)
    press(at_desk, "Control+Enter")
    at_desk.wait_for_url("**/saved/")
    assert text_of(Enquiry._base_manager.get()) == NOTE


def test_who_types_on_after_a_lost_answer_loses_nothing(at_desk: Page) -> None:
    form, more = re.compile("/enquiries/new/[0-9a-f-]{36}/$"), " And where the embassy is."

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    at_desk.route(form, lose_the_answer)
    open_form(at_desk)
    press(at_desk, "1 Alt+KeyN")
    at_desk.keyboard.type(NOTE)
    press(at_desk, "Control+Enter")
    expect(at_desk.locator("#draft-state")).to_contain_text("Not saved")
    at_desk.unroute(form)
    press(at_desk, "Alt+KeyN Control+End")
    at_desk.keyboard.type(more)
    press(at_desk, "Control+Enter")
    expect(at_desk.locator("#problems")).to_contain_text("This form was saved already")
    expect(at_desk.locator("#both")).to_contain_text(more)
    expect(at_desk.locator("#f-narrative")).to_have_value(NOTE + more)
    enquiry = Enquiry._base_manager.get()
    assert text_of(enquiry) == NOTE
    expect(at_desk.locator("#discard")).to_have_attribute(
        "action", re.compile(str(correction_draft_id(enquiry, User.objects.get())))
    )
    press(at_desk, "Control+Enter")
    at_desk.wait_for_url(f"**/enquiries/{enquiry.pk}/")
    assert text_of(Enquiry._base_manager.get()) == NOTE + more


def test_a_session_that_ended_is_told_and_the_text_is_saved_after_a_new_sign_in(
    at_desk: Page, signed_in: SignIn, operator: User
) -> None:
    open_form(at_desk)
    at_desk.context.clear_cookies()
    press(at_desk, "1 Alt+KeyN")
    at_desk.keyboard.type(NOTE)
    expect(at_desk.locator("#draft-state a")).to_have_attribute("target", "_blank")
    expect(at_desk.get_by_role("heading", name="You are signed out")).to_be_visible()
    signed_in(at_desk, operator)
    at_desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # one comes back to the tab
    expect(at_desk.locator("#session-over")).to_be_hidden()
    press(at_desk, "Control+Enter")
    at_desk.wait_for_url("**/saved/")
    assert text_of(Enquiry._base_manager.get()) == NOTE


def test_two_operators_on_one_enquiry_see_both_texts(at_desk: Page, supervisor: User) -> None:
    colleague, operator = Client(), Client()
    colleague.force_login(supervisor)
    pk = uuid4()
    operator.force_login(User.objects.get(username="operator-04"))
    operator.post(reverse("desk:form", args=[pk]), {"consent": "yes", "narrative": "First."})
    at_desk.goto(f"/enquiries/{pk}/correct/")
    sent = {"consent": "yes", "narrative": "By the supervisor.", "version": "1"}
    colleague.post(reverse("desk:correct", args=[pk]), sent)
    at_desk.fill("#f-narrative", "By the operator.")
    press(at_desk, "Control+Enter")
    expect(at_desk.locator("#both")).to_contain_text("By the supervisor.")
    expect(at_desk.locator("#both")).to_contain_text("By the operator.")
    at_desk.fill("#f-narrative", "By both.")
    press(at_desk, "Control+Enter")
    at_desk.wait_for_url(f"**/enquiries/{pk}/")
    assert text_of(Enquiry._base_manager.get()) == "By both."
