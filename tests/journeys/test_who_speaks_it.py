"""A caller who does not speak the centre's language: who is asked, and how it is counted."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.questionnaire.publishing import publish_standard
from bereg.shifts.languages import Noted, note_interpreter, say_languages
from conftest import make_user
from tests.journeys.test_register import hidden_pixels

pytestmark = [
    pytest.mark.once("what keys do is the page's; what they ask the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
# By how much what stands in the row of the language is wider than the row.
WIDER = "((row) => row.scrollWidth - row.clientWidth)(document.querySelector('.first-row > .language'))"
SignIn = Callable[[Page, User], None]


@pytest.fixture
def at_desk(page: Page, signed_in: SignIn, operator: User, centre: Centre) -> Page:
    """A page of an operator of a centre that speaks Russian, and can call an interpreter."""
    publish_standard()
    centre.spoken = ["ru", "uz"]
    centre.save()
    supervisor = make_user(centre, Role.SUPERVISOR, "Supervisor 01")
    note_interpreter(centre=centre, noted=Noted("Interpreter 01", "+7 000 000-00-01", ["uz"]), by=supervisor)
    say_languages(person=supervisor, version=0, languages=["uz"], by=supervisor)
    signed_in(page, operator)
    return page


@pytest.mark.parametrize("language", ["en", "ru"])
def test_one_key_on_the_form_says_who_speaks_the_language(
    at_desk: Page, operator: User, axe: Callable[..., list[str]], language: str
) -> None:
    operator.language = language
    operator.save()
    at_desk.goto("/enquiries/new/")
    link, dialog = at_desk.locator(".speakers"), at_desk.locator("#speakers")
    expect(link).to_be_hidden()
    at_desk.locator("#f-language").fill("ru")
    at_desk.keyboard.press("Enter")
    expect(at_desk.locator("#f-language-native")).to_have_value("ru")
    expect(link).to_be_hidden()
    at_desk.locator("#f-language").fill("uz")
    at_desk.keyboard.press("Enter")
    expect(link).to_be_visible()
    at_desk.evaluate("document.querySelector('[data-suggested]').hidden = false")  # the row at its fullest
    assert hidden_pixels(at_desk) == (0, 0)
    assert at_desk.evaluate(WIDER) <= 0
    at_desk.keyboard.press("Alt+KeyG")
    expect(dialog).to_contain_text("+7 000 000-00-01")
    expect(dialog).to_contain_text("Supervisor 01")
    assert axe(at_desk) == []
    at_desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    at_desk.locator("#f-language").fill("zh")
    at_desk.keyboard.press("Enter")
    at_desk.keyboard.press("Alt+KeyG")
    expect(dialog).to_contain_text({"en": "Nobody speaks it here", "ru": "никто не говорит"}[language])
    at_desk.keyboard.press("Escape")
    expect(at_desk.locator("#f-language-native")).to_have_value("zh")


@pytest.mark.parametrize(("pressed", "language"), [("Enter", ""), ("Shift+Tab U Tab Enter", "uz")])
def test_no_common_language_is_recorded_by_one_key(at_desk: Page, pressed: str, language: str) -> None:
    at_desk.goto("/today/")
    at_desk.keyboard.press("KeyS")
    expect(at_desk.locator("#f-language")).to_be_hidden()
    at_desk.keyboard.press("Escape")
    at_desk.keyboard.press("Shift+KeyN")
    expect(at_desk.locator("#confirm")).to_contain_text("no common language")
    for key in pressed.split():
        at_desk.keyboard.press(key)
    expect(at_desk.locator("[role=status]")).to_contain_text("no common language")
    made = Contact._base_manager.get()
    assert (made.disposition, made.language) == ("no_language", language)


def test_the_pages_of_languages_go_by_key_and_fit_a_phone(
    at_desk: Page, operator: User, axe: Callable[..., list[str]]
) -> None:
    at_desk.goto("/today/")
    at_desk.keyboard.press("Shift+KeyI")
    at_desk.wait_for_url("**/languages/")
    at_desk.keyboard.press("KeyE")
    at_desk.wait_for_url("**/languages/own/")
    at_desk.get_by_label("Tajik").check()
    at_desk.keyboard.press("Control+Enter")
    at_desk.wait_for_url("**/languages/")
    expect(at_desk.locator("main")).to_contain_text("Tajik")
    at_desk.set_viewport_size({"width": 390, "height": 844})
    for address in ("/languages/", "/languages/own/", f"/languages/?language={uuid4()}"):
        at_desk.goto(address)
        assert at_desk.evaluate("document.documentElement.scrollWidth") <= 390, address
        assert axe(at_desk) == []


def test_a_supervisor_notes_an_interpreter_by_keyboard(
    page: Page, signed_in: SignIn, centre: Centre, axe: Callable[..., list[str]]
) -> None:
    publish_standard()
    signed_in(page, make_user(centre, Role.SUPERVISOR, "Supervisor 02"))
    page.goto("/languages/")
    page.keyboard.press("KeyN")
    page.wait_for_url("**/interpreters/new/**")
    page.locator("#id_name").fill("Interpreter 02")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose one language at least.")
    assert axe(page) == []
    expect(page.locator("#id_name")).to_have_value("Interpreter 02")
    page.get_by_label("Telephone").fill("+7 000 000-00-02")
    page.get_by_label("Chinese").check()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/languages/")
    expect(page.locator("main")).to_contain_text("+7 000 000-00-02")
    page.locator("main li a[href*='/interpreters/']").click()
    page.get_by_role("button", name="Remove from the list").click()
    page.wait_for_url("**/languages/")
    expect(page.locator("main")).not_to_contain_text("Interpreter 02")
