"""A colleague who forgot the password gets back in, without an administrator of machines."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from bereg.accounts.models import User

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
NEW = "quite another invented phrase"


def test_a_supervisor_gives_a_link_and_the_colleague_signs_in(
    page: Page,
    signed_in: Callable[[Page, User], None],
    supervisor: User,
    operator: User,
    axe: Callable[[Page], list[str]],
) -> None:
    cache.clear()
    signed_in(page, supervisor)
    page.goto("/people/")
    page.get_by_text("Change Operator 04").click()
    page.get_by_label("also remove the second factor").check()
    assert not axe(page)
    page.get_by_role("button", name="New sign-in link").click()
    expect(page.get_by_role("heading", name="Give this link to Operator 04")).to_be_visible()
    assert not axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    link = page.input_value("#one-time-link")

    colleague = page.context.browser.new_context(locale="en-GB").new_page()  # type: ignore[union-attr]
    colleague.goto(link)
    expect(colleague.get_by_text("operator-04")).to_be_visible()
    colleague.fill("#id_password", NEW)
    colleague.click("#reset")
    expect(colleague.get_by_text("The new password is set.")).to_be_visible()
    colleague.fill("#id_login", "operator-04")
    colleague.fill("#id_password", NEW)
    colleague.get_by_role("button", name="Sign in", exact=True).click()
    expect(colleague.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    colleague.goto(link)
    expect(colleague.get_by_role("heading", name="This link no longer works")).to_be_visible()
    assert not axe(colleague)
    colleague.context.close()
