"""Invitations and new passwords by mail: the page shows digits, the mail holds the link, and only both open it."""

import pytest
from playwright.sync_api import Browser, Page, expect

from bereg.accounts.models import User
from bereg.centres.tests.test_mail_a_link import sink, wait_for_mail
from tests.journeys.conftest import PATIENCE_MS, Look, Open, watch
from tests.mailbox import Mailbox

__all__ = ["sink"]
pytestmark = [
    pytest.mark.once("what the pages do by themselves; what they ask the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
COLLEAGUE = "a.colleague.with.a.rather.long.name@mail.department.example.org"
PHRASE = "quite another invented phrase"


def digits_told(page: Page, look: Look) -> str:
    """Return the digits that stand on the page in place of a link."""
    look(page, "#told-digits")
    wait_for_mail()
    expect(page.locator("#one-time-link")).to_have_count(0)
    expect(page.locator("[role=status]")).to_contain_text(COLLEAGUE)
    return page.locator("#told-digits").inner_text()


def opened_by_digits(page: Page, link: str, digits: str, look: Look) -> None:
    """Open a link from a mail, first with digits that are wrong."""
    page.goto(link)
    for each in ("1111 1111 1111", digits):
        look(page, "#id_digits")
        page.locator("#id_digits").fill(each)
        page.keyboard.press("Enter")
        if each != digits:
            expect(page.locator("[role=alert]")).to_be_focused()
    look(page, "#id_password")


def test_a_colleague_is_invited_by_mail(  # noqa: PLR0917 - fixtures
    open_page: Open, browser: Browser, site: str, supervisor: User, sink: Mailbox, look: Look, faults: list[str]
) -> None:
    page = open_page(supervisor)
    page.goto("/people/")
    look(page, "#id_email")
    page.locator("#id_email").fill(COLLEAGUE)
    page.keyboard.press("Enter")
    digits = digits_told(page, look)
    theirs = browser.new_context(base_url=site, locale="ru-RU", viewport={"width": 390, "height": 844}).new_page()
    theirs.set_default_timeout(PATIENCE_MS)
    watch(theirs, site, faults)
    opened_by_digits(theirs, link_on(site, sink), digits, look)
    theirs.locator("#id_name").fill("Operator 11")
    theirs.locator("#id_username").fill("operator-11")
    theirs.locator("#id_password").fill(PHRASE)
    theirs.keyboard.press("Enter")
    theirs.wait_for_url(lambda address: "/join/" not in address)
    assert User.objects.filter(username="operator-11").exists()
    theirs.context.close()


def test_a_colleague_who_forgot_the_password_gets_a_link_by_mail(  # noqa: PLR0917 - fixtures
    open_page: Open, browser: Browser, site: str, supervisor: User, operator: User, sink: Mailbox, look: Look
) -> None:
    User.objects.filter(pk=operator.pk).update(email=COLLEAGUE)
    page = open_page(supervisor)
    page.goto("/people/")
    page.locator("details.change > summary").first.press("Enter")
    look(page, "[name=by_mail]")
    page.locator("[name=by_mail]").press("Space")
    page.locator("button[value=reset]").press("Enter")
    digits = digits_told(page, look)
    theirs = browser.new_context(base_url=site, locale="ru-RU", viewport={"width": 390, "height": 844}).new_page()
    opened_by_digits(theirs, link_on(site, sink), digits, look)
    theirs.context.close()


def link_on(site: str, sink: Mailbox) -> str:
    """Return the address in the mail, whose host is that of the browser that asked for it."""
    words = str(sink.messages[-1].get_content())  # type: ignore[attr-defined]
    assert sink.recipients == [COLLEAGUE]
    return next(word for word in words.split() if word.startswith(site))
