"""Every page of the desk by keyboard, and looked at by the accessibility checker."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.contacts.models import Contact
from bereg.enquiries.models import Draft, Enquiry
from tests.journeys.conftest import NARROW, register_each
from tests.opened import code_word_of, text_of

pytestmark = [
    pytest.mark.once("what keys do is the page's; what they ask the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
# How wide the text of an element is, and how wide the element: an ellipsis needs but a fraction of a pixel.
TEXT_AND_ROOM = """(element) => {
  const text = document.createRange();
  text.selectNodeContents(element);
  return [text, element].map((each) => each.getBoundingClientRect().width);
}"""
SignIn = Callable[[Page, User], None]


@pytest.fixture
def enquiries(operator: User) -> list[Enquiry]:
    """Three enquiries of the operator's centre, the latest last."""
    return register_each(operator, "normal", "soon", "danger")


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
    assert Contact._base_manager.exclude(disposition="enquiry").get().disposition == "wrong_number"


def test_find_goes_by_keyboard(at_desk: Page, enquiries: list[Enquiry]) -> None:
    at_desk.goto("/today/")
    at_desk.keyboard.press("Slash")
    at_desk.wait_for_url("**/find/")
    at_desk.keyboard.type(code_word_of(enquiries[0]))
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
    expect(dialog.get_by_role("heading", name="Register a call")).to_be_visible()
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
    at_desk.locator("#q-enquirer input:checked").focus()
    at_desk.keyboard.press("Shift+Slash")
    at_desk.keyboard.press("Escape")
    expect(at_desk.locator("#q-enquirer input:checked")).to_be_focused()
    at_desk.get_by_role("button", name="all keys").click()
    at_desk.locator("#keys").get_by_role("button", name="Switch the keys off").click()
    expect(at_desk.locator("#keys")).to_contain_text("Switch the keys on")
    at_desk.locator("#keys").get_by_role("button", name="Close").click()
    at_desk.locator("#q-enquirer input:checked").focus()
    at_desk.keyboard.press("Digit1")
    expect(at_desk.locator("#q-enquirer input[value=migrant]")).not_to_be_checked()
    expect(at_desk.locator("#f-narrative")).to_have_value("Stay.")


def pages_of(enquiry: Enquiry) -> list[str]:
    one = f"/enquiries/{enquiry.pk}/"
    acts = [f"{one}{act}/" for act in ("saved", "correct", "withdraw", "mistake", "contacts/new")]
    contacts = ["/contacts/", "/contacts/several/", f"/contacts/{enquiry.pk}/"]
    return ["/today/", "/enquiries/new/", "/find/", "/find/?first=2026-02-30", one, *acts, *contacts]


def test_the_checker_finds_nothing(
    at_desk: Page, enquiries: list[Enquiry], barriers: Callable[[Page], list[str]]
) -> None:
    found = []
    for address in pages_of(enquiries[0]):
        at_desk.goto(address)
        found += barriers(at_desk)
    assert found == []


def keys_on(page: Page) -> dict[str, str]:
    """Return the list of keys that the page itself shows."""
    page.locator("button[data-opens]").click()
    rows = page.locator("[data-keys-list] dl > div")
    found = {row.locator("dt").inner_text(): row.locator("dd").inner_text() for row in rows.all()}
    page.keyboard.press("Escape")
    return found


def test_a_key_means_the_same_on_every_page(at_desk: Page, enquiries: list[Enquiry]) -> None:
    # Each sends its own page; the key of the list of enquiries leads to the field that finds one.
    differs = {"Ctrl Enter", "/"}
    meanings: dict[str, set[str]] = {}
    for address in pages_of(enquiries[0]):
        at_desk.goto(address)
        for key, what in keys_on(at_desk).items():
            meanings.setdefault(key, set()).add(what)
    assert {key: what for key, what in meanings.items() if len(what) > 1 and key not in differs} == {}
    assert {"N", "S", "E", "R", "X", "L", "Shift L", "Esc", "Alt 1", "Alt 3", "Ctrl Enter"} <= set(meanings)


def test_every_page_is_reached_by_key_even_from_the_note(at_desk: Page) -> None:
    at_desk.goto("/enquiries/new/")
    at_desk.locator("#f-narrative").focus()
    for key, address in (("Alt+Digit4", "/find/"), ("Alt+Digit2", "/enquiries/new/"), ("Alt+Digit1", "/today/")):
        at_desk.keyboard.press(key)
        at_desk.wait_for_url(f"**{address}")
    for key, address in (("Alt+Digit3", "/inbox/"), ("Alt+Digit1", "/today/")):
        at_desk.keyboard.press(key)
        at_desk.wait_for_url(f"**{address}")


def test_drafts_are_opened_and_thrown_away_by_key(at_desk: Page, operator: User) -> None:
    client = Client()
    client.force_login(operator)
    drafts = [uuid4() for _ in range(3)]
    for pk in drafts:
        client.post(reverse("desk:draft", args=[pk]), {"consent": "yes", "narrative": "A note."})
    at_desk.goto("/today/")
    at_desk.keyboard.press("Digit2")
    at_desk.wait_for_url(f"**/enquiries/new/{drafts[1]}/")
    at_desk.keyboard.press("Alt+KeyX")
    assert Draft._base_manager.count() == 3
    at_desk.keyboard.press("Enter")
    at_desk.wait_for_url("**/today/")
    assert set(Draft._base_manager.values_list("pk", flat=True)) == {drafts[0], drafts[2]}
    at_desk.keyboard.press("Shift+Digit1")  # the latest stands first
    assert Draft._base_manager.count() == 2
    with at_desk.expect_navigation():
        at_desk.keyboard.press("Enter")
    assert Draft._base_manager.get().pk == drafts[0]
    at_desk.goto("/enquiries/new/")
    at_desk.keyboard.press("Digit1")
    expect(at_desk.locator("[form=discard]")).to_be_visible()  # as soon as it is kept
    at_desk.keyboard.press("Alt+KeyX")
    at_desk.keyboard.press("Enter")
    at_desk.wait_for_url("**/today/")
    assert Draft._base_manager.get().pk == drafts[0]


def test_the_list_is_narrowed_and_widened_by_key(at_desk: Page) -> None:
    at_desk.goto("/find/")
    at_desk.locator("h1").click()
    at_desk.keyboard.press("KeyL")
    expect(at_desk.locator("#f-first")).to_be_focused()
    at_desk.select_option("#f-channel", "visit")
    at_desk.locator("#f-channel").focus()
    at_desk.keyboard.press("Control+Enter")
    expect(at_desk.get_by_text("Nothing found.")).to_be_visible()
    at_desk.locator("h1").click()
    at_desk.keyboard.press("Shift+KeyL")
    expect(at_desk.locator("[data-row]")).to_have_count(3)


def test_a_further_contact_begins_on_its_first_field_and_goes_back_by_key(
    at_desk: Page, enquiries: list[Enquiry]
) -> None:
    at_desk.goto(f"/enquiries/{enquiries[0].pk}/")
    at_desk.keyboard.press("KeyR")
    expect(at_desk.locator("#f-line")).to_be_focused()
    at_desk.keyboard.press("Escape")
    at_desk.wait_for_url(f"**/enquiries/{enquiries[0].pk}/")


def test_what_is_said_at_a_further_contact_is_written_by_key_and_stands_last_in_the_time_line(
    at_desk: Page, enquiries: list[Enquiry], barriers: Callable[[Page], list[str]]
) -> None:
    at_desk.set_viewport_size(NARROW)
    at_desk.goto(f"/enquiries/{enquiries[0].pk}/")
    at_desk.keyboard.press("KeyR")
    at_desk.wait_for_url("**/contacts/new/")
    at_desk.keyboard.press("Alt+KeyN")
    expect(at_desk.locator("#f-said")).to_be_focused()
    assert barriers(at_desk) == []
    at_desk.keyboard.type("The heron has given it back, " + "o" * 90)
    at_desk.keyboard.press("Control+Enter")
    at_desk.wait_for_url(f"**/enquiries/{enquiries[0].pk}/")
    expect(at_desk.locator(".timeline > li").last).to_contain_text("The heron has given it back")
    assert barriers(at_desk) == []


def test_what_nobody_agreed_to_is_left_out_by_key(at_desk: Page) -> None:
    at_desk.goto("/enquiries/new/")
    at_desk.fill("#f-narrative", "A note.")
    at_desk.keyboard.press("Control+Enter")
    expect(at_desk.locator("#problems")).to_be_focused()
    at_desk.keyboard.press("Alt+KeyS")
    at_desk.wait_for_url("**/saved/")
    assert sorted({text_of(each) for each in Enquiry._base_manager.all()}) == ["", "A note."]


@pytest.mark.parametrize("name", ["Руководитель · Москва", "Supervisor · Moscow", "Supervisor 01"])
def test_the_header_shows_the_whole_name(page: Page, signed_in: SignIn, supervisor: User, name: str) -> None:
    supervisor.name, supervisor.language = name, "ru"
    supervisor.save()
    signed_in(page, supervisor)
    page.goto("/find/")
    shown = page.locator(".person .name")
    assert shown.inner_text() == name
    text, room = shown.evaluate(TEXT_AND_ROOM)
    assert text <= room
    assert page.locator(".person").inner_text().count("Москва") == 1


def test_a_night_on_the_answering_machine_is_entered_in_less_than_a_minute(at_desk: Page) -> None:
    at_desk.goto("/today/")
    at_desk.keyboard.press("KeyQ")
    at_desk.wait_for_url("**/contacts/several/")
    strokes = 1
    for time, kind in (("2215", "1"), ("0210", "1"), ("0340", "2"), ("455", "1"), ("0720", "2")):
        for key in (*time, "Tab", kind, "Enter"):
            at_desk.keyboard.press(key)
            strokes += 1
    at_desk.keyboard.press("Control+Enter")
    at_desk.wait_for_url("**/contacts/")
    expect(at_desk.locator("[data-row]")).to_have_count(5)
    kinds = Contact._base_manager.filter(disposition__in=["voicemail", "lost"]).values_list("disposition", flat=True)
    assert sorted(kinds) == ["lost", "lost", "voicemail", "voicemail", "voicemail"]
    assert strokes + 2 <= 40  # one and a half seconds each


def test_withdrawing_shows_what_goes_and_its_button_waits(at_desk: Page, enquiries: list[Enquiry]) -> None:
    at_desk.goto(f"/enquiries/{enquiries[0].pk}/withdraw/")
    expect(at_desk.locator("a.button:focus")).to_contain_text("No, go back")
    expect(at_desk.locator("main")).to_contain_text("the answers: Gender")
    at_desk.keyboard.press("Enter")
    at_desk.wait_for_url(f"**/enquiries/{enquiries[0].pk}/")
    assert Enquiry._base_manager.filter(consent="yes").count() == 3


def test_one_key_is_taken_back_by_one_key(at_desk: Page) -> None:
    at_desk.goto("/today/")
    at_desk.keyboard.press("KeyS")
    at_desk.keyboard.press("Enter")
    expect(at_desk.locator(".undo")).to_be_visible()
    at_desk.keyboard.press("KeyZ")
    expect(at_desk.locator("[role=status]")).to_contain_text("Taken back")
    assert Contact._base_manager.get(disposition="silent").mistake == "undone"
