"""`bereg` that waits five seconds for slow visitors, one for readers that take nothing, and has three more pages.

One streams events from the loop. No page of ours does so yet: it shows how the server carries it; the application says
in a thread who may listen, and from there on none is needed. One is larger than what the system takes off the server at
once. One is answered when the server is told to stop.
"""

import asyncio
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import django

from bereg.__main__ import main

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bereg.settings")
django.setup()  # the gateway knows which addresses derive a key

from bereg.console import gateway, request_bodies, sockets  # noqa: E402

PATH = "/streamed-events/"
LARGE, LARGE_B = "/large-answer/", 32_000_000
LAST = "/last-answer/"
LONG_S = 60  # for what comes at once unless something is broken
ASKED_AS = "/en/"  # a page that only whom it concerns may see would be asked for its status alike
listening: set[asyncio.Queue[bytes]] = set()


class WithStreams(gateway.Gateway):
    """The gateway, and a stream that tells everybody who listens to this process how many they are."""

    def __init__(self, application: Any, threads: int) -> None:
        super().__init__(self._answer_last, threads)
        self._other_pages = application
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Let the last answer come."""
        super().stop()
        self._stopping.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Stream, or pass on."""
        asked: list[dict[str, Any]] = []

        async def take(message: dict[str, Any]) -> None:
            asked.append(message)

        if scope.get("path") == LARGE:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": bytes(LARGE_B)})
            return None
        if scope.get("path") != PATH:
            return await super().__call__(scope, receive, send)
        await super().__call__({**scope, "path": ASKED_AS}, receive, take)
        if asked[0]["status"] == 200:
            return await self._stream(receive, send)
        for message in asked:
            await send(message)
        return None

    def _answer_last(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """In a thread, say that it has begun; answer once the server stops."""
        if environ["PATH_INFO"] != LAST:
            return self._other_pages(environ, start_response)  # type: ignore[no-any-return]
        Path(environ["QUERY_STRING"]).write_text("begun", encoding="utf-8")
        start_response("200 OK" if self._stopping.wait(LONG_S) else "504 Gateway Timeout", [])
        return [b"the last words"]

    async def _stream(self, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        events: asyncio.Queue[bytes] = asyncio.Queue()
        listening.add(events)
        for each in listening:
            each.put_nowait(b"data: %d\n\n" % len(listening))
        gone = asyncio.ensure_future(_gone(receive))
        try:
            while not gone.done():
                event = asyncio.ensure_future(events.get())
                await asyncio.wait((event, gone), return_when=asyncio.FIRST_COMPLETED)
                if event.done():
                    await send({"type": "http.response.body", "body": event.result(), "more_body": True})
        finally:
            listening.discard(events)


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


gateway.Gateway = WithStreams  # type: ignore[misc]
request_bodies.START_S = 5
sockets.HEADERS_MS = 5_000
sockets.STALLED_MS = 1_000

if __name__ == "__main__":
    main()
