"""A talk in two browsers, over the real server: its streams are what the server of the other journeys does not send."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect

from tests import forked
from tests.journeys.conftest import PATIENCE_MS, Look, watch
from tests.journeys.served import Served

pytestmark = pytest.mark.once("what the pages do by themselves: what they ask for is tried on both by its own tests")
# A web form at two centres that are open day and night: at one the operator is on duty, at the other nobody.
WEB = """
from bereg.centres.kinds import LineKind
from bereg.centres.models import Line, OpeningHours
from tests.rosters import plan
names = {"en": "Petersburg", "ru": "Петербург"}
empty = Centre.objects.create(code="petersburg", prefix="SPB", names=names, country="", time_zone="Europe/Moscow")
Centre.objects.filter(pk=centre.pk).update(country="")
for each in (centre, empty):
    Line.objects.create(centre=each, slug=f"{each.code}-web", kind=LineKind.WEB, address={"": "web"})
    for weekday in range(7):
        OpeningHours.objects.create(centre=each, weekday=weekday, opens="00:00", closes="23:59")
plan(centre, user)
"""
BEGIN_A_SESSION = """
from django.conf import settings
from django.test import Client
from bereg.accounts.models import User
from bereg.vault.unlocking import unlocked
unlocked()
client = Client()
client.force_login(User.objects.get(username="operator-04"))
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
ASKED = "They keep our passports. What can we do?"
ANSWER, AGAIN, LAST = "Are you safe where you write?", "Yes, nobody is here.", "Then write where you are."
OFFER = "Somebody is on duty now"
Opens = Callable[..., Page]


@pytest.fixture(scope="module")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server, for all tests of this file."""
    made = Served(tmp_path_factory.mktemp("talk") / "var", WEB)
    with made.running():
        yield made


@pytest.fixture
def session(served: Served) -> Any:
    """A session of the operator as young as the test: where the machine stands still, an older one is over."""
    begun = forked.run(("shell", "--verbosity", "0", "--command", BEGIN_A_SESSION), served.environment)
    assert begun.returncode == 0, begun.stderr
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": begun.stdout.strip(), "domain": "localhost", "path": "/"}
    return {"cookies": [cookie]}


@pytest.fixture
def opens(browser: Browser, served: Served, faults: list[str]) -> Iterator[Opens]:
    """Open a page in a new browser."""
    contexts: list[Any] = []

    def opened(width: int, **more: Any) -> Page:
        context = browser.new_context(
            base_url=served.address, viewport={"width": width, "height": 844}, locale="en-GB", **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        watch(page, served.address, faults)
        page.route(f"{settings.QUICK_EXIT}**", lambda route: route.fulfill(body="neutral"))
        return page

    yield opened
    for each in contexts:
        each.close()


@pytest.fixture
def visitor(opens: Opens) -> Page:
    """The telephone of somebody who asks."""
    return opens(390)


@pytest.fixture
def desk(opens: Opens, session: Any) -> Page:
    """The browser of the operator, who has signed in."""
    return opens(1280, storage_state=session)


def ask(page: Page, centre: str) -> str:
    """Ask a centre; return the code that is shown."""
    page.goto("/en/ask/")
    page.get_by_label("Your question").fill(ASKED)
    page.get_by_label(centre).check()
    page.get_by_role("button", name="Send the question").click()
    return page.locator("#code").inner_text()


def write_down(page: Page) -> None:
    """Say that the code is written down: the conversation is shown."""
    page.get_by_role("button", name="I have written it down").click()
    expect(lines(page)).to_have_text([ASKED])


def lines(page: Page) -> Any:
    """What both sides wrote, as a page shows it."""
    return page.locator("#lines blockquote")


def following(page: Page, act: Callable[[], object]) -> None:
    """Do what opens a page, and return when its stream has begun."""
    with page.expect_response(lambda answer: answer.url.endswith("/events/") and answer.status == 200):
        act()


def test_a_talk_is_offered_only_where_somebody_is_on_duty(visitor: Page) -> None:
    ask(visitor, "Petersburg")
    write_down(visitor)
    expect(visitor.get_by_text("Waiting for an answer of Petersburg")).to_be_visible()
    expect(visitor.get_by_text(OFFER)).to_have_count(0)
    expect(visitor.locator("#talk")).to_have_count(0)


def test_both_sides_see_each_other_write_until_one_leaves_quickly_in_the_middle(
    visitor: Page, desk: Page, look: Look, faults: list[str]
) -> None:
    code = ask(visitor, "Moscow")
    following(visitor, lambda: write_down(visitor))
    expect(visitor.get_by_text(OFFER)).to_be_visible()
    look(visitor, "#talk")
    desk.goto("/inbox/")
    following(desk, desk.locator("[data-list] [data-row]").last.click)  # who has waited longest stands first
    expect(lines(desk)).to_have_text([ASKED])
    following(desk, lambda: desk.keyboard.press("KeyT"))
    expect(desk.locator("[data-key=KeyT]")).to_have_count(0)

    visitor.locator("#id_text").fill("Half a sent")  # it is there still after each line that comes
    desk.locator("#id_text").press_sequentially(ANSWER)
    expect(visitor.locator("#writing")).to_be_visible()
    look(visitor, "#writing")
    desk.keyboard.press("Control+Enter")
    expect(lines(desk)).to_have_text([ASKED, ANSWER])
    expect(desk.locator("#id_text")).to_have_value("")
    expect(lines(visitor)).to_have_text([ASKED, ANSWER])
    expect(visitor.locator("#writing")).to_be_hidden()
    expect(visitor.locator("#id_text")).to_have_value("Half a sent")

    desk.locator("#id_text").fill(LAST)
    visitor.locator("#id_text").fill("")
    visitor.locator("#id_text").press_sequentially(AGAIN)
    expect(desk.locator("#writing")).to_be_visible()
    look(desk, "#writing")
    visitor.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.locator("#id_text")).to_have_value("")
    expect(lines(desk)).to_have_text([ASKED, ANSWER, AGAIN])
    expect(desk.locator("#id_text")).to_have_value(LAST)

    expect(lines(visitor)).to_have_text([ASKED, ANSWER, AGAIN])
    visitor.locator("#id_text").fill("He is com")
    with visitor.expect_request("**/en/ask/end/"):
        for _ in range(3):
            visitor.keyboard.press("Escape")
    visitor.wait_for_url(settings.QUICK_EXIT)
    assert visitor.context.cookies(visitor.url) == []
    desk.keyboard.press("Control+Enter")
    expect(lines(desk)).to_have_text([ASKED, ANSWER, AGAIN, LAST])
    visitor.go_back()
    expect(visitor.get_by_text(ASKED)).to_have_count(0)
    visitor.goto("/en/ask/again/")  # later, and with the code alone
    visitor.get_by_label("Your code").fill(code)
    visitor.keyboard.press("Enter")
    expect(lines(visitor)).to_have_text([ASKED, ANSWER, AGAIN, LAST])
    faults.clear()  # the neutral page is a third party, asked for by the person


def test_a_talk_is_tried_again_after_a_fault_and_is_not_offered_until_it_goes_on(
    visitor: Page, faults: list[str]
) -> None:
    statuses = [502, 429]
    ask(visitor, "Moscow")
    visitor.route(
        "**/en/ask/events/",
        lambda route: route.fulfill(status=statuses.pop()) if statuses else route.fallback(),
    )
    write_down(visitor)
    expect(visitor.locator("#offer")).to_be_hidden()
    expect(visitor.locator("#offer")).to_be_visible()
    assert not statuses
    faults.clear()  # the two answers


def test_once_nobody_is_on_duty_nothing_goes_on_as_if_it_were_a_talk(visitor: Page, desk: Page) -> None:
    def over(page: Page) -> None:
        answers = iter([{"status": 200, "content_type": "text/event-stream", "body": "data: new\n\n"}])
        page.route("**/events/", lambda route: route.fulfill(**next(answers, {"status": 204})))

    ask(visitor, "Moscow")
    over(visitor)
    write_down(visitor)
    expect(visitor.locator("#offer")).to_be_hidden()
    over(desk)
    desk.goto("/inbox/")
    desk.locator("[data-list] [data-row]").last.click()
    expect(desk.locator("[data-live]")).to_be_enabled()
    expect(desk.locator("[data-live]")).to_be_disabled()


def test_what_is_typed_while_a_line_is_on_its_way_stays_and_is_sent_by_itself(visitor: Page) -> None:
    held: list[Route] = []
    ask(visitor, "Moscow")
    following(visitor, lambda: write_down(visitor))
    field, send = visitor.locator("#id_text"), visitor.get_by_role("button", name="Send", exact=True)
    visitor.route(
        "**/en/ask/talk/", lambda route: held.append(route) if route.request.method == "POST" else route.fallback()
    )
    field.fill(AGAIN)
    with visitor.expect_request(lambda request: request.method == "POST" and request.url.endswith("/talk/")):
        send.click()
    field.fill(LAST)
    send.click()  # held back until the first one has come
    held[0].continue_()
    expect(lines(visitor)).to_have_text([ASKED, AGAIN])
    expect(field).to_have_value(LAST)
    assert len(held) == 1
    visitor.unroute("**/en/ask/talk/")
    send.click()
    expect(lines(visitor)).to_have_text([ASKED, AGAIN, LAST])
    expect(field).to_have_value("")


def test_each_line_says_on_the_page_of_the_desk_how_the_talk_stands_and_refuses_no_act_after_it(
    visitor: Page, desk: Page
) -> None:
    ask(visitor, "Moscow")
    following(visitor, lambda: write_down(visitor))
    desk.goto("/inbox/")
    rows = desk.locator("[data-list] [data-row]")
    following(desk, rows.last.click)
    state = desk.locator("#state .state")
    expect(state).to_have_text("waits for us")
    desk.locator("#id_text").fill(ANSWER)
    desk.get_by_role("button", name="Send the answer").click()
    expect(state).to_have_text("answered")
    expect(desk.locator("#state")).to_contain_text("answers it")
    expect(desk.locator("#id_text")).to_be_focused()
    expect(desk.locator("[data-key=KeyT]")).to_have_count(0)
    visitor.locator("#id_text").fill(AGAIN)
    visitor.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.locator("#id_text")).to_be_focused()
    expect(state).to_have_text("waits for us")
    desk.locator("summary[data-key=KeyX]").click()
    desk.locator("form[action$='/close/'] [name=ending]").first.check(force=True)
    desk.locator("form[action$='/close/'] button").click()
    desk.wait_for_url("**/inbox/")


def test_what_a_colleague_noted_meanwhile_is_overwritten_by_no_page_that_followed_the_talk(
    visitor: Page, desk: Page, opens: Opens, session: Any, faults: list[str]
) -> None:
    ask(visitor, "Moscow")
    following(visitor, lambda: write_down(visitor))
    desk.goto("/inbox/")
    following(desk, desk.locator("[data-list] [data-row]").last.click)
    other = opens(1280, storage_state=session)
    other.goto(desk.url)
    for page, language in ((other, "uz"), (desk, "tg")):
        page.locator("summary[data-key=KeyL]").click()
        page.locator("form[action$='/note/'] [name=language]").select_option(language)
    other.locator("form[action$='/note/'] button").last.click()
    expect(other.get_by_text("Noted.")).to_be_visible()
    visitor.locator("#id_text").fill(AGAIN)
    visitor.get_by_role("button", name="Send", exact=True).click()
    expect(lines(desk)).to_have_text([ASKED, AGAIN])
    desk.locator("form[action$='/note/'] button").last.click()
    expect(desk.locator("[role=alert]").first).to_contain_text("changed meanwhile")
    faults.clear()


@pytest.mark.parametrize("is_broken", [False, True], ids=["while its stream lasts", "after its stream broke"])
def test_a_line_that_finds_no_network_stays_and_arrives_once_when_it_is_sent_again(
    visitor: Page, look: Look, faults: list[str], is_broken: bool
) -> None:
    ask(visitor, "Moscow")
    if is_broken:
        visitor.route("**/en/ask/events/", lambda route: route.abort())
        with visitor.expect_request("**/en/ask/events/"):
            write_down(visitor)
        expect(visitor.locator("#offer")).to_be_hidden()
    else:
        following(visitor, lambda: write_down(visitor))
    field, send = visitor.locator("#id_text"), visitor.get_by_role("button", name="Send", exact=True)
    field.fill(AGAIN)
    visitor.context.set_offline(True)
    send.click()
    look(visitor, "#unsent")
    expect(field).to_have_value(AGAIN)
    visitor.context.set_offline(False)
    send.click()
    expect(lines(visitor)).to_have_text([ASKED, AGAIN])
    expect(field).to_have_value("")
    expect(visitor.locator("#unsent")).to_be_hidden()
    faults.clear()


def test_an_answer_of_somebody_signed_out_meanwhile_stays_on_the_page(
    visitor: Page, desk: Page, faults: list[str]
) -> None:
    ask(visitor, "Moscow")
    following(visitor, lambda: write_down(visitor))
    desk.goto("/inbox/")
    following(desk, desk.locator("[data-list] [data-row]").last.click)
    desk.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    desk.locator("#id_text").fill("Wait.")
    desk.get_by_role("button", name="Send the answer").click()
    expect(desk.locator("#session-over[open]")).to_be_visible()
    expect(desk.locator("#id_text")).to_have_value("Wait.")
    expect(lines(visitor)).to_have_text([ASKED])
    faults.clear()


def test_without_script_the_page_is_looked_at_anew(opens: Opens, desk: Page) -> None:
    visitor = opens(390, java_script_enabled=False)
    ask(visitor, "Moscow")
    write_down(visitor)
    again = visitor.get_by_role("link", name="Look for something new")
    again.click()
    expect(visitor.get_by_text(OFFER)).to_be_visible()
    expect(visitor.locator("#writing")).to_be_hidden()
    desk.goto("/inbox/")
    following(desk, desk.locator("[data-list] [data-row]").last.click)
    desk.locator("#id_text").fill(ANSWER)
    desk.keyboard.press("Control+Enter")
    expect(lines(desk)).to_have_text([ASKED, ANSWER])
    again.click()
    expect(lines(visitor)).to_have_text([ASKED, ANSWER])
    visitor.locator("#id_text").fill(AGAIN)
    visitor.get_by_role("button", name="Send", exact=True).click()
    expect(lines(visitor)).to_have_text([ASKED, ANSWER, AGAIN])
    expect(lines(desk)).to_have_text([ASKED, ANSWER, AGAIN])
