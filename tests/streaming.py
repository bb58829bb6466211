"""`bereg` with one more page, which streams events from the loop: the application says who may, then no thread is needed.

No page of ours does so yet. This shows that the server carries it: anything that is asked as ASGI may stand before the gateway.
"""

import asyncio
from typing import Any

from bereg.__main__ import main
from bereg.console import gateway
from bereg.console.gateway import Gateway

PATH = "/streamed-events/"
ASKED_AS = "/en/"  # a page that only whom it concerns may see would be asked for its status alike
listening: set[asyncio.Queue[bytes]] = set()


class WithStreams(Gateway):
    """The gateway, and a stream that tells everybody who listens how many they are."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Stream, or pass on."""
        if scope.get("path") != PATH:
            return await super().__call__(scope, receive, send)
        asked: list[dict[str, Any]] = []

        async def take(message: dict[str, Any]) -> None:
            asked.append(message)

        await super().__call__({**scope, "path": ASKED_AS}, receive, take)
        if asked[0]["status"] != 200:
            for message in asked:
                await send(message)
            return None
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        await self._stream(receive, send)

    async def _stream(self, receive: Any, send: Any) -> None:
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

if __name__ == "__main__":
    main()
