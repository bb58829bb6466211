"""`bereg` that waits for slow visitors five seconds, and has one more page: it streams events from the loop.

No page of ours does so yet. This one shows how the server carries it: the application says in a thread who may listen,
and from there on none is needed.
"""

import asyncio
import os
from typing import Any

import django

from bereg.__main__ import main

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bereg.settings")
django.setup()  # the gateway knows which addresses derive a key

from bereg.console import bodies, gateway, sockets  # noqa: E402

PATH = "/streamed-events/"
ASKED_AS = "/en/"  # a page that only whom it concerns may see would be asked for its status alike
listening: set[asyncio.Queue[bytes]] = set()


class WithStreams(gateway.Gateway):
    """The gateway, and a stream that tells everybody who listens to this process how many they are."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Stream, or pass on."""
        asked: list[dict[str, Any]] = []

        async def take(message: dict[str, Any]) -> None:
            asked.append(message)

        if scope.get("path") != PATH:
            return await super().__call__(scope, receive, send)
        await super().__call__({**scope, "path": ASKED_AS}, receive, take)
        if asked[0]["status"] == 200:
            return await self._stream(receive, send)
        for message in asked:
            await send(message)
        return None

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
bodies.START_S = 5
sockets.HEADERS_MS = 5_000

if __name__ == "__main__":
    main()
