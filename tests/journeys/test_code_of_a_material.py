"""The code on a leaflet at the desk: few keys, any layout, and a wrong sign costs nothing but that sign."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.campaigns.codes import check_sign
from bereg.campaigns.models import Campaign, Material
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard

pytestmark = [
    pytest.mark.once("what keys do is the page's; what they ask the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
BEGUN = "K7MA"
CODE = BEGUN + check_sign(BEGUN)  # of the longer ones
COUNT_KEYS = """
addEventListener("keydown", (event) => {
  if (event.isTrusted) window.name = String(Number(window.name || 0) + 1);
}, true);
"""
SignIn = Callable[[Page, User], None]


@pytest.fixture
def material(page: Page, signed_in: SignIn, operator: User) -> Page:
    """A form in which the caller has just said that they hold a leaflet; there is one with a code."""
    publish_standard()
    campaign = Campaign.objects.create(name="Know whom to ask", first_day=date(2026, 6, 1))
    Material.objects.create(campaign=campaign, code=CODE, kind="leaflet", name="Before you go", language="uz")
    signed_in(page, operator)
    page.add_init_script(COUNT_KEYS)
    page.goto("/enquiries/new/")
    expect(page.locator("#q-citizenship .typeahead input")).to_be_visible()
    page.keyboard.press("Digit1")
    page.fill("#f-a-source", "leaflet")
    page.keyboard.press("Enter")
    expect(page.locator("#f-a-material")).to_be_focused()
    return page


def keys(page: Page) -> int:
    return int(page.evaluate("window.name || 0"))


def test_a_code_takes_at_most_six_keys_and_the_next_question_waits(material: Page) -> None:
    before = keys(material)
    material.keyboard.type(CODE.lower())
    material.keyboard.press("Enter")
    expect(material.locator("#f-a-region")).to_be_focused()
    assert keys(material) - before <= 6
    material.keyboard.press("Control+Enter")
    material.wait_for_url("**/saved/")
    assert Enquiry._base_manager.get().answers == {"source": "leaflet", "material": CODE}


def test_a_wrong_sign_is_named_beside_its_field_and_all_else_stays(
    material: Page, axe: Callable[[Page], list[str]]
) -> None:
    material.keyboard.type(f"{CODE[:-1]}9" if CODE[-1] != "9" else f"{CODE[:-1]}8")
    material.fill("#f-narrative", "Stay.")
    material.keyboard.press("Control+Enter")
    expect(material.locator("#problems")).to_contain_text(f"Did you mean: {CODE}?")
    assert not Enquiry._base_manager.exists()
    expect(material.locator("#q-material .error")).to_contain_text(CODE)
    assert axe(material) == []
    material.locator("#problems a").click()
    expect(material.locator("#f-a-material")).to_be_focused()
    material.keyboard.press("End")
    material.keyboard.press("Backspace")
    material.keyboard.type(CODE[-1])
    material.keyboard.press("Control+Enter")
    material.wait_for_url("**/saved/")
    assert Enquiry._base_manager.get().answers["material"] == CODE
