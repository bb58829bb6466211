"""The public page can be left at once, and works without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from bereg.accounts.models import User
from bereg.centres.models import Centre

pytestmark = [
    pytest.mark.once("the page is left by itself"),
    pytest.mark.django_db(transaction=True),
]
NEUTRAL = "https://www.wikipedia.org/"


@pytest.fixture
def neutral(page: Page) -> Page:
    """A page whose neutral place is answered here, so that nobody outside is asked."""
    page.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="neutral"))
    return page


def test_escape_three_times_leaves_and_the_back_button_does_not_return(
    neutral: Page, centre: Centre, operator: User, faults: list[str]
) -> None:
    neutral.goto("about:blank")
    neutral.goto("/en/")
    for _ in range(3):
        neutral.keyboard.press("Escape")
    neutral.wait_for_url(NEUTRAL)
    neutral.go_back()
    expect(neutral).to_have_url("about:blank")
    faults.clear()  # the neutral page is a third party, asked for by the person


def test_two_presses_do_nothing(neutral: Page, centre: Centre, operator: User) -> None:
    neutral.goto("/en/")
    for _ in range(2):
        neutral.keyboard.press("Escape")
    expect(neutral).to_have_url("/en/")


def test_it_works_without_javascript(browser: Browser, site: str, centre: Centre, operator: User) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="ru-RU")
    page = context.new_page()
    page.goto("/")
    expect(page).to_have_url(f"{site}/ru/")
    expect(page.locator("a[href='tel:88000000016']").first).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{site}/en/")
    assert page.get_attribute("#quick-exit", "href") == NEUTRAL
    assert context.cookies() == []
    context.close()
