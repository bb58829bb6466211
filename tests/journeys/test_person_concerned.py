"""An aunt calls about a girl of 15: registered by keyboard, the girl noted, judged by a person, and told to nobody."""

import pytest
from playwright.sync_api import expect

from bereg.accounts.models import Notice, User
from bereg.enquiries.models import Enquiry
from bereg.persons.models import Person
from bereg.questionnaire.publishing import publish_standard
from tests.journeys.conftest import Look, Open
from tests.opened import text_of

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


def test_an_aunt_calls_about_a_girl_of_15(open_page: Open, operator: User, supervisor: User, look: Look) -> None:
    publish_standard()
    page = open_page(operator)

    def keys(*pressed: str) -> None:
        for key in pressed:
            page.keyboard.press(key)

    page.goto("/enquiries/new/")
    page.locator('[name="consent"][value="yes"]').check()
    page.locator('[name="a-enquirer"][value="relative"]').check()
    keys("Alt+KeyN")
    page.keyboard.type("Her niece works in a greenhouse, without her passport.")
    keys("Alt+KeyA", "Space", "Control+Enter")
    page.wait_for_url("**/persons/new/**")

    look(page, "#save")
    expect(page.locator('[name="relation"]:checked')).to_be_focused()
    keys(
        "Digit4", "Digit1", "Digit2", "Digit2", "Digit1", "Digit2"
    )  # a relative, female, 14-17, no care, in work, a little
    expect(page.locator("#id_citizenship")).to_be_focused()
    expect(page.locator(".of-means")).to_be_hidden()
    keys("Alt+KeyI")
    page.locator('[name="signs"]').first.focus()
    keys("Digit3", "Digit7", "Digit8", "Enter", "Digit4", "Enter", "Digit2")
    look(page, ".child-only")
    keys("Control+Enter")
    expect(page.locator("#code-word")).to_be_visible()

    girl = Person._base_manager.get()
    assert (girl.relation, girl.gender, girl.band, girl.care) == ("relative", "female", "14_17", "without")
    assert (girl.occupation, girl.command, girl.told_by_another) == ("in_work", "little", True)
    assert (girl.signs, girl.act, girl.means, girl.purpose) == (
        *(["movement", "documents", "wages"], ["harbouring"]),
        *([], ["labour"]),
    )
    assert Notice.objects.get().person == supervisor

    page.goto(f"/enquiries/{Enquiry._base_manager.get().pk}/")
    look(page, "#t-signs-1")
    keys("KeyY")
    look(page, "#id_reason")
    keys("Digit1")
    page.keyboard.type("Unpaid, no papers, may not leave, under 18.")
    keys("Control+Enter")
    expect(page.locator("[role=status]")).to_be_visible()
    judged = Person._base_manager.get()
    assert (judged.suspicion, text_of(judged, "reason")) == ("suspected", "Unpaid, no papers, may not leave, under 18.")
    look(page, "#t-persons")
