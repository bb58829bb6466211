"""A partner reads a referral by a link in a browser of their own and answers; the staff reads the answer."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from bereg.accounts.models import User
from bereg.dispatch.choices import DispatchState, SendingWay
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from tests.journeys.conftest import PATIENCE_MS, Look, Open, register_each, watch
from tests.outside import make_dispatch

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
LETTER = "An invented person needs a bed tonight."


@pytest.fixture
def left(operator: User) -> Dispatch:
    """A referral that has left."""
    (registered,) = register_each(operator, "normal")
    enquiry = Enquiry._base_manager.select_related("centre", "assignee").get(pk=registered.pk)
    made = make_dispatch(enquiry, LETTER, operator)
    gone: dict[str, Any] = {"state": DispatchState.SENT, "way": SendingWay.LINK, "sent_by": operator}
    gone |= {"signed_at": timezone.now(), "sent_at": timezone.now()}
    Dispatch._base_manager.filter(pk=made.pk).update(**gone)
    return made


@pytest.fixture
def theirs(browser: Browser, site: str, faults: list[str]) -> Iterator[Page]:
    """A page in the browser of the partner, a telephone."""
    context = browser.new_context(base_url=site, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    watch(page, site, faults)
    yield page
    context.close()


def test_a_partner_answers_in_a_second_browser(
    open_page: Open, theirs: Page, operator: User, left: Dispatch, look: Look
) -> None:
    page = open_page(operator)
    page.goto(left.get_absolute_url())
    look(page, "#t-links")
    page.locator("form[action$='/link/'] button").press("Enter")
    look(page, "#link-code")
    address, code = (page.locator(f"#link-{each}").inner_text() for each in ("address", "code"))
    _read_and_accept(theirs, address, code, look)
    assert theirs.context.cookies() == []
    theirs.goto(address)
    theirs.locator("#id_code").fill(code)
    theirs.keyboard.press("Enter")
    look(theirs, "[role=alert]")
    expect(theirs.get_by_text(LETTER)).to_have_count(0)
    page.goto(left.get_absolute_url())
    expect(page.locator("#t-links ~ ul")).to_contain_text("A bed from Monday on.")
    look(page, "#t-links")


def _read_and_accept(theirs: Page, address: str, code: str, look: Look) -> None:
    theirs.goto(address)
    look(theirs, "#id_code")
    expect(theirs.get_by_text(LETTER)).to_have_count(0)
    theirs.locator("#id_code").fill(code)
    theirs.keyboard.press("Enter")
    expect(theirs.locator("blockquote")).to_have_text(re.compile(LETTER))
    look(theirs, "blockquote")
    theirs.locator("#id_answer_0").check()
    theirs.locator("#id_words").fill("A bed from Monday on.")
    theirs.locator("form button").press("Enter")
    look(theirs, "#later-code")
