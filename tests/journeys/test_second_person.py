"""Exact figures leave the program: one person asks, a second one agrees, the first one takes the file."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from conftest import make_user
from tests.journeys.conftest import watch
from tests.world import form

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def an_enquiry(operator: User, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    publish_standard()
    desk = Client()
    desk.force_login(operator)
    assert desk.post(reverse("desk:form", args=[uuid4()]), form()).status_code == 302


@pytest.fixture
def narrow(browser: Browser, site: str, faults: list[str]) -> Any:
    """The second person's page, on a telephone, in Russian."""
    context = browser.new_context(base_url=site, locale="ru-RU", viewport={"width": 390, "height": 844})
    page = context.new_page()
    watch(page, site, faults)
    yield page
    context.close()


def test_one_asks_another_agrees_and_the_first_takes_the_file(  # noqa: PLR0917 - fixtures
    page: Page,
    narrow: Page,
    centre: Centre,
    supervisor: User,
    signed_in: Callable[[Page, User], None],
    axe: Callable[[Page], list[str]],
    tmp_path: Path,
) -> None:
    second = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    signed_in(page, supervisor)
    signed_in(narrow, second)
    page.goto("/figures/?centre=moscow")
    page.get_by_role("button", name="Export exact figures (CSV, PDF)").click()
    expect(page.locator("#export")).to_contain_text("waiting for a second person")
    assert not axe(page)

    narrow.goto("/today/")
    assert not axe(narrow)
    narrow.locator(".badge").click()
    expect(narrow.locator("#notices")).to_be_visible()
    assert not axe(narrow)
    narrow.locator("#notices a").first.click()
    expect(narrow.locator("#agree")).to_be_visible()
    assert not axe(narrow)
    assert_fits(narrow)
    narrow.click("#agree")
    narrow.wait_for_url("**/approvals/")
    assert not axe(narrow)
    assert_fits(narrow)

    page.reload()
    page.locator(".badge").click()
    page.locator("#notices a").first.click()
    expect(page.get_by_text("agreed, not done yet")).to_be_visible()
    assert not axe(page)
    page.get_by_role("link", name="Do it now").click()
    expect(page.get_by_role("button", name="Download the file (CSV)")).to_be_visible()
    assert not axe(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file (CSV)").click()
    download.value.save_as(tmp_path / "figures.csv")
    rows = list(csv.DictReader((tmp_path / "figures.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {row["centre"] for row in rows} == {"moscow"}
    page.reload()
    expect(page.get_by_role("button", name="Export exact figures (CSV, PDF)")).to_be_visible()


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_glass_is_broken_and_reviewed(  # noqa: PLR0917 - fixtures
    page: Page,
    narrow: Page,
    centre: Centre,
    supervisor: User,
    signed_in: Callable[[Page, User], None],
    axe: Callable[[Page], list[str]],
) -> None:
    signed_in(page, make_user(None, Role.ADMIN, "Administrator 01"))
    signed_in(narrow, supervisor)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/glass/break/")
    assert not axe(page)
    assert_fits(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.fill("#id_number", Enquiry._base_manager.get().number)
    page.fill("#id_reason", "A border guard asks whether she is in danger.")
    page.click("#break-glass")
    expect(page.locator(".alarm")).to_contain_text("Emergency access is open.")
    expect(page.locator("main")).to_contain_text("invented")
    assert not axe(page)

    narrow.goto("/today/")
    narrow.locator("#notices a").first.click()
    expect(narrow.locator("main")).to_contain_text("A border guard asks")
    assert not axe(narrow)
    assert_fits(narrow)
    narrow.click("#justified")
    narrow.wait_for_url("**/glass/")
    assert not axe(narrow)
    assert_fits(narrow)

    page.set_viewport_size({"width": 390, "height": 844})
    assert_fits(page)
    page.locator(".alarm button").click()
    expect(page.locator(".alarm")).to_have_count(0)
    assert not axe(page)
    assert_fits(page)
