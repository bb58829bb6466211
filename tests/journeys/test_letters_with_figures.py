"""The month is published, and its letter goes from template to answer; an exact one waits for a second person."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.counting.closing import close_month
from bereg.counting.tests.conftest import Enquire, enquire, version
from bereg.figure_letters.tests.conftest import MAY, released
from conftest import make_user
from tests.journeys.conftest import Look, Open
from tests.told import entry_of

__all__ = ["enquire", "version"]
pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
MAIN = "button[data-key^='Ctrl+Enter']"
TO = "Invented Migration Service"


@pytest.fixture(autouse=True)
def a_service(supervisor: User, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    entry_of("organisation", TO, by=supervisor, content={"sort": "state", "address": {"en": "1 Invented Street"}})


def set_up(page: Page, look: Look, gets: str) -> None:
    """Set up who gets something of May 2007, by keys from the list on."""
    page.goto("/figures/letters/")
    look(page, "#t-owed")
    page.keyboard.press("n")
    page.fill("#id_organisation", TO)
    page.check(f"input[name=gets][value={gets}]")
    page.fill("#id_first_month", "2007-05")
    page.fill("#id_last_month", "2007-05")
    page.fill("#id_due_days", "900")
    page.click(MAIN)
    look(page, "[role=alert] a[href='#id_due_days']")
    page.fill("#id_due_days", "10")
    page.click(MAIN)
    look(page, "#t-terms")


def write(page: Page, look: Look) -> None:
    """Write the letter that is due as the template has it, and sign it."""
    page.keyboard.press("1")
    look(page, "#id_text")
    page.fill("#id_text", f"{page.input_value('#id_text')}\n\nМария Иванова")
    page.click(MAIN)
    look(page, "[role=alert]")  # a name is decided on first
    page.fill("#id_text", page.input_value("#id_text").replace("Мария Иванова", "").strip())
    page.click(MAIN)
    look(page, "#t-paper")
    expect(page.locator("#t-state + dl")).to_be_visible()
    page.click(MAIN)


def send(page: Page, look: Look) -> None:
    page.select_option("#send_way", "letter")
    page.fill("#send_answer_by", "2999-01-01")
    page.click(MAIN)
    look(page, "#answer_answered_on")


def test_the_month_is_published_and_its_letter_is_signed_sent_and_answered(
    open_page: Open, look: Look, supervisor: User
) -> None:
    released(MAY)
    page = open_page(supervisor)
    set_up(page, look, "release")
    page.goto("/today/")
    expect(page.locator(f"a[href*='/figures/letters/to/']:has-text('{TO}')")).to_be_visible()
    page.locator("a[href*='/figures/letters/to/']").first.click()
    page.go_back()
    page.locator("a[href*='/figures/letters/to/']").first.click()
    expect(page.locator("#id_text")).to_be_visible()
    page.wait_for_load_state()  # its keys are there then
    page.keyboard.press("Escape")
    look(page, "#t-terms")
    write(page, look)
    look(page, "#send_way")
    with page.expect_download() as taken:
        page.keyboard.press("p")
    assert taken.value.suggested_filename.endswith("-letter.pdf")
    send(page, look)
    page.fill("#answer_answer", "Received, number 00-12.")
    page.click(MAIN)
    look(page, "blockquote")
    page.goto("/figures/letters/")
    look(page, "#t-over")


def test_an_exact_letter_leaves_once_a_second_person_agrees(
    open_page: Open, look: Look, supervisor: User, centre: Centre, enquire: Enquire
) -> None:
    enquire(citizenship="UZ", times=3)
    close_month(month=MAY, by=supervisor)
    second = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    page, theirs = open_page(supervisor), open_page(second)
    set_up(page, look, "report")
    write(page, look)
    expect(page.locator("#t-paper")).to_be_visible()
    assert page.locator("#send_way").count() == 0
    assert page.locator("a[href*='/files/']").count() == 0
    theirs.goto("/notices/")
    theirs.locator("#notices a").first.click()
    look(theirs, "#agree")
    theirs.click("#agree")
    theirs.wait_for_url("**/approvals/")
    page.reload()
    look(page, "a[href$='figures-exact.csv']")
    send(page, look)
