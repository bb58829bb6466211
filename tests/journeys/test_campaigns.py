"""A leaflet goes from print to its sheet of codes, into the street by a thumb, and to what a call cost."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.campaigns.models import Distribution, Material
from bereg.campaigns.tests.conftest import campaign, leaflet, market
from bereg.campaigns.tests.test_set_up_a_campaign import looks
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from conftest import make_user
from tests.journeys.conftest import Look, Open

__all__ = ["campaign", "leaflet", "market"]
pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
MAIN = "button[data-key^='Ctrl+Enter']"


def print_leaflet(page: Page, look: Look) -> str:
    """Begin a campaign with a leaflet, through whatever is refused. Return its code."""
    page.goto("/campaigns/")
    look(page, "#t-campaigns")
    page.keyboard.press("n")
    page.fill("#id_name", "Know whom to ask")
    page.fill("#id_first_day", "2007-06-01")
    page.fill("#id_budget", "90000")
    page.click(MAIN)
    look(page, "[role=alert] a[href='#id_currency']")
    page.fill("#id_currency", "rub")
    page.keyboard.press("Control+Enter")
    look(page, "#t-materials")
    page.keyboard.press("n")
    page.fill("#id_name", "Leaflet")
    page.select_option("#id_language", "uz")
    page.fill("#id_print_run", "2000")
    file = looks().read()
    page.set_input_files("#id_file", files=[FilePayload(name="leaflet.png", mimeType="image/png", buffer=file)])
    page.fill("#id_cost", "9000")
    look(page, "#id_kind")
    page.keyboard.press("Control+Enter")
    look(page, "[role=alert] a[href='#id_currency']")  # a cost without a currency
    page.fill("#id_currency", "rub")
    page.set_input_files("#id_file", files=[FilePayload(name="leaflet.png", mimeType="image/png", buffer=file)])
    page.keyboard.press("Control+Enter")
    look(page, "#t-code")
    code = Material.objects.get().code
    expect(page.locator(".code.big")).to_have_text(code)
    return code


def test_a_material_goes_from_print_to_its_sheet(open_page: Open, look: Look, centre: Centre) -> None:
    page = open_page(make_user(centre, Role.EDITOR, "Editor 01"))
    code = print_leaflet(page, look)
    page.locator("#t-code ~ div a[href$='/codes/']").click()
    look(page, ".codes-sheet")
    expect(page.locator(".codes-sheet")).to_contain_text(f"/m/{code}/")
    with page.expect_download() as taken:
        page.keyboard.press("p")
    assert taken.value.suggested_filename.endswith("-codes.pdf")
    page.goto(f"/m/{code}/")
    page.wait_for_url("**/uz/")


@pytest.mark.usefixtures("market")
def test_what_was_given_out_is_typed_with_a_thumb(
    page: Page, look: Look, centre: Centre, signed_in: Callable[[Page, User], None], leaflet: Material
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    signed_in(page, make_user(centre, Role.DISTRIBUTOR, "Distributor 01"))
    page.goto("/today/")  # a distributor begins the day in the street
    look(page, ".street-materials")
    page.locator(".street-materials a", has_text="Leaflet").click()
    page.select_option("#id_place", label="Invented market")
    page.fill("#id_copies", "2001")
    page.click(MAIN)
    look(page, "[role=alert] a[href='#id_copies']")
    page.fill("#id_copies", "500")
    page.click(MAIN)
    expect(page.get_by_text("Written down: Leaflet.")).to_be_visible()
    look(page, "#t-own")
    expect(page.locator("#id_place option:checked")).to_have_text("Invented market")
    page.locator("#t-own ~ ul a").first.click()
    page.fill("#id_left_over", "35")
    look(page, "#id_left_over")
    page.click(MAIN)
    expect(page.get_by_text("35 left over")).to_be_visible()
    assert Distribution.objects.get().given_out == 465
    page.goto("/campaigns/places/")
    look(page, "#t-places")


@pytest.fixture
def own_facts(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def give_out(page: Page) -> None:
    """Give 500 leaflets out in the street."""
    page.goto("/today/")
    page.locator(".street-materials a", has_text="Leaflet").click()
    page.select_option("#id_place", label="Invented market")
    page.fill("#id_copies", "500")
    page.click(MAIN)
    expect(page.locator("[role=status]")).to_contain_text("Leaflet")


def take_call(page: Page, typed: str) -> None:
    """Register somebody who has the leaflet at hand."""
    page.goto("/enquiries/new/")
    page.locator("input[name=consent][value=yes]").check(force=True)
    page.fill("#f-a-source", "leaflet")
    page.keyboard.press("Enter")
    expect(page.locator("#f-a-material")).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/saved/")


@pytest.mark.usefixtures("market", "own_facts")
def test_a_leaflet_goes_from_print_to_the_cost_of_a_call(
    open_page: Open, look: Look, centre: Centre, operator: User, supervisor: User
) -> None:
    publish_standard()
    code = print_leaflet(open_page(make_user(centre, Role.EDITOR, "Editor 01")), look)
    give_out(open_page(make_user(centre, Role.DISTRIBUTOR, "Distributor 01")))
    desk = open_page(operator)
    for typed in (code.lower(), code):
        take_call(desk, typed)
    assert {each.answers["material"] for each in Enquiry._base_manager.all()} == {code}

    office = open_page(supervisor)
    office.goto("/figures/campaigns/")
    look(office, "#t-campaigns")
    office.locator("main a", has_text="Know whom to ask").click()
    look(office, "#materials")
    cells = office.locator("#materials tbody tr", has_text=code).locator("td")
    expect(cells.nth(0)).to_have_text("2")
    expect(cells.nth(1)).to_contain_text(re.compile("4[.,]0"))  # for each thousand of 500 copies
    expect(cells.nth(3)).to_contain_text(re.compile("4.500 RUB"))
    look(office, "#around")
    expect(office.locator("#around")).to_contain_text("Invented market")
