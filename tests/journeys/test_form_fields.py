"""The fields of the form by keyboard: Enter goes on and saves nothing, digits are digits where they are typed."""

from collections.abc import Callable
from urllib.parse import parse_qs
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from bereg.accounts.models import User
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry
from tests.opened import answers_of, text_of
from tests.typed_material import publish_with_a_text

pytestmark = [
    pytest.mark.once("what keys do is the page's; what they ask the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
SignIn = Callable[[Page, User], None]


@pytest.fixture
def form(page: Page, signed_in: SignIn, operator: User) -> Page:
    """An empty form of an operator, with the consent to keep the answers."""
    publish_with_a_text()
    signed_in(page, operator)
    page.goto("/enquiries/new/")
    expect(page.locator("#q-citizenship .typeahead input")).to_be_visible()
    page.keyboard.press("Digit1")
    return page


@pytest.fixture
def earlier(operator: User) -> Enquiry:
    """An enquiry of the operator's centre."""
    publish_with_a_text()
    client = Client()
    client.force_login(operator)
    client.post(reverse("desk:form", args=[uuid4()]), {"topics": ["quota"]})
    return Enquiry._base_manager.get()


def ask_for_the_material(form: Page) -> None:
    form.fill("#f-a-source", "metro_sticker")
    form.keyboard.press("Enter")
    expect(form.locator("#f-a-material")).to_be_focused()


def saves_of(form: Page) -> list[str]:
    """Collect the addresses that the form itself is sent to."""
    sent: list[str] = []
    form.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    return sent


@pytest.mark.parametrize("keys", ["on", "off"])
def test_enter_in_a_one_line_field_goes_on_and_saves_nothing(form: Page, keys: str) -> None:
    sent = saves_of(form)
    ask_for_the_material(form)
    if keys == "off":
        form.evaluate("document.body.classList.add('no-shortcuts')")
    form.keyboard.type("900")
    form.keyboard.press("Enter")
    expect(form.locator("#f-a-region")).to_be_focused()
    form.click(".call-back summary")
    steps = {"#f-call_back": "#f-about", "#f-started_on": "#f-started_time", "#f-started_time": "#f-ended_time"}
    for field, following in {**steps, "#f-joins": "[data-save]"}.items():
        form.focus(field)
        form.keyboard.press("Enter")
        expect(form.locator(following)).to_be_focused()
    form.focus("#q-gender input:checked")
    form.keyboard.press("Enter")
    expect(form.locator("#q-gender input:checked")).not_to_be_focused()
    assert not [address for address in sent if "/drafts/" not in address and "/relevance/" not in address]
    assert not Enquiry._base_manager.exists()


def test_enter_at_called_before_looks_up_and_then_joins(form: Page, earlier: Enquiry) -> None:
    form.fill("#f-joins", earlier.number)
    form.keyboard.press("Enter")
    expect(form.locator("#called-before")).to_contain_text(earlier.number)
    assert Contact._base_manager.count() == 1
    form.keyboard.press("Enter")
    form.wait_for_url(f"**/enquiries/{earlier.pk}/correct/")  # nobody had agreed before
    assert (Enquiry._base_manager.count(), Contact._base_manager.count()) == (1, 2)


def test_what_names_an_earlier_enquiry_is_not_saved_as_a_new_one(form: Page, earlier: Enquiry) -> None:
    form.fill("#f-joins", earlier.number)
    form.keyboard.press("Control+Enter")
    expect(form.locator("#problems")).to_contain_text("clear the field")
    form.click("#problems a")
    expect(form.locator("#f-joins")).to_be_focused()
    assert Enquiry._base_manager.count() == 1


def test_digits_are_typed_in_a_typed_question_and_alt_leaves_it_without_an_answer(form: Page) -> None:
    ask_for_the_material(form)
    assert form.locator("#q-material kbd").all_inner_texts() == ["⌫", "Alt 0", "Alt 9"]
    form.keyboard.type("9010")
    expect(form.locator("#f-a-material")).to_have_value("9010")
    for key, value in (("Alt+Digit0", "declined"), ("Alt+Digit9", "unknown")):
        form.focus("#f-a-material")
        form.keyboard.press(key)
        expect(form.locator(f"#q-material input[value={value}]")).to_be_checked()
        expect(form.locator("#f-a-material")).to_have_value("")
        expect(form.locator("#f-a-region")).to_be_focused()
    form.keyboard.press("Alt+Digit9")
    expect(form.locator("#f-a-region-native")).to_have_value("unknown")
    form.keyboard.press("Control+Enter")
    form.wait_for_url("**/saved/")
    assert answers_of(Enquiry._base_manager.get()) == {
        "source": "metro_sticker",
        "material": "unknown",
        "region": "unknown",
    }


@pytest.mark.parametrize("page_of", ["new", "further contact"])
def test_the_contact_is_tabbed_through_in_the_order_it_is_read(form: Page, earlier: Enquiry, page_of: str) -> None:
    if page_of == "further contact":
        form.goto(f"/enquiries/{earlier.pk}/contacts/new/")
        expect(form.locator("#f-line")).to_be_focused()
    fields = "[...document.querySelectorAll('.contact-fields :is(select, input)')]"
    by_tab = form.evaluate(f"{fields}.map((each) => each.id)")
    by_eye = form.evaluate(
        f"{fields}.map((each) => [each.getBoundingClientRect(), each.id])"
        ".sort(([a], [b]) => (Math.abs(a.top - b.top) > 8 ? a.top - b.top : a.left - b.left)).map(([, id]) => id)"
    )
    assert by_tab == by_eye
    assert by_tab[0] == "f-line"


def test_what_is_told_in_words_is_not_sent_to_ask_which_questions_follow(form: Page) -> None:
    form.keyboard.press("Digit2")  # no consent
    for field in ("narrative", "joins"):
        form.fill(f"#f-{field}", f"words of {field}")
    form.click(".call-back summary")
    form.fill("#f-call_back", "words of call_back")
    form.focus("#q-citizenship .typeahead input")
    form.keyboard.type("Uzbekistan")
    with form.expect_request("**/relevance/") as asked:
        form.keyboard.press("Enter")
    sent = parse_qs(asked.value.post_data or "")
    assert {"a-citizenship", "questionnaire", "line", "shown"} <= sent.keys()
    assert "words" not in str(sent)
    expect(form.locator("#q-work_permit")).to_be_visible()


def test_what_is_typed_while_the_server_is_slow_answers_the_question_that_was_meant(form: Page) -> None:
    slow: list[Route] = []
    answers: list[bool] = []
    form.clock.install()
    form.route("**/relevance/", lambda route: route.continue_() if answers else slow.append(route))
    form.focus("#q-citizenship .typeahead input")
    form.keyboard.type("Uzbekistan")
    with form.expect_request("**/relevance/"):
        form.keyboard.press("Enter")
    form.keyboard.press("Digit3")  # the education; then the registration, which is not shown before the answer
    form.keyboard.press("Digit2")
    form.keyboard.press("Alt+KeyN")
    form.keyboard.type("told 2")
    form.keyboard.press("Control+Enter")
    form.clock.fast_forward(5_000)
    form.clock.fast_forward(5_000)
    answers.append(True)
    for route in slow:
        route.continue_()
    form.wait_for_url("**/saved/")
    enquiry = Enquiry._base_manager.get()
    expected = {"citizenship": "UZ", "education": "secondary", "migration_registration": "no"}
    assert (answers_of(enquiry), text_of(enquiry)) == (expected, "told 2")


REACHED = """mini => {
    const box = mini.getBoundingClientRect(), [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const isMini = at => mini.contains(document.elementFromPoint(...at));
    const steps = [...Array(160).keys()].map(i => i / 2 - 40);
    return Math.min(...[i => [x + i, y], i => [x, y + i]].map(at => steps.filter(i => isMini(at(i))).length / 2));
}"""


def test_a_pointer_finds_each_reason_and_the_system_s_colours_show_what_is_chosen(form: Page) -> None:
    for question in ("gender", "citizenship"):
        form.hover(f"#l-{question}")
        for mini in form.locator(f"#q-{question} .mini").element_handles():
            assert mini.evaluate(REACHED) >= 24, "WCAG 2.2, 2.5.8"
    form.emulate_media(forced_colors="active")
    colours = form.locator(".consent .chip").evaluate_all(
        "all => all.map(one => getComputedStyle(one).backgroundColor)"
    )
    assert colours[0] not in colours[1:]
