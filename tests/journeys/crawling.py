"""Every page that somebody reaches by links, each looked at wide and narrow, by day and by night."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, Page

from tests.journeys.grammar import faults

SIZES = ((1280, 800), (390, 844))
LINKS = "all => all.map(one => one.href)"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOST_OF_A_KIND = 2  # pages of one view and language


def kind_of(address: str) -> str:
    """Return the name of the view behind an address, with its language; empty where there is none of ours."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    return f"{found.view_name} {found.kwargs.get('language', '')}"


def is_page(answer: APIResponse) -> bool:
    """Tell a whole page from a file, and from a piece that a page asks for."""
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return is_html and answer.text().lstrip()[:9].lower() == "<!doctype"


def pages(
    page: Page, starts: list[str], most_of_a_kind: int = MOST_OF_A_KIND, passes_by: str = "none"
) -> Iterator[str]:
    """Open each page that links lead to, and yield what was received of it.

    What is no whole page is passed by, and views whose names begin with `passes_by`.
    """
    waiting, seen, kinds = deque(starts), set(starts), Counter[str]()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if not kind or kind.startswith(passes_by) or kinds[kind] >= most_of_a_kind:
            continue
        answer = page.request.get(address, max_redirects=5)
        landed = kind_of(answer.url)
        if not is_page(answer) or kinds[landed] >= most_of_a_kind:
            kinds[kind] += 1
            continue
        kinds[landed] += 1
        page.goto(address)
        yield answer.text()
        site = urlsplit(page.url)._replace(path="", query="", fragment="").geturl()
        for link in page.locator("a[href]").evaluate_all(LINKS):
            found = link.partition("#")[0]
            if found.startswith(site) and found not in seen:
                seen.add(found)
                waiting.append(found)


def look_at(page: Page, received: str, axe_by_day_and_night: Callable[[Page], list[str]]) -> list[str]:
    """Return what is wrong with the page that is open, one line a fault."""
    found = [f"{page.url} {fault}" for fault in faults(received)]
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width}: {line}" for line in axe_by_day_and_night(page)]
        if (too_wide := page.evaluate(SIDEWAYS)) > 0:
            found.append(f"{width}: {page.url} scrolls sideways by {too_wide} pixels")
    return found
