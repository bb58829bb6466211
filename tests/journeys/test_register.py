"""A call is registered by keyboard, on one screen, without ever losing what was typed."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Request, Response, Route, expect

from bereg.accounts.models import User
from bereg.contacts.models import Contact
from bereg.enquiries import frequent_choices
from bereg.enquiries.models import Draft, Enquiry
from bereg.questionnaire.publishing import publish_standard
from tests.opened import answers_of, code_word_of, draft_fields_of, text_of

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
NOTE = "Four months without pay."
# Every key that a hand presses, counted before anything of ours sees it; the window's name outlives the page.
COUNT_KEYS = """
addEventListener("keydown", (event) => {
  if (event.isTrusted) window.name = String(Number(window.name || 0) + 1);
}, true);
"""
DRAFTS = re.compile("/enquiries/drafts/")
QUESTIONS = re.compile("/enquiries/new/relevance/")
SignIn = Callable[[Page, User], None]


@pytest.fixture
def at_desk(page: Page, signed_in: SignIn, operator: User) -> Page:
    """A page of an operator who has signed in; the standard questionnaire is in force."""
    publish_standard()
    signed_in(page, operator)
    return page


def open_form(page: Page) -> None:
    page.goto("/enquiries/new/")
    expect(page.locator("#q-citizenship .typeahead input")).to_be_visible()


def holds_the_note(answer: Response) -> bool:
    return bool(DRAFTS.search(answer.url)) and "narrative=Four+months+without+pay." in (answer.request.post_data or "")


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def fill_typical_call(page: Page, spoken: str = "Enter Enter") -> None:
    """Consent, whether anonymous and the language, seven answers, two topics and a note."""
    press(page, f"1 {spoken} 1 2 2")
    expect(page.locator("#q-citizenship input[role=combobox]")).to_be_focused()
    press(page, "u z Enter 3 1 2")
    expect(page.locator("#q-work_permit input[value=no]")).to_be_checked()
    press(page, "Alt+KeyT u n p Enter w o Enter Alt+KeyN")
    page.keyboard.type(NOTE)


def test_a_typical_call_takes_at_most_25_strokes_besides_the_note(at_desk: Page) -> None:
    at_desk.add_init_script(COUNT_KEYS)
    open_form(at_desk)
    fill_typical_call(at_desk)
    press(at_desk, "Control+Enter")
    at_desk.wait_for_url("**/saved/")
    strokes = int(at_desk.evaluate("window.name")) - len(NOTE)
    assert strokes <= 25
    enquiry = Enquiry._base_manager.get()
    assert answers_of(enquiry) == {
        "enquirer": "migrant",
        "gender": "male",
        "age": "20_29",
        "citizenship": "UZ",
        "education": "secondary",
        "migration_registration": "yes",
        "work_permit": "no",
    }
    assert (enquiry.topics, text_of(enquiry)) == (" work_permit unpaid_wages ", NOTE)
    assert Contact._base_manager.get().channel == "phone"
    expect(at_desk.locator("#number")).to_have_text(enquiry.number)
    expect(at_desk.locator("#code-word")).to_have_text(code_word_of(enquiry))


def test_the_same_call_with_language_anonymity_and_outcome_takes_at_most_28(at_desk: Page) -> None:
    at_desk.add_init_script(COUNT_KEYS)
    open_form(at_desk)
    fill_typical_call(at_desk, "1 2")
    press(at_desk, "Alt+KeyO 1 Control+Enter")
    at_desk.wait_for_url("**/saved/")
    assert int(at_desk.evaluate("window.name")) - len(NOTE) <= 28
    contact = Contact._base_manager.get()
    assert (contact.language, contact.anonymous, Enquiry._base_manager.get().outcome) == ("uz", "yes", "advised")


def test_keys_pressed_before_the_next_question_is_known_do_what_they_would_have_done(at_desk: Page) -> None:
    held: list[Route] = []
    open_form(at_desk)
    press(at_desk, "1 Enter Enter 1 2 2 u z Enter 3 1")
    expect(at_desk.locator("#q-work_permit :focus")).to_have_count(1)
    at_desk.route(QUESTIONS, lambda route: route.continue_() if held else held.append(route))
    with at_desk.expect_request(QUESTIONS):
        press(at_desk, "2")
    press(at_desk, "Alt+KeyO 2 Alt+KeyU s Alt+KeyA Space Alt+KeyN")
    at_desk.keyboard.type(NOTE)
    press(at_desk, "Alt+KeyR")
    at_desk.keyboard.type("after six")
    expect(at_desk.locator("#f-outcome")).to_have_value("")
    held[0].continue_()
    expect(at_desk.locator("#f-call_back")).to_have_value("after six")
    expect(at_desk.locator("#f-outcome option:checked")).to_have_text(re.compile("^2 "))
    expect(at_desk.locator("#f-urgency option:checked")).to_have_text(re.compile("^soon"))
    expect(at_desk.locator("#f-about")).to_be_checked()
    expect(at_desk.locator("#f-narrative")).to_have_value(NOTE)


def test_citizenship_suggests_the_language_and_never_replaces_it(at_desk: Page) -> None:
    open_form(at_desk)
    language, mark = at_desk.locator("#f-language-native"), at_desk.locator("[data-suggested]")
    country = at_desk.locator("#q-citizenship input[role=combobox]")
    country.fill("uz")
    press(at_desk, "Enter")
    expect(mark).to_be_hidden()  # nobody has agreed that answers are kept, so nothing may follow from one
    press(at_desk, "Alt+KeyC 1")
    expect(language).to_have_value("uz")
    expect(mark).to_be_visible()
    expect(at_desk.locator("[name=anonymous]:focus")).to_have_count(1)  # until then keys are held for that question
    country.fill("tajikistan")
    press(at_desk, "Enter")
    expect(language).to_have_value("tg")
    press(at_desk, "Alt+KeyC 1 Enter 1")
    expect(language).to_have_value("ru")
    expect(mark).to_be_hidden()
    expect(at_desk.locator("#q-enquirer :focus")).to_have_count(1)
    country.fill("uz")
    press(at_desk, "Enter")
    expect(at_desk.locator("#f-a-citizenship-native")).to_have_value("UZ")
    expect(language).to_have_value("ru")


def test_what_this_centre_has_most_comes_first_and_one_letter_chooses_nothing(at_desk: Page, operator: User) -> None:
    client = Client()
    client.force_login(operator)
    operator.language = "ru"
    operator.save()
    for _ in range(2):
        sent = {"consent": "yes", "a-citizenship": "UZ", "topics": ["registration"]}
        client.post(reverse("desk:form", args=[uuid4()]), sent)
    frequent_choices._counted.cache_clear()
    open_form(at_desk)
    country = at_desk.locator("#q-citizenship input[role=combobox]")
    country.focus()
    at_desk.keyboard.type("у")
    press(at_desk, "Enter")
    expect(country).to_have_value("у")
    expect(at_desk.locator("#q-citizenship [role=alert]")).to_contain_text("Одна буква")
    expect(at_desk.locator("#q-citizenship [role=option]").first).to_have_text("Узбекистан")
    press(at_desk, "ArrowDown Enter")
    expect(at_desk.locator("#f-a-citizenship-native")).to_have_value("UZ")
    press(at_desk, "Alt+KeyT")
    expect(at_desk.locator("#f-topics")).to_be_focused()
    at_desk.keyboard.type("уч")
    press(at_desk, "Enter")
    expect(at_desk.locator("#f-topics-native")).to_have_values(["registration"])


def hidden_pixels(page: Page) -> tuple[int, int]:
    """How much of the page, and of the form between its heading and its bar, has to be scrolled to."""
    parts = "[document.documentElement, document.querySelector('.work-area')]"
    whole, work = page.evaluate(f"{parts}.map((each) => each.scrollHeight - each.clientHeight)")
    return whole, work


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_whole_form_fits_the_screen_of_a_demonstration(
    at_desk: Page, operator: User, settings: Any, language: str
) -> None:
    settings.DEMONSTRATION = True  # it has a line of its own above the page
    client = Client()
    client.force_login(operator)
    client.post(reverse("desk:form", args=[uuid4()]), {"topics": ["quota"]})
    operator.language = language
    operator.save()
    open_form(at_desk)
    expect(at_desk.locator(".demonstration")).to_be_visible()
    press(at_desk, "1 Enter Enter 1 2 2")
    press(at_desk, "u z Enter 3 1 2")
    at_desk.fill("#f-a-no_permit", "expired")
    press(at_desk, "Enter 1")
    expect(at_desk.locator("#q-sector .typeahead input")).to_be_focused()
    at_desk.fill("#f-a-sector", "construction")
    press(at_desk, "Enter 1 1 1")  # with it what they know of official help and of a mediator is asked
    expect(at_desk.locator("#q-knows_mediator input[value=yes]")).to_be_checked()
    expect(at_desk.locator("#q-source .typeahead input")).to_be_focused()
    at_desk.fill("#f-a-source", "metro_sticker")
    press(at_desk, "Enter")
    expect(at_desk.locator("#f-a-material")).to_be_focused()
    assert hidden_pixels(at_desk) == (0, 0)
    press(at_desk, "Alt+KeyT")
    for topic in ("work_permit", "unpaid_wages", "registration", "trafficking_labour"):
        at_desk.fill("#f-topics", topic)
        press(at_desk, "Enter")
    expect(at_desk.locator(".topics .tag")).to_have_count(4)
    assert hidden_pixels(at_desk) == (0, 0)
    press(at_desk, "Alt+KeyR")
    expect(at_desk.locator("#f-call_back")).to_be_focused()
    press(at_desk, "Alt+KeyB")
    at_desk.keyboard.type(code_word_of(Enquiry._base_manager.get()))
    expect(at_desk.locator("#called-before button")).to_be_visible()
    assert hidden_pixels(at_desk) == (0, 0)
    save = at_desk.locator("[data-save]").bounding_box()
    assert save
    assert save["y"] + save["height"] <= 800


def test_on_a_phone_there_is_one_column_and_no_sideways_scroll(at_desk: Page) -> None:
    at_desk.set_viewport_size({"width": 390, "height": 844})
    for address in ("/today/", "/enquiries/new/", "/find/", "/questionnaire/paper/"):
        at_desk.goto(address)
        assert at_desk.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_0_declines_9_does_not_know_and_backspace_takes_back(at_desk: Page) -> None:
    open_form(at_desk)
    press(at_desk, "1 Enter Enter 0 9 1 0")
    for name, code in (("enquirer", "declined"), ("gender", "unknown"), ("age", "under_20")):
        expect(at_desk.locator(f"#q-{name} input[value={code}]")).to_be_checked()
    expect(at_desk.locator("#f-a-citizenship")).to_have_value("declined")
    expect(at_desk.locator("#q-education input:checked")).to_be_focused()
    press(at_desk, "9")
    expect(at_desk.locator("#q-job_search input:checked")).to_be_focused()
    # Only the question in work shows its keys; what is chosen stands there all the same.
    for place, opacity in (("#q-job_search .mini >> nth=1", "1"), ("#q-region .mini >> nth=1", "0")):
        expect(at_desk.locator(place)).to_have_css("opacity", opacity)
    expect(at_desk.locator("#q-enquirer .mini:has(input[value=declined])")).to_have_css("opacity", "1")
    press(at_desk, "Alt+KeyQ Backspace Control+Enter")
    at_desk.wait_for_url("**/saved/")
    assert answers_of(Enquiry._base_manager.get()) == {
        "gender": "unknown",
        "age": "under_20",
        "citizenship": "declined",
        "education": "unknown",
    }


def test_topics_go_by_key_and_the_other_layout_is_understood(at_desk: Page) -> None:
    open_form(at_desk)
    press(at_desk, "Alt+KeyT")
    for typed in ("quo", "ytds"):  # the second is "невы" on a keyboard left in English
        at_desk.keyboard.type(typed)
        press(at_desk, "Enter")
    expect(at_desk.locator(".topics .tag")).to_have_count(2)
    press(at_desk, "Backspace Control+Enter")
    at_desk.wait_for_url("**/saved/")
    assert Enquiry._base_manager.get().topics == " quota "


def test_a_bad_value_is_shown_in_a_focused_summary_and_the_text_stays(at_desk: Page) -> None:
    open_form(at_desk)
    press(at_desk, "1 Alt+KeyN")
    at_desk.keyboard.type(NOTE)
    at_desk.fill("#f-started_on", "2199-01-01")
    press(at_desk, "Control+Enter")
    expect(at_desk.locator("#problems")).to_be_focused()
    assert at_desk.title().startswith("Error:")
    expect(at_desk.locator("#f-narrative")).to_have_value(NOTE)
    at_desk.click("#problems a")
    expect(at_desk.locator("#f-started_on")).to_be_focused()
    at_desk.fill("#f-started_on", "2020-01-01")
    press(at_desk, "Control+Enter")
    at_desk.wait_for_url("**/saved/")


def test_a_draft_survives_a_reload(at_desk: Page) -> None:
    open_form(at_desk)
    press(at_desk, "1 Enter Enter 2 Alt+KeyN")
    with at_desk.expect_response(holds_the_note):
        at_desk.keyboard.type(NOTE)
    at_desk.wait_for_url(re.compile("/enquiries/new/[0-9a-f-]{36}/"))
    at_desk.reload()
    expect(at_desk.locator("#f-narrative")).to_have_value(NOTE)
    expect(at_desk.locator("#q-enquirer input[value=citizen_abroad]")).to_be_checked()


def test_half_a_word_in_a_list_is_neither_saved_nor_thrown_away(at_desk: Page, axe: Any) -> None:
    open_form(at_desk)
    press(at_desk, "1")
    country = at_desk.locator("#q-citizenship input[role=combobox]")
    country.fill("Narnia")
    press(at_desk, "Control+Enter")
    expect(at_desk.locator("#q-citizenship [role=alert]")).to_contain_text("“Narnia” is typed into a list")
    expect(country).to_be_focused()
    at_desk.check("#q-gender input[value=female]", force=True)  # the form is asked for what follows, and stands
    expect(country).to_have_value("Narnia")
    expect(country).to_have_attribute("aria-invalid", "true")
    assert not axe(at_desk)
    at_desk.click("[data-save]")
    expect(country).to_be_focused()
    country.fill("Oz")
    press(at_desk, "Tab")
    expect(at_desk.locator("#q-citizenship [role=alert]")).to_contain_text("“Oz” is typed into a list")
    country.fill("uz")
    press(at_desk, "Enter Control+Enter")
    at_desk.wait_for_url("**/saved/")
    assert answers_of(Enquiry._base_manager.get())["citizenship"] == "UZ"


def test_until_consent_is_yes_nothing_else_leaves_the_page(at_desk: Page) -> None:
    sent: list[str] = []

    def note(request: Request) -> None:
        if DRAFTS.search(request.url):
            sent.append(request.post_data or "")

    at_desk.on("request", note)
    open_form(at_desk)
    at_desk.fill("#f-narrative", "Marker-of-the-note")
    at_desk.check("#q-gender input[value=male]", force=True)
    expect(at_desk.locator("#draft-state")).to_contain_text("draft kept")
    assert sent
    assert not any("Marker" in each or "a-gender" in each for each in sent)
    for consent, is_kept in (("yes", True), ("no", False)):
        with at_desk.expect_response(DRAFTS):
            at_desk.check(f"input[name=consent][value={consent}]", force=True)
        assert ("narrative" in draft_fields_of(Draft._base_manager.get())) is is_kept
    expect(at_desk.locator("#f-narrative")).to_have_value("Marker-of-the-note")


def test_called_before_joins_the_enquiry(at_desk: Page, operator: User) -> None:
    client = Client()
    client.force_login(operator)
    pk = uuid4()
    client.post(reverse("desk:form", args=[pk]), {"topics": ["quota"]})
    open_form(at_desk)
    press(at_desk, "Alt+KeyB")
    at_desk.keyboard.type(code_word_of(Enquiry._base_manager.get()))
    expect(at_desk.locator("#called-before")).to_contain_text(Enquiry._base_manager.get().number)
    press(at_desk, "Alt+KeyJ")
    at_desk.wait_for_url(f"**/enquiries/{pk}/")
    assert (Enquiry._base_manager.count(), Contact._base_manager.count()) == (1, 2)


def test_everything_works_without_script(browser: Browser, site: str, signed_in: SignIn, operator: User) -> None:
    publish_standard()
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    signed_in(page, operator)
    page.goto("/enquiries/new/")
    page.check("input[name=consent][value=yes]", force=True)
    page.select_option("[name=a-citizenship]", "UZ")
    page.select_option("[name=topics]", ["quota", "police"])
    page.fill("[name=narrative]", NOTE)
    page.click("button[value=refresh]")
    page.check("[name=a-work_permit][value=no]", force=True)
    page.click("[data-save]")
    page.wait_for_url("**/saved/")
    enquiry = Enquiry._base_manager.get()
    assert (text_of(enquiry), enquiry.answers) == (NOTE, {"citizenship": "UZ", "work_permit": "no"})
    page.goto("/today/")
    page.click("button[value=silent]")
    page.click("button[name=confirmed]")
    page.wait_for_url("**/today/")
    assert Contact._base_manager.filter(disposition="silent").count() == 1
    context.close()
