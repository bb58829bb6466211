"""A joint consultation with the enquiries opened there, at a desk and on a telephone."""

import pytest
from playwright.sync_api import expect

from bereg.accounts.models import User
from bereg.enquiries.models import Enquiry
from bereg.outreach.models import OpenedThere, OutreachEvent
from bereg.questionnaire.publishing import publish_standard
from tests.journeys.conftest import Look, Open
from tests.told import entry_of

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


def test_a_joint_consultation_with_the_enquiries_opened_there(
    open_page: Open, operator: User, supervisor: User, look: Look
) -> None:
    publish_standard()
    entry_of("organisation", "Invented service", by=supervisor, content={"sort": "state", "phones": ["00-02"]})
    page = open_page(operator)
    page.goto("/outreach/")
    look(page, "#t-events")
    page.keyboard.press("n")
    page.wait_for_url("**/outreach/new/")
    page.locator("#id_kind").select_option("joint_consult")
    page.locator("#id_about").fill("Invented advice on registration")
    page.locator("#id_place_kind").select_option("office")
    page.locator("#id_partner").fill("Nobody's service")
    page.locator("#id_reached_migrants").fill("14")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[role=alert]")).to_be_focused()
    assert page.locator("#id_reached_migrants").input_value() == "14"
    look(page, "#id_partner")
    page.locator("#id_partner").fill("Invented service")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#t-opened")).to_be_visible()
    event = OutreachEvent.objects.get()
    look(page, "#t-opened")
    page.keyboard.press("r")
    expect(page.locator("input[name=along-outreach]")).to_be_checked()
    look(page, "input[name=along-outreach]")
    page.locator("input[name=consent][value=no]").check(force=True)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/saved/")
    enquiry = Enquiry._base_manager.get()
    assert OpenedThere._base_manager.get().event_id == event.pk
    page.goto(enquiry.get_absolute_url())
    page.locator(f"main a[href='{event.get_absolute_url()}']").press("Enter")
    expect(page.locator("main")).to_contain_text("14")
    page.goto("/outreach/")
    look(page, "#t-done")
