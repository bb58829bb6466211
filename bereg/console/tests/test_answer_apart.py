"""Requests that derive a key from a password are answered by threads of their own: the server knows which they are."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from bereg.accounts import known_browsers
from bereg.accounts.models import User
from bereg.accounts.password_hashing import LANE_FULL
from bereg.console.gateway import Gateway
from bereg.console.tests import loops
from bereg.console.thread_lanes import MOST_STRANGERS, MOST_VISITORS, Lane, LaneFullError, Lanes, derives_a_key
from tests.factors import sign_in


@pytest.mark.once("no database")
def test_the_server_knows_what_to_answer_apart() -> None:
    apart = {"account_login", "account_reauthenticate", "account_change_password"}
    apart |= {"account_reset", "centres:join", "desk:welcome", "partner:link", "ask:ask", "ask:again"}
    marked = {name for name, pattern in _patterns("", get_resolver()) if hasattr(pattern.callback, "derives_a_key")}
    assert marked == apart
    assert derives_a_key("POST", reverse("account_login"))
    assert derives_a_key("POST", reverse("account_reset", args=["s" * 43]))
    assert not derives_a_key("GET", reverse("account_login"))
    assert not any(derives_a_key("POST", path) for path in ("/today/", "/\udcff/\n", "", "*"))


def test_who_was_let_in_before_waits_apart_from_strangers(operator: User) -> None:
    browser = Client()
    sign_in(browser, operator)
    ours = browser.cookies[known_browsers.COOKIE].value
    lanes, path = Lanes(), reverse("account_login")

    def lane(cookie: str, method: str = "POST") -> Lane | None:
        return lanes.lane_of({"REQUEST_METHOD": method, "HTTP_COOKIE": cookie}, path)

    assert lane(f"csrf=x; {known_browsers.COOKIE}={ours}") is lanes.known
    first, last = "B" if ours[0] != "B" else "C", "A" if ours[-1] != "A" else "E"
    forged = ("A" * 44, ours[:-1] + last, first + ours[1:], "", "\u00e9", '"\\9')
    assert all(lane(f"{known_browsers.COOKIE}={each}") is lanes.strangers for each in forged)
    assert lane("") is lanes.strangers
    assert lane("", "GET") is None


@pytest.mark.once("no database")
def test_codes_and_questions_wait_in_a_lane_of_their_own() -> None:
    """So a crowd of them keeps nobody of the staff from signing in, and one key is derived for them at a time."""
    lanes = Lanes()
    for name in ("ask:ask", "ask:again"):
        path = reverse(name, args=["en"])
        assert lanes.lane_of({"REQUEST_METHOD": "POST"}, path) is lanes.visitors
        assert lanes.lane_of({"REQUEST_METHOD": "GET"}, path) is None
    assert not derives_a_key("POST", reverse("ask:talk", args=["en"]))


@pytest.mark.once("no database")
def test_whom_the_lane_of_visitors_does_not_hold_is_answered_beside_it() -> None:
    """By the page itself, which then derives nothing: it keeps what was typed."""
    go = threading.Event()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        if LANE_FULL not in environ:
            go.wait(60)
        start("503 Full" if LANE_FULL in environ else "200 OK", [])
        return [b""]

    async def nothing() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def flood() -> list[Any]:
        gateway = Gateway(application, 1)
        post = {"type": "http", "method": "POST", "path": reverse("ask:ask", args=["en"]), "query_string": b""}
        post |= {"server": ("testserver", 80), "client": ("192.0.2.1", 1), "scheme": "http", "http_version": "1.1"}
        asked = [
            asyncio.ensure_future(gateway._answer({**post, "headers": []}, nothing)) for _ in range(MOST_VISITORS + 1)
        ]
        last = await asked[-1]
        go.set()
        return [last, *await asyncio.gather(*asked[:-1])]

    last, *before = loops.run(flood())
    assert last[0] == 503
    assert [status for status, *_rest in before] == [200] * MOST_VISITORS


@pytest.mark.once("no database")
def test_a_full_lane_refuses_at_once_and_the_other_goes_on() -> None:
    async def flood() -> tuple[list[Any], str]:
        lanes, go = Lanes(), threading.Event()
        work = lanes.strangers.run
        waiting = [asyncio.ensure_future(work(go.wait, 60)) for _ in range(MOST_STRANGERS + 3)]
        await asyncio.sleep(0)  # each has entered, or was refused
        colleague = await lanes.known.run(lambda: "in")
        go.set()
        return await asyncio.gather(*waiting, return_exceptions=True), colleague

    answers, colleague = loops.run(flood())
    assert [type(each) for each in answers] == [bool] * MOST_STRANGERS + [LaneFullError] * 3
    assert colleague == "in"


@pytest.mark.once("no database")
def test_a_lane_is_free_again_after_an_error() -> None:
    async def fail_and_go_on() -> str:
        lane = Lane(1)
        with pytest.raises(ZeroDivisionError):
            await lane.run(lambda: 1 / 0)
        return await lane.run(lambda: "done")

    assert loops.run(fail_and_go_on()) == "done"


@pytest.mark.torture
@pytest.mark.django_db(transaction=True)
def test_pages_stay_quick_in_a_flood_of_wrong_sign_ins(settings: Any, operator: User) -> None:
    """60 wrong sign-ins from 15 addresses, again and again, beside one thread that serves pages; rounds alternate."""
    settings.PASSWORD_HASHERS = ["bereg.accounts.password_hashing.Argon2InTurn"]
    pages, lanes = ThreadPoolExecutor(1), Lanes()

    def guess(each: int) -> int:
        guesser = Client(REMOTE_ADDR=f"192.0.{each % 15}.1")
        return guesser.post(reverse("account_login"), {"login": f"nobody-{each}", "password": "no"}).status_code

    def page() -> float:
        begun = perf_counter()
        assert Client().get(reverse("account_inactive")).status_code == 200
        return (perf_counter() - begun) * 1000

    async def many_pages() -> list[float]:
        return [await asyncio.get_running_loop().run_in_executor(pages, page) for _ in range(50)]

    async def rounds() -> tuple[list[float], list[float], list[Any]]:
        quiet, flooded, answers = list[float](), list[float](), list[Any]()
        await many_pages()
        for each in range(4):
            quiet += await many_pages()
            flood = [asyncio.ensure_future(lanes.strangers.run(guess, 60 * each + number)) for number in range(60)]
            flooded += await many_pages()
            answers += await asyncio.gather(*flood, return_exceptions=True)
        await asyncio.gather(lanes.strangers.run(connections.close_all), _in(pages, connections.close_all))
        return quiet, flooded, answers

    quiet, flooded, answers = loops.run(rounds())
    refused = sum(isinstance(each, LaneFullError) for each in answers)
    assert answers.count(200) + answers.count(429) == len(answers) - refused
    assert refused == 4 * (60 - MOST_STRANGERS)
    print(f"a page takes {median(quiet):.1f} ms, in the flood {median(flooded):.1f} ms on {connection.vendor}")  # noqa: T201
    assert median(flooded) < 2 * median(quiet)


def _in(pool: ThreadPoolExecutor, work: Callable[[], Any]) -> Any:
    return asyncio.get_running_loop().run_in_executor(pool, work)


def _patterns(space: str, resolver: Any) -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}", each
        else:
            yield from _patterns(f"{each.namespace}:" if each.namespace else space, each)
