"""From an empty installation to a colleague at work."""

import time

import pytest
from playwright.sync_api import Page, expect

from bereg.accounts.first_word import first_word
from tests.factors import app_code

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_administrator_sets_up_and_invites_a_colleague(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url("/welcome/")
    page.fill("#id_word", first_word())
    page.fill("#id_name", "Administrator 01")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "a long invented password")
    page.fill("#id_name_en", "Moscow")
    page.fill("#id_name_ru", "Москва")
    page.fill("#id_code", "moscow")
    page.fill("#id_number_prefix", "MSK")
    page.fill("#id_line_address", "8 800 000 00 16")
    page.click("#set-up")
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    page.get_by_role("link", name="Set up the app").click()
    page.fill("#id_code", app_code(page.inner_text("#authenticator_secret"), time.time()))
    page.get_by_role("button", name="Switch it on").click()
    page.click("#show-codes")
    expect(page.locator("#codes li")).to_have_count(10)
    page.click("#go-on")
    expect(page).to_have_url("/centres/")
    expect(page.get_by_role("link", name="Moscow").first).to_be_visible()

    page.get_by_role("link", name="People").click()
    page.select_option("#id_role", "operator")
    page.get_by_role("button", name="Make a link").click()
    link = page.input_value("#one-time-link")

    colleague = page.context.browser.new_context(locale="en-GB").new_page()  # type: ignore[union-attr]
    colleague.goto(link)
    colleague.fill("#id_name", "Operator 11")
    colleague.fill("#id_username", "operator-11")
    colleague.fill("#id_password", "quite another invented phrase")
    colleague.click("#join")
    expect(colleague.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    colleague.context.close()

    again = page.context.browser.new_context(locale="en-GB").new_page()  # type: ignore[union-attr]
    again.goto(link)
    expect(again.get_by_role("heading", name="This link no longer works")).to_be_visible()
    again.context.close()

    page.goto("/people/")
    expect(page.get_by_role("rowheader", name="Operator 11")).to_be_visible()
