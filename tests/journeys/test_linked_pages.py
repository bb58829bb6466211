"""No barrier on any page that links lead to: some public ones here, all of the demonstration in the long run."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from tests.addresses import PAGES
from tests.journeys import crawling
from tests.journeys.test_accessibility import publish_a_year
from tests.screenshots import serving, sign_in, speak

pytestmark = [
    pytest.mark.once("what the accessibility checker finds does not depend on the database"),
    pytest.mark.django_db(transaction=True),
]
ROLES = (
    *("admin", "supervisor", "operator", "lawyer", "psychologist", "analyst", "publisher", "intern", "editor"),
    "distributor",
)
LANGUAGES = ("en", "ru")
PUBLIC = ("/en/", "/ru/", "/uz/", "/tg/", "/account/login/")
LEAVES = {"account_logout"}
FEWEST_PAGES = 15  # of anybody: fewer means that the crawl stood still


def test_links_of_the_public_lead_to_no_barrier(
    page: Page, site: str, operator: User, axe_by_day_and_night: Callable[[Page], list[str]]
) -> None:
    """One page of each view, in one language: six pages or so."""
    publish_a_year(operator)
    seen, found = [], []
    for received in crawling.pages(page, [f"{site}/ru/figures/"], most_of_a_kind=1):
        if page.url.startswith(f"{site}/ru/"):
            seen.append(crawling.kind_of(page.url))
            found += crawling.look_at(page, received, axe_by_day_and_night)
    assert {"public_site:release ru", "public_site:theme ru", "public_site:table ru"} <= set(seen)
    assert not found, "\n".join(found)


def test_the_crawl_finds_a_barrier_and_a_fault(
    page: Page, site: str, operator: User, axe_by_day_and_night: Callable[[Page], list[str]]
) -> None:
    received = next(crawling.pages(page, [f"{site}/en/"]))
    page.evaluate("document.querySelector('h1').style.color = '#ccc'; document.body.style.minWidth = '2000px'")
    found = crawling.look_at(page, received + "</b>", axe_by_day_and_night)
    assert {word for word in ("color-contrast", "scrolls sideways", "end-tag") for each in found if word in each} == {
        "color-contrast",
        "scrolls sideways",
        "end-tag",
    }


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration's address, built once for everybody; BEREG_TEST_SITE names one that is served already."""
    if served := os.environ.get("BEREG_TEST_SITE"):
        yield served
        return
    with serving(tmp_path_factory.mktemp("crawled")) as site:
        yield site


def starts_of(role: Role) -> list[str]:
    """Return each address that needs no argument, of those a role may open."""
    return [
        reverse(name)
        for name, page in PAGES.items()
        if page.roles and role in page.roles and not page.argument and page.takes != "POST" and name not in LEAVES
    ]


@pytest.mark.torture
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_demonstration(
    browser: Browser, demonstration: str, role: str, language: str, axe_by_day_and_night: Callable[[Page], list[str]]
) -> None:
    """Of one role in one language: some minutes."""
    page = browser.new_context(base_url=demonstration, locale="en-GB").new_page()
    sign_in(page, f"{role}.moscow")
    speak(page, language)
    starts = [demonstration + each for each in starts_of(Role(role))]
    report_faults(page, starts, axe_by_day_and_night, passes_by="public_site:")


@pytest.mark.torture
def test_every_public_page_of_the_demonstration(
    browser: Browser, demonstration: str, axe_by_day_and_night: Callable[[Page], list[str]]
) -> None:
    page = browser.new_context(base_url=demonstration, locale="en-GB").new_page()
    report_faults(page, [demonstration + each for each in PUBLIC], axe_by_day_and_night)


def report_faults(
    page: Page, starts: list[str], axe_by_day_and_night: Callable[[Page], list[str]], passes_by: str = "none"
) -> None:
    """Look at every page that is reached from some; say how many there were, and fail with what is wrong with them."""
    found, pages = [], 0
    for received in crawling.pages(page, starts, most_of_a_kind=1, passes_by=passes_by):
        faults = crawling.look_at(page, received, axe_by_day_and_night)
        print(*faults, sep="\n", end="\n" * bool(faults), flush=True)  # noqa: T201 - nobody waits for the last page
        found += faults
        pages += 1
    print(f"\n{pages} pages, {len(found)} faults", flush=True)  # noqa: T201 - its figure
    page.context.close()
    assert pages >= FEWEST_PAGES
    assert not found, "\n".join(found)
