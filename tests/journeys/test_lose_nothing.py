"""Whatever fails while a call is registered, nothing typed is lost, and nothing is called saved that is not."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Dialog, Page, Request, Route, expect

from bereg.accounts.models import User
from bereg.contacts.models import Contact
from bereg.enquiries.drafts import correction_draft_id
from bereg.enquiries.models import Draft, Enquiry, Entry
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


TELL_WHEN_INERT = """
new MutationObserver(() => { if (document.getElementById("work").inert) console.log("inert"); })
  .observe(document, { subtree: true, attributeFilter: ["inert"] });
"""
FORM = re.compile("/enquiries/new/[0-9a-f-]{36}/$")


def hold_the_first(page: Page, address: re.Pattern[str]) -> list[Route]:
    """Hold the first request to an address, until whoever asks lets it go on; those that follow are sent."""
    held = list[Route]()
    page.route(address, lambda route: route.continue_() if held else held.append(route))
    return held


@pytest.fixture
def own_enquiry(at_desk: Page, operator: User) -> Enquiry:
    """An enquiry that the operator has registered."""
    client, pk = Client(), uuid4()
    client.force_login(operator)
    client.post(reverse("desk:form", args=[pk]), {"consent": "yes", "narrative": "First."})
    return Enquiry._base_manager.get()


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


def test_what_is_typed_while_a_call_is_saved_stands_beside_what_was_saved(at_desk: Page) -> None:
    held, more = hold_the_first(at_desk, FORM), " And where the embassy is."
    open_form(at_desk)
    press(at_desk, "1 Alt+KeyN")
    at_desk.keyboard.type(NOTE)
    with at_desk.expect_request(FORM):
        press(at_desk, "Control+Enter")
    press(at_desk, "Alt+KeyN Control+End")
    at_desk.keyboard.type(more)
    held[0].continue_()
    expect(at_desk.locator("#problems")).to_contain_text("This form was saved already")
    expect(at_desk.locator("#f-narrative")).to_have_value(NOTE + more)
    assert text_of(Enquiry._base_manager.get()) == NOTE
    press(at_desk, "Control+Enter")
    at_desk.wait_for_url(lambda address: address.endswith(f"/enquiries/{Enquiry._base_manager.get().pk}/"))
    assert text_of(Enquiry._base_manager.get()) == NOTE + more


def test_what_is_typed_before_a_form_is_refused_stands_on_the_page_that_refuses_it(at_desk: Page) -> None:
    held, more = hold_the_first(at_desk, FORM), " And where the embassy is."
    open_form(at_desk)
    at_desk.fill("#f-joins", "MSK-1999-00001")
    press(at_desk, "Alt+KeyC 1 Alt+KeyN")
    at_desk.keyboard.type(NOTE)
    with at_desk.expect_request(FORM):
        press(at_desk, "Control+Enter")
    press(at_desk, "Alt+KeyN Control+End")
    at_desk.keyboard.type(more)
    held[0].continue_()
    expect(at_desk.locator("#problems")).to_contain_text("Called before")
    expect(at_desk.locator("#f-narrative")).to_have_value(NOTE + more)
    expect(at_desk.locator("#f-joins")).to_have_value("MSK-1999-00001")
    assert not Enquiry._base_manager.exists()


def test_a_half_word_that_meets_the_answer_throws_nobody_out_of_the_note(at_desk: Page) -> None:
    held, more = hold_the_first(at_desk, FORM), " And where the embassy is."
    open_form(at_desk)
    at_desk.fill("#f-joins", "MSK-1999-00001")
    press(at_desk, "Alt+KeyC 1")
    with at_desk.expect_request(FORM):
        press(at_desk, "Control+Enter")
    press(at_desk, "Alt+KeyT u n p Alt+KeyN")
    with at_desk.expect_response(DRAFTS), at_desk.expect_response(FORM):
        held[0].continue_()
    for said in (NOTE, more):
        with at_desk.expect_response(DRAFTS):
            at_desk.keyboard.type(said)
        expect(at_desk.locator("#f-narrative")).to_be_focused()
    expect(at_desk.locator("#draft-state")).to_contain_text("draft kept")
    assert draft_fields_of(Draft._base_manager.get())["narrative"] == [NOTE + more]
    press(at_desk, "Alt+KeyT u n p Enter")
    expect(at_desk.locator("#problems")).to_contain_text("Called before")
    expect(at_desk.locator("#f-narrative")).to_have_value(NOTE + more)


def test_what_is_typed_while_a_call_joins_becomes_a_correction_and_no_other_contact(
    at_desk: Page, own_enquiry: Enquiry
) -> None:
    held, more = hold_the_first(at_desk, FORM), " And where the embassy is."
    open_form(at_desk)
    press(at_desk, "Alt+KeyC 1 Alt+KeyN")
    at_desk.keyboard.type(NOTE)
    press(at_desk, "Alt+KeyB")
    at_desk.keyboard.type(own_enquiry.number)
    expect(at_desk.locator("#called-before")).to_contain_text("Alt J")
    with at_desk.expect_request(FORM):
        press(at_desk, "Alt+KeyJ")
    press(at_desk, "Alt+KeyN Control+End")
    at_desk.keyboard.type(more)
    held[0].continue_()
    expect(at_desk.locator("#problems")).to_contain_text(f"The contact is recorded with {own_enquiry.number} already")
    expect(at_desk.locator("#f-narrative")).to_have_value(f"First.\n\n{more.strip()}")
    press(at_desk, "Alt+KeyJ Control+Enter")
    at_desk.wait_for_url(f"**/enquiries/{own_enquiry.pk}/")
    assert text_of(Enquiry._base_manager.get()).split() == f"First.{more}".split()
    assert (Contact._base_manager.count(), Entry._base_manager.count()) == (2, 1)


def test_what_is_typed_while_a_correction_is_saved_stands_beside_it(at_desk: Page, own_enquiry: Enquiry) -> None:
    correction, more = re.compile("/correct/$"), " And where the embassy is."
    at_desk.goto(f"/enquiries/{own_enquiry.pk}/correct/")
    held = hold_the_first(at_desk, correction)
    at_desk.fill("#f-narrative", NOTE)
    with at_desk.expect_request(correction):
        press(at_desk, "Control+Enter")
    press(at_desk, "Alt+KeyN Control+End")
    at_desk.keyboard.type(more)
    held[0].continue_()
    expect(at_desk.locator("#problems")).to_contain_text("This enquiry was changed while you wrote")
    expect(at_desk.locator("#f-narrative")).to_have_value(NOTE + more)
    assert text_of(Enquiry._base_manager.get()) == NOTE
    press(at_desk, "Control+Enter")
    at_desk.wait_for_url(f"**/enquiries/{own_enquiry.pk}/")
    assert text_of(Enquiry._base_manager.get()) == NOTE + more


def test_a_form_that_is_saved_takes_no_keys_until_the_next_page_is_there(at_desk: Page) -> None:
    open_form(at_desk)
    at_desk.evaluate(TELL_WHEN_INERT)
    with at_desk.expect_console_message(lambda said: said.text == "inert"):
        press(at_desk, "1 Control+Enter")
    at_desk.wait_for_url("**/saved/")


@pytest.mark.parametrize("status", [409, 413])
def test_a_draft_that_is_refused_is_not_sent_again_and_nobody_leaves_it_unasked(
    at_desk: Page, own_enquiry: Enquiry, supervisor: User, status: int
) -> None:
    sent, asked = list[Request](), list[str]()

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    at_desk.clock.install()
    at_desk.goto(f"/enquiries/{own_enquiry.pk}/correct/")
    at_desk.on("request", lambda request: sent.append(request) if request.url.endswith("/draft/") else None)
    if status == 413:
        at_desk.route("**/draft/", lambda route: route.fulfill(status=status))
    else:
        colleague = Client()
        colleague.force_login(supervisor)
        typed = {"consent": "yes", "narrative": "By the supervisor.", "version": "1"}
        colleague.post(reverse("desk:correct", args=[own_enquiry.pk]), typed)
    at_desk.fill("#f-narrative", NOTE)
    state = at_desk.locator("#draft-state")
    expect(state).to_contain_text({409: "save to see both", 413: "Not saved: the text is too long"}[status])
    expect(state).to_have_class(re.compile("error"))
    with at_desk.expect_response("**/draft/"):
        press(at_desk, "Tab")  # the field tells its change once more, and leaving the page changes nothing
    at_desk.clock.fast_forward(60_000)
    at_desk.evaluate("fetch('/robots.txt')")  # what left the page before has been seen when this is answered
    assert len(sent) == 2
    at_desk.on("dialog", stay)
    press(at_desk, "Alt+Digit1")
    assert asked == ["beforeunload"]
    expect(at_desk.locator("#f-narrative")).to_have_value(NOTE)


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
