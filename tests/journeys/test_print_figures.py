"""The page of exact figures holds its figures on paper after *Print* alone, which opens the browser's own window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.counting.tests.conftest import Enquire, enquire, version

__all__ = ["enquire", "version"]
pytestmark = [
    pytest.mark.once("what the browser prints does not depend on the database"),
    pytest.mark.django_db(transaction=True),
]


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
