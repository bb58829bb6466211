"""A request is whole before a thread works on it, and an answer has left the thread before a reader takes it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from typing import Any

import pytest

from bereg.console import request_bodies
from bereg.console.gateway import Gateway, environ_of
from bereg.console.request_bodies import Bodies, RequestRefusedError, SenderGoneError
from bereg.console.tests import loops
from bereg.console.thread_lanes import MOST_STRANGERS
from bereg.core import background_priority

pytestmark = pytest.mark.once("no database")

FORM = (b"content-type", b"application/x-www-form-urlencoded")
WAIT_S = 30  # for what comes at once unless something is broken


class Visitor:
    """Somebody who sends a request, piece by piece, and takes what is answered."""

    def __init__(self, *headers: tuple[bytes, bytes], method: str = "POST") -> None:
        self.scope: dict[str, Any] = {
            "type": "http",
            "method": method,
            "scheme": "http",
            "http_version": "1.1",
            "path": "/",
        }
        self.scope |= {"query_string": b"", "server": ("127.0.0.1", "80"), "client": ("127.0.0.1", "1")}
        self.scope["headers"] = [*headers]
        self.pieces: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.answered: list[dict[str, Any]] = []

    def send(self, piece: bytes) -> "Visitor":
        """Send a piece of the body."""
        self.pieces.put_nowait({"type": "http.request", "body": piece, "more_body": True})
        return self

    def leave(self) -> "Visitor":
        """Break off."""
        self.pieces.put_nowait({"type": "http.disconnect"})
        return self

    async def ask(self, gateway: Gateway) -> tuple[int, bytes]:
        """Wait for the answer."""
        await asyncio.wait_for(gateway(self.scope, self.pieces.get, self._take), WAIT_S)
        return self.answered[0]["status"], self.answered[1]["body"]

    async def _take(self, message: dict[str, Any]) -> None:
        self.answered.append(message)


def form(size: int, *more: tuple[bytes, bytes]) -> Visitor:
    return Visitor(FORM, (b"content-length", b"%d" % size), *more)


def echo(environ: dict[str, Any], start_response: Callable[..., None]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


def run(doing: Callable[[Gateway], Awaitable[None]], application: Any = echo, threads: int = 1) -> None:
    async def inside() -> None:
        await doing(Gateway(application, threads))

    loops.run(inside())


def test_bodies_that_are_held_hold_no_thread() -> None:
    async def doing(gateway: Gateway) -> None:
        held = [form(5_000).send(b"a") for _ in range(200)]
        waiting = [asyncio.create_task(visitor.ask(gateway)) for visitor in held]
        assert await form(4).send(b"ab").send(b"cd").ask(gateway) == (200, b"abcd")
        assert await Visitor(method="GET").ask(gateway) == (200, b"")
        assert not any(task.done() for task in waiting)
        for visitor in held:
            visitor.send(b"b" * 4_999)
        assert {status for status, _ in await asyncio.gather(*waiting)} == {200}

    run(doing)


def test_a_body_that_comes_too_slowly_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_bodies, "START_S", 0)
    monkeypatch.setattr(request_bodies, "LEAST_B_PER_S", 1)

    async def doing(gateway: Gateway) -> None:
        status, line = await form(5_000).ask(gateway)
        assert (status, line.startswith(b"Not saved")) == (408, True)
        slow = form(5_000).send(b"a" * 4_999)  # what has come earned it time for the rest
        waiting = asyncio.create_task(slow.ask(gateway))
        await asyncio.sleep(0)
        slow.send(b"a")
        assert await waiting == (200, b"a" * 5_000)

    run(doing)


def test_a_long_task_goes_on_when_a_page_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background_priority, "LONGEST_S", WAIT_S)
    ended = list[str]()

    def work() -> None:
        background_priority.pages.wait()
        ended.append("task")

    task = threading.Thread(target=work)

    def application(environ: dict[str, Any], start_response: Callable[..., None]) -> Iterable[bytes]:
        task.start()
        task.join(0.05)  # a task that does not wait would be over
        ended.append("page")
        return echo(environ, start_response)

    async def doing(gateway: Gateway) -> None:
        assert (await Visitor(method="GET").ask(gateway))[0] == 200

    run(doing, application)
    task.join(WAIT_S)
    assert ended == ["page", "task"]


def test_a_long_task_goes_on_however_much_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background_priority, "LONGEST_S", 0)
    with background_priority.pages.one():
        background_priority.pages.wait()


def test_a_refusal_closes_the_connection_and_is_kept_nowhere() -> None:
    async def doing(gateway: Gateway) -> None:
        visitor = form(3, (b"transfer-encoding", b"chunked")).send(b"abc")
        assert (await visitor.ask(gateway))[0] == 400
        headers = dict(visitor.answered[0]["headers"])
        assert (headers[b"connection"], headers[b"cache-control"]) == (b"close", b"no-store")

    run(doing)


@pytest.mark.parametrize("more", [[], [(b"content-length", b"3")]])
def test_a_body_in_chunks_is_refused(more: list[tuple[bytes, bytes]]) -> None:
    async def doing(gateway: Gateway) -> None:
        visitor = Visitor(FORM, (b"transfer-encoding", b"chunked"), *more).send(b"abc")
        assert (await visitor.ask(gateway))[0] == 400

    run(doing)


def test_who_breaks_off_is_not_answered_and_nothing_runs() -> None:
    ran: list[bytes] = []

    def application(environ: dict[str, Any], start_response: Callable[..., None]) -> Iterable[bytes]:
        ran.append(environ["wsgi.input"].read())
        return echo(environ, start_response)

    async def doing(gateway: Gateway) -> None:
        visitor = form(5_000).send(b"narrative=half").leave()
        await asyncio.wait_for(gateway(visitor.scope, visitor.pieces.get, visitor._take), WAIT_S)
        assert (visitor.answered, ran) == ([], [])

    run(doing, application)


def test_what_is_too_large_is_read_away_and_the_application_says_so(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    async def doing(gateway: Gateway) -> None:
        visitor = form(20).send(b"a" * 15).send(b"a" * 5)
        assert await visitor.ask(gateway) == (200, b"")
        assert visitor.pieces.empty()

    run(doing)


def test_the_largest_unfinished_body_gives_way() -> None:
    async def doing() -> None:
        together = Bodies(most_held_b=100)
        large, small = form(90).send(b"a" * 80), form(30).send(b"a" * 10)
        waiting = asyncio.create_task(keep(together, large, 90))
        await asyncio.sleep(0)
        small.send(b"a" * 20)
        assert await keep(together, small, 30) == 30
        with pytest.raises(RequestRefusedError) as refusal:
            await waiting
        assert refusal.value.status is HTTPStatus.SERVICE_UNAVAILABLE
        assert await keep(together, form(100).send(b"a" * 100), 100) == 100  # all room is there again
        with pytest.raises(RequestRefusedError):
            await keep(together, form(101).send(b"a" * 101), 101)
        assert await keep(together, form(100).send(b"a" * 100), 100) == 100

    loops.run(doing())


async def keep(together: Bodies, visitor: Visitor, size: int) -> int:
    async with asyncio.timeout(WAIT_S), together.whole(visitor.pieces.get, size) as body:
        return len(body.read())


def test_a_server_that_stops_gives_up_what_is_not_complete() -> None:
    async def doing() -> None:
        together = Bodies()
        waiting = asyncio.create_task(keep(together, form(5_000).send(b"a"), 5_000))
        await asyncio.sleep(0)
        together.refuse_unfinished()
        with pytest.raises(RequestRefusedError):
            await waiting
        with pytest.raises(SenderGoneError):
            await keep(together, form(2).send(b"a").leave(), 2)

    loops.run(doing())


def test_an_answer_is_taken_from_the_thread_whole() -> None:
    done = threading.Event()

    class Pieces(list[bytes]):
        def close(self) -> None:
            done.set()

    def application(_environ: dict[str, Any], start_response: Callable[..., None]) -> Iterable[bytes]:
        start_response("200 OK", [("X-Word", "\xe9t\xe9")])
        return Pieces([b"a", b"b"])

    async def doing(gateway: Gateway) -> None:
        taken = Visitor(method="GET")
        reading = asyncio.Event()

        async def never(message: dict[str, Any]) -> None:
            taken.answered.append(message)
            reading.set()
            await asyncio.Event().wait()

        slow = asyncio.create_task(gateway(taken.scope, taken.pieces.get, never))
        await asyncio.wait_for(reading.wait(), WAIT_S)
        assert done.is_set()
        assert taken.answered[0]["headers"] == [(b"x-word", b"\xe9t\xe9")]
        assert await Visitor(method="GET").ask(gateway) == (200, b"ab")
        slow.cancel()

    run(doing, application)


def test_threads_stay_and_are_as_many_as_set() -> None:
    names: set[str] = set()

    def application(environ: dict[str, Any], start_response: Callable[..., None]) -> Iterable[bytes]:
        names.add(threading.current_thread().name)
        return echo(environ, start_response)

    async def doing(gateway: Gateway) -> None:
        await asyncio.gather(*(Visitor(method="GET").ask(gateway) for _ in range(50)))

    run(doing, application)
    assert len(names) == 1


def test_the_environment_of_a_request() -> None:
    visitor = Visitor(
        (b"host", b"localhost"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=\xd1"),
        (b"x_forwarded_proto", b"https"),
        (b"accept", b"a"),
        (b"accept", b"b"),
        FORM,
    )
    visitor.scope |= {"path": "/я/", "query_string": b"q=%FF"}
    environ = environ_of(visitor.scope)
    assert (environ["PATH_INFO"], environ["QUERY_STRING"]) == ("/я/".encode().decode("latin-1"), "q=%FF")
    assert (environ["HTTP_COOKIE"], environ["HTTP_ACCEPT"]) == ("a=1; b=\xd1", "a,b")
    assert (environ["CONTENT_TYPE"], environ["REMOTE_ADDR"]) == (FORM[1].decode(), "127.0.0.1")
    assert "HTTP_X_FORWARDED_PROTO" not in environ  # a proxy's word, and no visitor's


def test_a_flood_of_sign_ins_waits_apart_and_other_pages_come() -> None:
    async def flood() -> tuple[list[int], int]:
        go = threading.Event()

        def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            if environ["PATH_INFO"] != "/":
                go.wait(WAIT_S)
            start_response("200 OK", [])
            return [b""]

        gateway = Gateway(application, 1)
        senders = [Visitor(FORM, (b"content-length", b"1")).send(b"x") for _ in range(MOST_STRANGERS + 3)]
        for sender in senders:
            sender.scope["path"] = "/account/login/"
        asked = [asyncio.ensure_future(sender.ask(gateway)) for sender in senders]
        other = await Visitor(method="GET").leave().ask(gateway)
        go.set()
        return sorted(status for status, _ in await asyncio.gather(*asked)), other[0]

    statuses, other = loops.run(flood())
    assert other == 200
    assert statuses == [200] * MOST_STRANGERS + [429] * 3
