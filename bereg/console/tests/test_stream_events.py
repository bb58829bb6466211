"""A stream says that something is new, or that somebody is writing, and nothing else; it holds no thread."""

import asyncio
from collections.abc import Collection
from typing import Any

import pytest

from bereg.console import event_streams
from bereg.console.event_streams import NEW, WRITING, Streams
from bereg.console.tests import loops

pytestmark = pytest.mark.once("no database")
CHANNEL = "00000000-0000-0000-0000-000000000001 us"


class Reader:
    """Somebody who follows a stream, and the signs that it is made from."""

    def __init__(self) -> None:
        self.signs: dict[str, tuple[int, Any]] = {CHANNEL: (1, None)}
        self.looks = self.most_threads = 0
        self.left, self.got = asyncio.Event(), asyncio.Queue[dict[str, Any]]()
        self._loop, self._looked = asyncio.get_running_loop(), asyncio.Event()

    def look(self, _channels: Collection[str]) -> dict[str, tuple[int, Any]]:
        """Tell how the channel stands, in the thread of the streams."""
        self._loop.call_soon_threadsafe(self._count)
        return dict(self.signs)

    def _count(self) -> None:
        self.looks += 1
        self._looked.set()

    async def wait_for_looks(self, number: int) -> None:
        """Return when it was looked so many times more."""
        wanted = self.looks + number
        while self.looks < wanted:
            self._looked.clear()
            await self._looked.wait()

    async def receive(self) -> dict[str, Any]:
        """Say that the reader has left, once it has."""
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        """Take what is sent."""
        self.got.put_nowait(message)


@pytest.fixture(autouse=True)
def looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test wait for the next look."""
    monkeypatch.setattr(event_streams, "LOOK_EACH_S", 0)


async def following(reader: Reader) -> tuple[Streams, "asyncio.Task[None]"]:
    """Follow a channel, and read how it begins."""
    made = Streams(reader.look)
    headers = [(b"content-security-policy", b"default-src 'none'"), (b"content-length", b"0")]
    task = asyncio.ensure_future(made.run(CHANNEL, headers, reader.receive, reader.send))
    start, first = await reader.got.get(), await reader.got.get()
    assert (b"content-type", b"text/event-stream") in start["headers"]
    assert (b"content-security-policy", b"default-src 'none'") in start["headers"]
    assert not [name for name, _ in start["headers"] if name == b"content-length"]
    assert first["body"] == NEW  # whatever came since the page was shown
    told = [(await reader.got.get())["body"] for _ in range(2 if reader.signs[CHANNEL][1] else 1)]
    assert told[-1] == NEW  # whatever came from then until the first look
    assert told[:-1] in ([], [WRITING])
    await reader.wait_for_looks(2)
    return made, task


def test_it_says_new_and_writing_and_ends_when_the_server_stops() -> None:
    async def go() -> None:
        reader = Reader()
        made, task = await following(reader)
        reader.signs = {CHANNEL: (2, None)}
        assert (await reader.got.get())["body"] == NEW
        reader.signs = {CHANNEL: (2, "a moment")}
        assert (await reader.got.get())["body"] == WRITING
        reader.signs = {CHANNEL: (3, "the next moment")}  # both within one look: none is lost
        assert [(await reader.got.get())["body"] for _ in range(2)] == [WRITING, NEW]
        made.stop()
        await task
        assert await reader.got.get() == {"type": "http.response.body", "body": b""}
        refused = asyncio.ensure_future(made.run(CHANNEL, [], reader.receive, reader.send))
        assert (await reader.got.get())["status"] == 503
        await refused

    loops.run(go())


def test_whoever_comes_while_the_other_side_writes_is_told_and_its_end_is_nothing_new() -> None:
    async def go() -> None:
        reader = Reader()
        reader.signs = {CHANNEL: (1, "a moment")}
        made, task = await following(reader)
        further = asyncio.ensure_future(made.run(CHANNEL, [], reader.receive, reader.send))
        assert [(await reader.got.get()).get("body") for _ in range(3)] == [None, NEW, WRITING]
        reader.signs = {CHANNEL: (1, None)}
        await reader.wait_for_looks(2)
        assert reader.got.empty()
        made.stop()
        await asyncio.gather(task, further)

    loops.run(go())


def test_it_is_over_when_its_reader_leaves_and_nothing_is_asked_any_more() -> None:
    async def go() -> None:
        reader = Reader()
        made, task = await following(reader)
        reader.left.set()
        await task
        assert made._watch
        await made._watch

    loops.run(go())


def test_one_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_streams, "MOST", 1)

    async def go() -> None:
        reader, late = Reader(), Reader()
        made, task = await following(reader)
        await made.run(CHANNEL, [], late.receive, late.send)
        assert (await late.got.get())["status"] == 503
        made.stop()
        await task

    loops.run(go())
