"""A report with sentences in two languages: agreed to by a second person, on its public page and in its PDF."""

import io
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.publications.tests.released import PERIOD, publish
from conftest import make_user
from tests.journeys.conftest import Look, Open

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
MAIN = "button[data-key^='Ctrl+Enter']"
RUSSIAN = "Женщин 60%: объявления видят те, кто ездит на работу. Об этом рассказала Анна Петрова."
ENGLISH = "Women are 60%: the notices are seen by those who go to work. Since 2007 they hang in 77 carriages."


@pytest.fixture(autouse=True)
def a_year(db: None, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    publish()


def write(page: Page, look: Look) -> None:
    """Write about a table in two languages, and decide on a name and on two numbers."""
    page.goto("/figures/texts/")
    look(page, "#t-releases")
    page.keyboard.press("1")
    look(page, "#t-state")
    page.keyboard.press("n")
    look(page, "#id_place")
    page.select_option("#id_place", "all/gender")
    page.fill("#id_ru-text", RUSSIAN)
    page.fill("#id_en-text", ENGLISH)
    page.click(MAIN)
    look(page, "[role=alert]")
    page.locator("fieldset:has(#id_ru-findings_0) input[value=remove]").first.check()
    for reason, number in (("date", "2007"), ("no_people", "77")):
        page.locator(f"li:has(mark:text-is('{number}')) input[value={reason}]").check()
    page.click(MAIN)
    look(page, "form[action$='/ask/'] button")


def read(page: Page, language: str) -> str:
    """Return what the PDF of the release says in a language."""
    answer = page.request.get(f"/{language}/figures/{PERIOD}/figures.pdf")
    assert answer.status == 200
    return " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.body())).pages).split())


def test_sentences_in_two_languages_reach_the_public_page_and_the_pdf(
    open_page: Open, look: Look, centre: Centre, supervisor: User
) -> None:
    second = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    page, theirs = open_page(supervisor), open_page(second)
    write(page, look)
    page.click("form[action$='/ask/'] button")
    look(page, "#t-state")
    assert page.locator("form[action$='/publish/']").count() == 0
    theirs.goto("/notices/")
    theirs.locator("#notices a").first.click()
    look(theirs, "#agree")
    theirs.locator("main a[href*='/figures/texts/frozen/']").first.click()
    expect(theirs.locator(".prose[lang=ru]", has_text="Женщин 60%")).to_be_visible()
    expect(theirs.locator("ul.hint li:has(strong:text-is('77'))")).to_be_visible()
    theirs.locator("main a.primary").click()
    theirs.click("#agree")
    theirs.wait_for_url("**/approvals/")
    page.reload()
    page.click("form[action$='/publish/'] button")
    look(page, "form[action$='/end/']")
    shown = {"ru": "объявления видят те", "en": "the notices are seen by", "tg": "объявления видят те"}
    for language, words in shown.items():
        page.goto(f"/{language}/figures/{PERIOD}/people/")
        look(page, ".report-written")
        expect(page.locator(".report-written")).to_contain_text(words)
        assert "Петрова" not in page.content()
        assert words in read(page, language)
