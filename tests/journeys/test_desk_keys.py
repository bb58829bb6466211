"""Every page of the desk by keyboard, and looked at by the accessibility checker."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.actions import publish_standard

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], None]


@pytest.fixture
def enquiries(operator: User) -> list[Enquiry]:
    """Three enquiries of the operator's centre, the latest last."""
    publish_standard()
    client = Client()
    client.force_login(operator)
    made = []
    for urgency in ("normal", "soon", "danger"):
        pk = uuid4()
        sent = {"consent": "yes", "urgency": urgency, "topics": ["quota"], "narrative": "A note.", "a-gender": "male"}
        client.post(reverse("desk:form", args=[pk]), sent)
        made.append(Enquiry.objects.get(pk=pk))
    return made


@pytest.fixture
def at_desk(page: Page, signed_in: SignIn, operator: User, enquiries: list[Enquiry]) -> Page:
    """A page of an operator who has signed in."""
    signed_in(page, operator)
    return page


def test_one_key_and_one_confirmation_record_a_contact_without_enquiry(at_desk: Page) -> None:
    at_desk.goto("/today/")
    at_desk.keyboard.press("KeyS")
    expect(at_desk.locator("#confirm")).to_contain_text("silence")
    at_desk.keyboard.press("Escape")
    at_desk.keyboard.press("KeyW")
    expect(at_desk.locator("#confirm")).to_contain_text("wrong number")
    at_desk.keyboard.press("Enter")
    expect(at_desk.locator("[role=status]")).to_contain_text("wrong number")
    expect(at_desk.locator("#count-without")).to_have_text("1")
    assert Contact.objects.exclude(disposition="enquiry").get().disposition == "wrong_number"


def test_find_goes_by_keyboard(at_desk: Page, enquiries: list[Enquiry]) -> None:
    at_desk.goto("/today/")
    at_desk.keyboard.press("Slash")
    at_desk.wait_for_url("**/find/")
    at_desk.keyboard.type(enquiries[0].code_word)
    at_desk.keyboard.press("Enter")
    at_desk.wait_for_url(f"**/enquiries/{enquiries[0].pk}/")
    at_desk.goto("/find/")
    at_desk.locator("h1").click()
    for key in ("KeyJ", "KeyJ", "KeyJ", "KeyK"):
        at_desk.keyboard.press(key)
    expect(at_desk.locator("[data-row]").nth(1)).to_be_focused()
    at_desk.keyboard.press("Enter")
    at_desk.wait_for_url(f"**/enquiries/{enquiries[1].pk}/")


def test_the_list_of_keys_names_every_key_and_switches_them_off(at_desk: Page, operator: User) -> None:
    at_desk.goto("/today/")
    at_desk.keyboard.press("Shift+Slash")
    dialog = at_desk.locator("#keys")
    for words in ("New enquiry", "silence", "out of scope", "Find"):
        expect(dialog).to_contain_text(words)
    with at_desk.expect_navigation():
        dialog.get_by_text("Switch the keys off").click()
    operator.refresh_from_db()
    assert not operator.shortcuts
    at_desk.keyboard.press("KeyN")
    at_desk.keyboard.press("Shift+Slash")
    expect(dialog).not_to_be_visible()
    assert at_desk.url.endswith("/today/")


def test_keys_are_switched_off_on_the_form_without_losing_it(at_desk: Page, operator: User) -> None:
    at_desk.goto("/enquiries/new/")
    at_desk.fill("#f-narrative", "Stay.")
    at_desk.locator("[data-opens]").click()
    at_desk.locator("#keys").get_by_text("Switch the keys off").click()
    expect(at_desk.locator("#keys")).to_contain_text("Switch the keys on")
    at_desk.locator("#keys").get_by_text("Close").click()
    at_desk.locator("#q-enquirer input:checked").focus()
    at_desk.keyboard.press("Digit1")
    expect(at_desk.locator("#q-enquirer input[value=migrant]")).not_to_be_checked()
    expect(at_desk.locator("#f-narrative")).to_have_value("Stay.")


def pages_of(enquiry: Enquiry) -> list[str]:
    one = f"/enquiries/{enquiry.pk}/"
    acts = [f"{one}{act}/" for act in ("saved", "correct", "withdraw", "contacts/new")]
    return ["/today/", "/enquiries/new/", "/find/", "/find/?first=2026-02-30", one, *acts]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_checker_finds_nothing(
    at_desk: Page, enquiries: list[Enquiry], axe: Callable[[Page], list[str]], scheme: Any, width: int
) -> None:
    at_desk.set_viewport_size({"width": width, "height": 844})
    at_desk.emulate_media(color_scheme=scheme)
    found = []
    for address in pages_of(enquiries[0]):
        at_desk.goto(address)
        found += axe(at_desk)
    assert found == []
