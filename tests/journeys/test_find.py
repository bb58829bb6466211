"""The list of enquiries by keyboard: put in order, and several at once."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from conftest import make_user
from tests.journeys.conftest import NARROW, register_each

pytestmark = [
    pytest.mark.once("what keys do is the page's; what they ask the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
SignIn = Callable[[Page, User], None]


@pytest.fixture
def enquiries(operator: User) -> list[Enquiry]:
    """Three enquiries of the operator's centre, the latest last."""
    return register_each(operator, "danger", "normal", "soon")


@pytest.fixture
def at_desk(page: Page, signed_in: SignIn, operator: User, enquiries: list[Enquiry]) -> Page:
    """A page of an operator who has signed in."""
    signed_in(page, operator)
    return page


def numbers(page: Page) -> list[str]:
    return page.locator("[data-row]").all_inner_texts()


def test_the_list_is_put_in_order_by_key(at_desk: Page, enquiries: list[Enquiry]) -> None:
    first, second, third = (each.number for each in enquiries)
    at_desk.goto("/find/")
    assert numbers(at_desk) == [third, second, first]
    at_desk.locator("h1").click()
    at_desk.keyboard.press("Shift+KeyS")
    expect(at_desk.locator("#f-order")).to_be_focused()
    at_desk.select_option("#f-order", "urgent")
    at_desk.keyboard.press("Control+Enter")
    at_desk.wait_for_url("**order=urgent**")
    assert numbers(at_desk) == [first, third, second]
    expect(at_desk.locator("#f-order")).to_have_value("urgent")


def test_several_are_closed_by_key_and_what_changed_meanwhile_is_left(
    at_desk: Page, enquiries: list[Enquiry], operator: User, barriers: Callable[[Page], list[str]]
) -> None:
    at_desk.set_viewport_size(NARROW)
    at_desk.goto("/find/?open=on")
    at_desk.locator("h1").click()
    for key in ("KeyJ", "Space", "KeyJ", "Space"):
        at_desk.keyboard.press(key)
    expect(at_desk.locator("[data-chosen]")).to_have_text("Selected: 2")
    assert barriers(at_desk) == []
    at_desk.keyboard.press("Shift+KeyC")
    expect(at_desk.get_by_text("2 enquiries will be closed:")).to_be_visible()
    expect(at_desk.locator("#f-outcome")).to_be_focused()
    assert barriers(at_desk) == []
    colleague = Client()  # in another window
    colleague.force_login(operator)
    colleague.post(reverse("desk:correct", args=[enquiries[1].pk]), {"consent": "yes", "version": "1"})
    at_desk.select_option("#f-outcome", "advised")
    at_desk.keyboard.press("Control+Enter")
    at_desk.wait_for_url("**/find/?open=on")
    expect(at_desk.get_by_text("1 enquiry is closed.")).to_be_visible()
    expect(at_desk.get_by_text(f"{enquiries[1].number} (a colleague changed it meanwhile)")).to_be_visible()
    assert set(numbers(at_desk)) == {enquiries[0].number, enquiries[1].number}


def test_all_that_are_shown_are_handed_over(
    page: Page, signed_in: SignIn, supervisor: User, centre: Centre, enquiries: list[Enquiry]
) -> None:
    colleague = make_user(centre, Role.OPERATOR, "Operator 55")
    signed_in(page, supervisor)
    page.goto("/find/")
    page.locator("h1").click()
    page.keyboard.press("Shift+KeyX")
    page.keyboard.press("Space")
    expect(page.locator("[data-chosen]")).to_have_text("Selected: 3")
    page.keyboard.press("Shift+KeyA")
    expect(page.get_by_text("3 enquiries will be handed over:")).to_be_visible()
    page.keyboard.press("Control+Enter")  # to nobody yet
    expect(page.get_by_role("alert")).to_contain_text("choose who is to go on with them")
    page.select_option("#f-to", str(colleague.pk))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("3 enquiries are assigned to Operator 55.")).to_be_visible()
    assert set(Enquiry._base_manager.values_list("assignee", flat=True)) == {colleague.pk}


def test_a_filter_is_kept_used_renamed_and_removed(
    at_desk: Page, enquiries: list[Enquiry], barriers: Callable[[Page], list[str]]
) -> None:
    at_desk.goto("/find/?order=urgent")
    at_desk.locator("h1").click()
    at_desk.keyboard.press("Shift+KeyV")
    expect(at_desk.locator("#f-filter")).to_be_focused()
    at_desk.keyboard.press("Enter")  # no name yet
    expect(at_desk.get_by_role("alert")).to_contain_text("Type a short name for it.")
    at_desk.fill("#f-filter", "Urgent first")
    at_desk.locator("#f-filter").press("Enter")
    expect(at_desk.get_by_text("The filter is kept above the list.")).to_be_visible()
    at_desk.goto("/find/")
    assert barriers(at_desk) == []
    at_desk.get_by_role("link", name="Urgent first").click()
    at_desk.wait_for_url("**/find/?order=urgent")
    assert numbers(at_desk)[0] == enquiries[0].number
    at_desk.locator("h1").click()
    at_desk.keyboard.press("Shift+KeyF")
    at_desk.wait_for_url("**/find/filters/")
    assert barriers(at_desk) == []
    at_desk.get_by_label("name of Urgent first").fill("Most urgent")
    at_desk.get_by_role("button", name="Rename").click()
    expect(at_desk.get_by_label("name of Most urgent")).to_be_visible()
    at_desk.get_by_role("button", name="Remove Most urgent").click()
    expect(at_desk.get_by_text("None yet.")).to_be_visible()
    at_desk.keyboard.press("Escape")
    at_desk.wait_for_url("**/find/")


def test_what_was_found_is_counted_by_key(
    page: Page, signed_in: SignIn, supervisor: User, enquiries: list[Enquiry], barriers: Callable[[Page], list[str]]
) -> None:
    signed_in(page, supervisor)
    page.goto("/find/?topic=quota")
    page.locator("h1").click()
    page.keyboard.press("Shift+KeyT")
    expect(page.get_by_text("Found: 3.")).to_be_visible()
    expect(page.locator(".totals")).to_contain_text("in danger: 1")
    assert page.url.endswith("topic=quota&totals=on")
    assert barriers(page) == []
