"""Ten questions of a call, answered beside its form by keyboard; what was told stays with the draft and the enquiry."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from bereg.accounts.models import User
from bereg.answers.models import TickedSign, Told
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.reference import search_index
from tests.journeys.conftest import TOO_WIDE
from tests.journeys.test_register import COUNT_KEYS, press
from tests.told import entry_of

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
MOST_KEYS = 12
# What is asked, what the operator types, and the answer that is to come first.
QUESTIONS = (
    ("Are there places for bricklayers in Astrakhan?", "brick", "quota", "Bricklayers, Astrakhan region"),
    ("Is Kamenshchik licensed?", "kamen", "agency", "Kamenshchik-P"),
    ("Where does she sleep tonight?", "shelter", "service", "Shelter, day and night"),
    ("How do I employ a nanny?", "nanny", "guide", "A nanny with a contract"),
    ("He keeps my passport.", "passport", "guide", "The employer keeps the passport"),
    ("They have not paid me.", "wages", "guide", "Wages that were not paid"),
    ("When must I register?", "register", "guide", "Register within three days"),
    ("Who helps to find work?", "job", "service", "Job centre, desk for migrants"),
    ("My brother is gone.", "missing", "guide", "Somebody is missing"),
    ("Who asks for the permit?", "permit", "guide", "The employer asks for the permit"),
)
QUOTA = {"region": "RU-AST", "occupation": "7112", "months": {"2026-11": {"granted": 900, "used": 780}}}
CONTENT: dict[str, dict[str, Any]] = {
    "guide": {"situation": "papers"},
    "quota": QUOTA,
    "agency": {"licence": "00-16", "status": "licensed", "until": "2030-01-07"},
}


@pytest.fixture
def at_form(page: Page, signed_in: Callable[[Page, User], None], operator: User) -> Page:
    """The form of a call, at the desk of an operator; each question has its answer."""
    publish_standard()
    search_index.put(
        entry_of(kind, title, by=operator, say=f"In one sentence: {title}.", content=CONTENT.get(kind, {}))
        for _asked, _typed, kind, title in QUESTIONS
    )
    signed_in(page, operator)
    page.add_init_script(COUNT_KEYS)
    page.goto("/enquiries/new/")
    expect(page.locator("#q-citizenship .typeahead input")).to_be_visible()
    return page


def strokes(page: Page) -> int:
    return int(page.evaluate("window.name") or 0)


def keeps(told: int, holding: str = "") -> Callable[[Response], bool]:
    """Whether an answer is to the draft with as many answers told; an earlier draft may still be under way."""

    def answers_draft(answer: Response) -> bool:
        sent = answer.request.post_data or ""
        return "/enquiries/drafts/" in answer.url and sent.count("told=") == told and holding in sent

    return answers_draft


def answer_each(page: Page) -> None:
    """Look each question up and say that its answer was told or sent, counting the keys."""
    for question, typed, _kind, title in QUESTIONS:
        before = strokes(page)
        press(page, "Slash")
        expect(page.locator("#f-asked")).to_be_focused()
        page.keyboard.type(typed)
        expect(page.locator(".answer.current .answer-title")).to_have_text(title)
        press(page, "Shift+F4" if typed == "permit" else "F4")
        expect(page.locator(".told-chip", has_text=title)).to_be_visible()
        press(page, "Escape")
        assert strokes(page) - before <= MOST_KEYS, question


def edges(page: Page, selector: str) -> dict[str, float]:
    box = page.locator(selector).bounding_box()
    assert box
    return {"left": box["x"], "right": box["x"] + box["width"], "top": box["y"], "bottom": box["y"] + box["height"]}


def test_ten_questions_take_at_most_twelve_keys_each_and_stay_with_the_call(
    at_form: Page, axe_by_day_and_night: Callable[[Page], list[str]]
) -> None:
    page, asked = at_form, []
    page.on("request", lambda sent: asked.append(sent.url) if "/found/" in sent.url else None)
    press(page, "1")
    assert asked == []  # nothing is looked up before the answers are opened
    with page.expect_response(keeps(len(QUESTIONS))):
        answer_each(page)
    chips = page.locator(".told-chip")
    expect(chips).to_have_count(len(QUESTIONS))
    press(page, "Alt+KeyN Alt+Slash")  # from where letters are typed
    page.keyboard.type("kamen")
    expect(page.locator(".answer.current .answer-title")).to_have_text("Kamenshchik-P")
    page.locator(".answer.current [name=sign][value=money_first]").check()
    press(page, "Alt+KeyE")
    expect(page.locator(".answer.current")).to_contain_text("Reported.")
    beside, work = edges(page, "#answers"), edges(page, ".work")
    assert beside["left"] >= work["right"]
    assert edges(page, "#answers")["bottom"] <= edges(page, ".save-bar")["top"]
    assert axe_by_day_and_night(page) == []
    press(page, "Alt+KeyO")  # what the answers stood in the place of comes back by its own key
    expect(page.locator("#f-outcome")).to_be_focused()
    expect(page.locator("#answers")).to_be_hidden()

    with page.expect_response(keeps(len(QUESTIONS) - 1, holding="sign=money_first")):
        chips.first.locator("input").click()
    page.reload()
    expect(chips).to_have_count(len(QUESTIONS) - 1)
    expect(page.locator("#agency-signs [value=money_first]")).to_be_checked()
    press(page, "Control+Enter")
    page.wait_for_url("**/saved/")
    expect(page.locator("#code-word")).to_be_visible()
    told = Told._base_manager.all()
    assert {(each.kind, each.way) for each in told} == {
        ("agency", "told"),
        ("service", "told"),
        ("guide", "told"),
        ("guide", "sent"),
    }
    assert (len(told), TickedSign._base_manager.count()) == (len(QUESTIONS) - 1, 1)
    page.goto(Enquiry._base_manager.get().get_absolute_url())
    expect(page.locator("main")).to_contain_text("The employer asks for the permit")


def test_on_a_telephone_the_answers_stand_below_the_form(
    at_form: Page, axe_by_day_and_night: Callable[[Page], list[str]]
) -> None:
    page = at_form
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("[data-shows-answers]").click()
    page.keyboard.type("passport")
    expect(page.locator(".answer.current .answer-title")).to_have_text("The employer keeps the passport")
    assert edges(page, "#answers")["top"] >= edges(page, "#work")["bottom"]
    expect(page.locator(".answer.current .say")).to_be_in_viewport(ratio=1)  # what is to be said aloud
    assert page.evaluate(TOO_WIDE) <= 0
    assert axe_by_day_and_night(page) == []
