"""The public figures without script: from the latest report to the archive, a table, its file; and on paper."""

import io
import json
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from bereg.publications.tests.released import PERIOD, content, publish
from tests.journeys.conftest import watch

pytestmark = [
    pytest.mark.once("what a browser shows does not depend on the database"),
    pytest.mark.django_db(transaction=True),
]
SIZES = ((1280, 800), (390, 844))


@pytest.fixture(autouse=True)
def published(centre: object) -> None:
    """A year, and the month after it."""
    publish()
    month = content(first="2008-05", last="2008-05", countries=None)
    publish(month, date(2008, 5, 1), date(2008, 5, 1))


def no_scroll(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} pixels"


@pytest.mark.parametrize("language", [language for language, _name in settings.PUBLIC_LANGUAGES])
def test_without_script_from_the_latest_report_to_a_file(
    browser: Browser, site: str, faults: list[str], language: str
) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    watch(page, site, faults)
    page.goto(f"/{language}/")
    page.click(f"footer a[href='/{language}/figures/']")
    expect(page.locator(".large-figures li")).to_have_count(2)
    page.click(f"#archive a[href$='/{PERIOD}/']")
    page.click(".report-themes a[href$='/people/']")
    page.click("#all-gender h2 a")
    page.wait_for_url(f"**/{PERIOD}/all/gender/")
    assert page.locator(".chart .by-day").evaluate("picture => picture.naturalWidth") > 300
    with page.expect_download() as taken:
        page.click("a[href$='figures.pdf']")
    assert taken.value.suggested_filename == f"bereg-{PERIOD}-{language}.pdf"
    page.click(".public-footer a >> nth=0")
    page.select_option("#id_table", "gender")
    page.click(".choose button")
    page.select_option("#id_at", f"{PERIOD}.shore")
    page.click(".choose button.primary")
    page.wait_for_url(f"**/{language}/figures/{PERIOD}/shore/gender/")
    context.close()
    assert not faults, faults


def test_no_barrier_in_any_language_and_no_sideways_scroll(
    page: Page, axe_by_day_and_night: Callable[[Page], list[str]]
) -> None:
    found = []
    for language, _name in settings.PUBLIC_LANGUAGES:
        for address in (
            "figures/",
            f"figures/{PERIOD}/people/",
            f"figures/{PERIOD}/all/gender/",
            "figures/choose/?table=gender",
            "figures/2001-01/",
        ):
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"/{language}/{address}")
                no_scroll(page)
            found += axe_by_day_and_night(page)
    assert not found, "\n".join(found)


def test_a_long_name_takes_room_from_the_chart_and_hides_no_column(page: Page) -> None:
    page.goto("/ru/figures/latest/people/")
    name = "психологическая государственный"
    page.locator("#all-gender tbody th").first.evaluate("(cell, name) => { cell.textContent = name }", name)
    for width in (1280, 1100):
        page.set_viewport_size({"width": width, "height": 800})
        hidden = page.locator("#all-gender .table-scroll").evaluate("table => table.scrollWidth - table.clientWidth")
        assert hidden == 0
        no_scroll(page)


def test_at_night_paper_has_the_charts_of_the_day_and_the_addresses_of_the_files(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/en/figures/latest/people/")
    by_day, by_night = (page.locator(f"#all-gender .{each}") for each in ("by-day", "by-night"))
    expect(by_night).to_be_visible()  # as soon as it is drawn: a chart is asked for when it comes near
    expect(by_day).to_be_hidden()
    page.emulate_media(media="print", color_scheme="dark")
    expect(by_day).to_be_visible()
    expect(by_night).to_be_hidden()
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    # A font may write two letters as one sign.
    text = unicodedata.normalize("NFKC", " ".join(each.extract_text() for each in printed.pages))
    text = " ".join(text.split())
    assert f"{site}/en/figures/2008-05/figures.pdf".replace(" ", "") in text.replace(" ", "")
    assert "207 (53%)" in text  # a gap alone is that of thousands in some languages
    for left_out in ("Leave quickly", "Русский", "Choose a table", "The whole report"):
        assert left_out not in text
    assert "Foreigners" in text


def test_a_telephone_shows_the_first_answer_at_once_and_all_subjects_within_four_screens(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/ru/figures/")
    assert page.locator("h1").bounding_box()["y"] < 844  # type: ignore[index]
    assert page.locator("#t-themes").bounding_box()["y"] < 4 * 844  # type: ignore[index]


def test_a_data_block_breaks_no_policy_and_runs_nothing(page: Page) -> None:
    page.goto(f"/en/figures/{PERIOD}/")  # `page` fails where the policy of contents was broken
    block = page.locator("script[type='application/ld+json']")
    assert json.loads(block.text_content() or "")["@type"] == "Dataset"
    policy = page.request.get(f"/en/figures/{PERIOD}/").headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "nonce-" not in policy
