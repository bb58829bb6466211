"""The link by which one's own calendar reads the appointments: made, shown once, revoked, by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.questionnaire.publishing import publish_standard

pytestmark = [
    pytest.mark.once("what keys do is the page's; what they ask the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


def test_a_link_is_made_shown_once_and_revoked(
    page: Page, signed_in: Callable[[Page, User], None], operator: User, axe: Callable[..., list[str]]
) -> None:
    publish_standard()
    signed_in(page, operator)
    page.goto("/tasks/appointments/")
    page.keyboard.press("KeyE")
    link = page.get_by_label("Address of your appointments")
    expect(link).to_be_visible()
    assert axe(page) == []
    address = link.input_value()
    read = page.request.get(address)
    assert (read.status, read.text().splitlines()[0]) == (200, "BEGIN:VCALENDAR")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto("/tasks/appointments/")
    expect(page.locator("main")).not_to_contain_text("/calendar/")
    page.keyboard.press("KeyX")
    expect(page.get_by_role("button", name="Revoke the link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Revoked")
    assert page.request.get(address).status == 404
