"""From an empty installation to the first call and to a colleague at work, in Russian."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bereg.accounts.setup_code import first_word
from bereg.enquiries.models import Enquiry
from tests.factors import app_code
from tests.journeys.conftest import watch

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
MOST_SCREENS = 8
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def page(browser: Browser, site: str, faults: list[str]) -> Iterator[Page]:
    """A fresh browser of somebody who reads Russian; what a page may not do fails the test."""
    size: ViewportSize = {"width": 1280, "height": 800}
    context = browser.new_context(base_url=site, locale="ru-RU", viewport=size, service_workers="block")
    opened = context.new_page()
    watch(opened, site, faults)
    yield opened
    context.close()
    assert not faults, faults


def test_the_first_hour_from_an_empty_clone(page: Page, axe: Callable[[Page], list[str]]) -> None:
    screens: list[str] = []
    page.on("domcontentloaded", lambda shown: screens.append(shown.url))
    fill_in_welcome(page)
    show_a_second_factor(page)
    expect(page).to_have_url("/setting-up/")
    assert axe(page) == []
    expect(page.locator("[data-step=recovery_codes] .state.good")).to_be_visible()
    page.click("#take-calls")
    expect(page).to_have_url("/today/")
    page.locator(".staff-nav a[href='/enquiries/new/']").click()
    page.fill("#f-narrative", "Выдуманный вопрос.")
    assert len(screens) <= MOST_SCREENS, screens
    save_without_consent(page)
    assert Enquiry._base_manager.count() == 1

    page.set_viewport_size({"width": 390, "height": 844})
    the_menu_is_one_row(page)
    page.locator(".account-menu a[href='/account/role/']").click()
    page.locator("button[name=role][value=admin]").click()
    expect(page).to_have_url("/setting-up/")  # where the day of an administrator begins while something grave is open
    assert page.evaluate(SIDEWAYS) <= 0
    page.locator("[data-step=colleague] a").click()
    invite_an_operator(page)
    page.goto("/people/")
    expect(page.get_by_role("rowheader", name="Оператор 11")).to_be_visible()


def fill_in_welcome(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url("/welcome/")
    page.fill("#id_word", first_word())
    page.fill("#id_name", "Администратор 01")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "a long invented password")
    page.fill("#id_name_ru", "Москва")
    page.fill("#id_code", "moscow")
    page.fill("#id_number_prefix", "MSK")
    page.select_option("#id_subdivision", label="Москва")
    page.fill("#id_line_address", "8 800 000 00 16")
    page.click("#set-up")


def show_a_second_factor(page: Page) -> None:
    page.locator("a[href*='app/activate']").click()
    page.fill("#id_code", app_code(page.inner_text("#authenticator_secret"), time.time()))
    page.locator("main form button.primary").click()
    page.click("#show-codes")
    expect(page.locator("#codes li")).to_have_count(10)
    page.click("#go-on")


def save_without_consent(page: Page) -> None:
    page.keyboard.press("Control+Enter")
    expect(page.locator("#problems")).to_be_focused()
    page.keyboard.press("Alt+KeyS")
    page.wait_for_url("**/saved/")


def the_menu_is_one_row(page: Page) -> None:
    tops = page.locator(".staff-nav a").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(tops) <= 6
    assert len(set(tops)) == 1
    assert page.locator(".staff-nav").evaluate("nav => nav.scrollWidth <= nav.clientWidth")
    page.click(".account-menu > summary")
    assert page.evaluate(SIDEWAYS) <= 0


def invite_an_operator(page: Page) -> None:
    page.select_option("#id_role", "operator")
    page.locator("aside form:has(#id_role) button.primary").click()
    link = page.input_value("#one-time-link")
    colleague = page.context.browser.new_context(locale="ru-RU").new_page()  # type: ignore[union-attr]
    colleague.goto(link)
    colleague.fill("#id_name", "Оператор 11")
    colleague.fill("#id_username", "operator-11")
    colleague.fill("#id_password", "quite another invented phrase")
    colleague.click("#join")
    expect(colleague.locator("a[href*='app/activate']")).to_be_visible()
    colleague.goto(link)
    expect(colleague.locator("h1")).to_have_text("Эта ссылка больше не действует")
    colleague.context.close()
