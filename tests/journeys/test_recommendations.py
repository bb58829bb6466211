"""A recommendation on a published figure: written, sent, and told that its figures are gone; at both widths."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from bereg.accounts.models import User
from bereg.publications import actions as publishing
from bereg.publications.models import Release, WithdrawalReason
from bereg.publications.tests.released import publish
from tests.journeys.conftest import Look, Open

pytestmark = [
    pytest.mark.once("what the page does by itself; what it asks the server is tried on both by its own tests"),
    pytest.mark.django_db(transaction=True),
]
MAIN = "button[data-key^='Ctrl+Enter']"


@pytest.fixture
def year(db: None, settings: Any, tmp_path: Path) -> Release:
    settings.DATA = tmp_path
    return publish()


def test_a_recommendation_is_written_sent_and_told_that_its_figures_are_gone(
    open_page: Open, look: Look, supervisor: User, year: Release
) -> None:
    page = open_page(supervisor)
    page.goto("/figures/recommendations/")
    look(page, "#t-waits")
    page.keyboard.press("n")
    look(page, "#id_to_kind")
    page.fill("#id_en-text", "Publish the quota that is left each month.")
    page.fill("#id_ru-text", "Публиковать остаток квоты каждый месяц.")
    page.select_option("#id_to_kind", "migration")
    page.fill("#id_figure_1", "No such figure")
    page.click(MAIN)
    look(page, "[role=alert] a[href='#id_figure_1']")
    figure = page.locator("#figures option").nth(7).get_attribute("value")
    page.fill("#id_figure_1", figure or "")
    page.fill("#id_enquiries", "640")
    page.click(MAIN)
    look(page, "#t-grounds")
    expect(page.locator("aside dl")).to_contain_text(figure or "nothing")
    page.fill("#id_answer_by", "2999-01-01")
    page.click(MAIN)
    look(page, "#t-events + ol")
    publishing.withdraw(release=year, because=WithdrawalReason.FIGURES, by=supervisor)
    page.reload()
    look(page, ".notice.danger")
    page.goto("/figures/recommendations/")
    look(page, ".state.late")
