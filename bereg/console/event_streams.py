"""Streams of events, held by the event loop alone: one thread asks for all of them, once a second, for what is new.

A stream says "new" or "writing" and nothing else; the page then asks for the new lines as for any other page. Each ends
after two minutes, and the page asks again, so that whoever was signed out or ended a visit follows nothing for long.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import DatabaseError, connections

from bereg.conversations.chat import STREAM

LOOK_EACH_S, BEAT_S, LONGEST_S = 1.0, 15.0, 120.0
MOST = 500  # streams of a process
NEW, WRITING, BEAT = b"data: new\n\n", b"data: writing\n\n", b": \n\n"
OWN = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
REPLACED = {b"content-type", b"content-length", b"cache-control", STREAM.lower().encode()}
Headers = list[tuple[bytes, bytes]]
Signs = Mapping[str, tuple[int, Any]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Streams:
    """The streams of one web process. look: tells how each channel stands. Used by one event loop."""

    def __init__(self, look: Callable[[Collection[str]], Signs]) -> None:
        self._look = look
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="streams")
        self._followers: dict[str, set[asyncio.Queue[bytes]]] = {}
        self._known: Signs = {}
        self._stopping = asyncio.Event()
        self._watch: asyncio.Task[None] | None = None

    def stop(self) -> None:
        """End all of them: the server stops. In the loop's thread."""
        self._stopping.set()

    async def run(self, channel: str, headers: Headers, receive: Receive, send: Send) -> None:
        """Stream to one reader until they leave, time is over or the server stops. headers: of the view's answer."""
        if self._stopping.is_set() or sum(map(len, self._followers.values())) >= MOST:
            await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"30")]})
            await send({"type": "http.response.body", "body": b""})
            return
        kept = [header for header in headers if header[0] not in REPLACED]
        await send({"type": "http.response.start", "status": 200, "headers": [*kept, *OWN]})
        events: asyncio.Queue[bytes] = asyncio.Queue()
        events.put_nowait(NEW)  # what came since the page was shown
        if self._known.get(channel, (0, None))[1]:
            events.put_nowait(WRITING)
        self._followers.setdefault(channel, set()).add(events)
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._look_again_and_again())
        try:
            await self._pass_on(events, receive, send)
        finally:
            self._followers[channel].discard(events)
            if not self._followers[channel]:
                del self._followers[channel]
        await send({"type": "http.response.body", "body": b""})

    async def _pass_on(self, events: asyncio.Queue[bytes], receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + LONGEST_S
        over = {asyncio.ensure_future(_gone(receive)), asyncio.ensure_future(self._stopping.wait())}
        try:
            while loop.time() < ends:
                event = asyncio.ensure_future(events.get())
                done, _ = await asyncio.wait({event, *over}, timeout=BEAT_S, return_when=asyncio.FIRST_COMPLETED)
                if done & over:
                    event.cancel()
                    return
                piece = event.result() if event in done else BEAT
                event.cancel()
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            for each in over:
                each.cancel()

    async def _look_again_and_again(self) -> None:
        """Ask for all streams at once, as long as there is one, and tell each what is new on it.

        The first look at a channel is new too: its page was told when it began to follow, and something may have come
        between the two.
        """
        loop = asyncio.get_running_loop()
        self._known = {}
        while self._followers and not self._stopping.is_set():
            found = await loop.run_in_executor(self._thread, self._signs, list(self._followers))
            for channel, sign in found.items():
                self._tell(channel, self._known.get(channel, (None, None)), sign)
            self._known = found or self._known
            await asyncio.sleep(LOOK_EACH_S)

    def _signs(self, channels: Collection[str]) -> Signs:
        """Ask, in the thread; a database that is away for a moment ends no stream."""
        try:
            return self._look(channels)
        except DatabaseError:
            connections.close_all()
            return {}

    def _tell(self, channel: str, before: tuple[int | None, Any], now: tuple[int, Any]) -> None:
        events = [WRITING] if now[1] and before[1] != now[1] else []
        events += [NEW] if before[0] != now[0] else []
        for each in self._followers.get(channel, ()):
            for event in events:
                each.put_nowait(event)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
