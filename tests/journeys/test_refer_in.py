"""A partner telephones about somebody: by keys from Today into the form, saved without consent."""

import re

import pytest
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.questionnaire.publishing import publish_standard
from bereg.referrals.models import ReferralIn
from tests.journeys.conftest import Look, Open
from tests.told import entry_of

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def page(open_page: Open, operator: User, supervisor: User) -> Page:
    publish_standard()
    entry_of("organisation", "Invented union", by=supervisor, content={"sort": "diaspora"})
    return open_page(operator)


def test_a_partner_refers_somebody_who_has_not_agreed_yet(page: Page, look: Look) -> None:
    page.goto("/today/")
    page.keyboard.press("Shift+KeyM")
    page.wait_for_url("**/referred-to-us/")
    page.locator("#id_partner").fill("Nobody")
    page.keyboard.press("Control+Enter")
    look(page, ".errors, [role=alert]")
    page.locator("#id_partner").fill("Invented union")
    page.locator("#id_topic").select_option("quota")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/enquiries/new/**")
    box = page.locator("[name=along-referral]")
    expect(box).to_be_checked()
    expect(page.get_by_text("Invented union")).to_be_visible()
    look(page, "[name=along-referral]")
    # The form keeps itself without consent, and comes back with the partner.
    with page.expect_response(re.compile("/enquiries/drafts/")):
        page.locator("[name=anonymous][value=yes]").check()
    page.reload()
    expect(box).to_be_checked()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/saved/")
    assert ReferralIn._base_manager.get().partner.published is not None
