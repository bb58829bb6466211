"""A real browser for the journeys. Without one they are skipped, each saying why."""

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any, Literal
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from bereg.accounts.models import User
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from conftest import PASSWORD
from tests.factors import one_time_code
from tests.journeys.browser import FLAGS, chromium

# Playwright's own loop makes Django refuse the database; here there is one thread and no async view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# How long a page may take until it shows what it should, on a machine with other work: nothing waits where it does.
PATIENCE_MS = 60_000
Open = Callable[[User], Page]
Look = Callable[[Page, str], None]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NARROW: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 800}
# Every rule up to WCAG 2.2 AA, those too that the checker does not try unasked (the size of targets, spoken names).
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
# These ask a person to look and never say that something is wrong; test_accessibility.py holds them to it.
FOR_A_PERSON = ("bypass", "duplicate-id-aria", "hidden-content")
# A wide table takes the focus to be scrolled by keys, as a group: as a region each would be one more landmark.
LEFT_OUT = {rule: {"enabled": False} for rule in ("focus-order-semantics", *FOR_A_PERSON)}
# The reporter describes what is wrong alone: nobody reads how each rule that is kept was kept.
RUN = """([wanted, rules]) => axe.run({reporter: "no-passes", runOnly: wanted, rules}).then(found =>
    found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)}`))
)"""
# What another colour scheme can change: nothing of these pages is shown in one scheme alone.
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, for the whole session."""
    path = chromium()
    if not path:
        pytest.skip("no Chromium here: install it or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


class Connections:
    """How many connections the server under test serves at this moment."""

    def __init__(self) -> None:
        self.changed, self.open = threading.Condition(), 0

    def count(self, change: int) -> None:
        """Note that connections opened or ended."""
        with self.changed:
            self.open += change
            self.changed.notify_all()

    def wait_for_the_last(self) -> None:
        """Return when none is open. What a page asked last may still be at work on tables that will be emptied."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.open == 0, PATIENCE_MS / 1000), f"{self.open} connections stay"


@pytest.fixture(scope="session")
def connections() -> Iterator[Connections]:
    """The connections of every server under test."""
    counted, serve, take = Connections(), ThreadedWSGIServer.process_request_thread, ThreadedWSGIServer.process_request

    def taken(self: ThreadedWSGIServer, *connection: Any) -> None:
        counted.count(1)
        take(self, *connection)

    def served(self: ThreadedWSGIServer, *connection: Any) -> None:
        try:
            serve(self, *connection)
        finally:
            counted.count(-1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ThreadedWSGIServer, "process_request", taken)
        patch.setattr(ThreadedWSGIServer, "process_request_thread", served)
        yield counted


@pytest.fixture
def site(connections: Connections, live_server: LiveServer, browser: Browser) -> Iterator[str]:
    """The server's address by name, since passkeys need one. It rests before the tables are emptied."""
    yield live_server.url.replace("127.0.0.1", "localhost")
    for left_open in browser.contexts:  # by a test that failed: its connections would fail the tests that follow
        left_open.close()
    connections.wait_for_the_last()


@pytest.fixture
def faults() -> list[str]:
    """What `page` did that no page of ours may do; a test that provokes it on purpose empties the list."""
    return []


@pytest.fixture
def page(browser: Browser, site: str, faults: list[str]) -> Iterator[Page]:
    """A page of a fresh browser profile, in English at 1280x800; what it may not do fails the test."""
    context = browser.new_context(
        base_url=site, locale="en-GB", viewport={"width": 1280, "height": 800}, service_workers="block"
    )
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    watch(opened, site, faults)
    yield opened
    context.close()
    assert not faults, faults


@pytest.fixture
def open_page(
    browser: Browser,
    site: str,
    faults: list[str],
    signed_in: Callable[[Page, User], None],
) -> Iterator[Open]:
    """Open a page for somebody, each in a browser profile of their own: on a telephone, in the longer language."""
    pages: list[Page] = []

    def open_it(person: User) -> Page:
        User.objects.filter(pk=person.pk).update(language="ru")
        context = browser.new_context(base_url=site, viewport=NARROW)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        watch(page, site, faults)
        signed_in(page, person)
        pages.append(page)
        return page

    yield open_it
    for page in pages:
        page.context.close()
    assert not faults, faults


def watch(page: Page, site: str, faults: list[str]) -> None:
    """Collect what a page of ours must never do: break the content policy, fail, or ask a third party."""

    def console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def request(asked: Request) -> None:
        if not asked.url.startswith((site, "data:", "blob:", "about:")):
            faults.append(f"third party: {asked.url}")

    page.on("console", console)
    page.on("request", request)
    page.on("pageerror", lambda error: faults.append(str(error)))


@pytest.fixture
def sign_in() -> Callable[[Page, User], None]:
    """Sign somebody in through the real form."""

    def act(page: Page, user: User, password: str = PASSWORD) -> None:
        page.goto("/account/login/")
        page.fill("#id_login", user.username)
        page.fill("#id_password", password)
        page.click("#sign-in")
        page.wait_for_url(lambda address: "/account/login" not in address)
        if "/second-factor/sign-in/" in page.url:
            cache.clear()  # the library lets no code be used twice, and the clock may not have moved on
            page.fill("#id_code", one_time_code(user))
            page.click("#sign-in")
            page.wait_for_url(lambda address: "/second-factor/sign-in/" not in address)

    return act


@pytest.fixture
def signed_in(site: str) -> Callable[[Page, User], None]:
    """Give a page the session of somebody who has signed in, without the form."""

    def act(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])

    return act


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Return what the accessibility checker finds on a page, one line a finding, by all rules or some."""
    checker = Axe()

    def check(page: Page, wanted: object = TAGS) -> list[str]:
        page.wait_for_load_state()  # a page has its text before its style, without which its targets are small
        if not page.evaluate("'axe' in window"):
            page.evaluate(checker.axe_script)
        return [f"{page.url} {each}" for each in page.evaluate(RUN, [wanted, LEFT_OUT])]

    return check


@pytest.fixture
def axe_by_day_and_night(axe: Callable[..., list[str]]) -> Callable[[Page], list[str]]:
    """Return what the checker finds on a page, light and then dark, which loads nothing anew."""
    rules: dict[str, object] = {"light": TAGS, "dark": OF_COLOURS}

    def check(page: Page) -> list[str]:
        found = []
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}: {line}" for line in axe(page, rules[scheme])]
        return found

    return check


@pytest.fixture
def barriers(axe: Callable[..., list[str]]) -> Callable[[Page], list[str]]:
    """Return what is wrong with a page narrow by day and wide by night, which loads nothing anew.

    Each width and each scheme is looked at once, by every rule. What only shows in one of the other two pairs (a colour
    of what a telephone hides) is seen by the walk of all pages in test_accessibility.py. The page is left as it was.
    """

    def check(page: Page) -> list[str]:
        begun, found = page.viewport_size, []
        for size, scheme in zip((NARROW, WIDE), SCHEMES, strict=True):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            found += [f"{size['width']} {scheme}: {line}" for line in axe(page)]
            if (over := page.evaluate(TOO_WIDE)) > 0:
                found.append(f"{page.url} is {over} pixels wider than {size['width']}")
        page.emulate_media(color_scheme=SCHEMES[0])
        page.set_viewport_size(begun or NARROW)
        return found

    return check


@pytest.fixture
def look(barriers: Callable[[Page], list[str]]) -> Look:
    """Expect something on a page to be seen, and no barrier and no sideways scroll, narrow and wide."""

    def check(page: Page, selector: str) -> None:
        expect(page.locator(selector).first).to_be_visible()
        page.wait_for_load_state()
        assert barriers(page) == []

    return check


def register_each(operator: User, *urgencies: str) -> list[Enquiry]:
    """Register an enquiry of each urgency at the operator's centre, the latest last."""
    publish_standard()
    client = Client()
    client.force_login(operator)
    made = [uuid4() for _each in urgencies]
    for pk, urgency in zip(made, urgencies, strict=True):
        sent = {"consent": "yes", "urgency": urgency, "topics": ["quota"], "narrative": "A note.", "a-gender": "male"}
        client.post(reverse("desk:form", args=[pk]), sent)
    return [Enquiry._base_manager.get(pk=pk) for pk in made]
