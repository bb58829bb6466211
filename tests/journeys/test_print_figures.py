"""The page of exact figures holds its figures on paper after *Print* alone, which opens the browser's own window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.counting.tests.conftest import Enquire, enquire, version
from bereg.questionnaire.parse import parse_text
from bereg.questionnaire.publishing import publish_standard

__all__ = ["enquire", "version"]
pytestmark = [
    pytest.mark.once("what the browser prints does not depend on the database"),
    pytest.mark.django_db(transaction=True),
]


CUT_OFF = """() => [...document.querySelectorAll('.table-scroll')].filter(box => box.scrollWidth > box.clientWidth)
  .map(box => `${box.closest('section').id}: ${box.scrollWidth} in ${box.clientWidth}`)"""


def test_no_table_of_the_report_is_cut_off_on_the_screen_of_a_desk(
    page: Page, signed_in: Callable[[Page, User], None], supervisor: User, enquire: Enquire
) -> None:
    """Each scrolls in a box of its own, so that the page as a whole never looks too wide; in Russian words are longest.

    The standard questionnaire, with one person of each source, so that the cross tables have all their columns.
    """
    standard = publish_standard()
    sources = [each.code for each in parse_text(standard.source).questions["source"].choices]
    for source in sources:
        enquire(under=standard, citizenship="UZ", source=source, region="RU-MOW", work_permit="no", gender="male")
    assert len(sources) > 12
    User.objects.filter(pk=supervisor.pk).update(language="ru")
    page.set_viewport_size({"width": 1280, "height": 800})
    signed_in(page, supervisor)
    for address, table in (("/figures/", "#surveys table"), ("/figures/cross-tables/", "#source_by_region table")):
        page.goto(address)
        assert page.locator(table).count() == 1
        assert page.evaluate(CUT_OFF) == []


def test_figures_reach_paper_by_the_button_alone(
    page: Page, signed_in: Callable[[Page, User], None], supervisor: User, enquire: Enquire
) -> None:
    enquire(citizenship="RU", gender="female")
    # Marked in the page: a wait on an expression would evaluate text there, which its policy forbids.
    page.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'once'; }")
    signed_in(page, supervisor)
    page.goto("/figures/")
    headline, on_paper = page.locator(".figures-headline"), page.locator(".figures-on-paper")
    page.emulate_media(media="print")
    expect(headline).to_be_hidden()
    expect(on_paper).to_contain_text("These figures were not printed")

    page.emulate_media(media="screen")
    expect(on_paper).to_be_hidden()
    page.click("#print")
    expect(page.locator("html")).to_have_attribute("data-printed", "once")
    page.emulate_media(media="print")
    expect(headline).to_be_visible()
    expect(on_paper).to_contain_text("Printed by")
    expect(page.get_by_role("status")).to_be_hidden()
    assert ChainedAct.objects.filter(action="figures.printed", actor=str(supervisor.pk)).count() == 1
