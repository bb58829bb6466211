"""The main road: sign in, register a call by keyboard, find it, see it in the report."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from tests.journeys.test_register import fill_typical_call
from tests.opened import code_word_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_call_is_registered_found_and_counted(
    page: Page, sign_in: Callable[[Page, User], None], supervisor: User
) -> None:
    publish_standard()
    sign_in(page, supervisor)
    page.goto("/today/")
    page.keyboard.press("n")
    expect(page.locator("#q-citizenship .typeahead input")).to_be_visible()
    fill_typical_call(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("MSK-")).to_be_visible()
    enquiry = Enquiry._base_manager.get()

    page.goto("/find/")
    page.keyboard.type(code_word_of(enquiry))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(str(enquiry.pk)))
    expect(page.get_by_text("Four months without pay.")).to_be_visible()

    page.goto("/figures/")
    expect(page.locator("main")).to_contain_text("1 enquiry")
    expect(page.get_by_role("table").filter(has_text="Work permit").first).to_be_visible()
