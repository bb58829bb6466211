"""A leaflet from print to its cost per call: printed, given out, named by callers at the desk, and counted."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.campaigns.models import Campaign, Distribution, Material, Place
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard

pytestmark = [
    pytest.mark.once("what the pages do together; what they count is tried on both by their own tests"),
    pytest.mark.django_db(transaction=True),
]
SignIn = Callable[[Page, User], None]
CODE = "K7MM"


@pytest.fixture
def leaflet(settings: object, tmp_path: Path) -> Material:
    """Two thousand leaflets for 3,000 roubles, 1,500 of them given out three weeks ago."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    publish_standard()
    ago = timezone.localdate() - dt.timedelta(days=21)
    campaign = Campaign.objects.create(name="Know whom to ask", first_day=ago)
    made = Material.objects.create(
        campaign=campaign,
        code=CODE,
        kind="leaflet",
        name="Before you go",
        language="uz",
        print_run=2_000,
        cost=Decimal(3_000),
        currency="RUB",
    )
    market = Place.objects.create(kind="market", name="Invented market", region="RU-MOW")
    Distribution.objects.create(material=made, place=market, given_on=ago, copies=2_000, left_over=500)
    return made


def registers(page: Page, typed: str) -> None:
    """Register a call of somebody who holds the leaflet."""
    page.goto("/enquiries/new/")
    expect(page.locator("#q-citizenship .typeahead input")).to_be_visible()
    page.keyboard.press("Digit1")
    page.fill("#f-a-source", "leaflet")
    page.keyboard.press("Enter")
    expect(page.locator("#f-a-material")).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/saved/")


@pytest.fixture
def people(operator: User, supervisor: User, leaflet: Material) -> tuple[User, User]:
    """Who registers calls, and who reads figures."""
    return operator, supervisor


def test_from_print_to_the_cost_of_a_call(
    page: Page, signed_in: SignIn, people: tuple[User, User], axe_by_day_and_night: Callable[[Page], list[str]]
) -> None:
    operator, supervisor = people
    signed_in(page, operator)
    for typed in ("k7mm", "K7MM", "к7мм"):
        registers(page, typed)
    assert {each.answers["material"] for each in Enquiry._base_manager.all()} == {CODE}
    page.context.clear_cookies()
    signed_in(page, supervisor)
    page.goto("/figures/")
    page.get_by_role("link", name="What campaigns brought").click()
    expect(page.get_by_role("heading", name="What campaigns brought")).to_be_visible()
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        found += axe_by_day_and_night(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Know whom to ask").click()
    line = page.locator("#materials tbody tr").first
    expect(line).to_contain_text("Before you go")
    # Three of 1,500 that stayed with people, and 3,000 roubles.
    expect(line.locator("td").nth(0)).to_contain_text("3")
    expect(line.locator("td").nth(1)).to_contain_text("2")
    expect(line.locator("td").nth(2)).to_contain_text("1,000 RUB")
    expect(page.locator("#around")).to_contain_text("Invented market")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        found += axe_by_day_and_night(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert found == []
