"""Bodies of requests, received by the event loop: whole, in time and within a budget, before a thread works on them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from io import BytesIO
from typing import Any

Receive = Callable[[], Awaitable[dict[str, Any]]]

START_S = 20  # a body may take this long, and a second more ...
LEAST_B_PER_S = 8_000  # ... for each of these that have come: 64 kbit/s, a poor line of a telephone
MOST_HELD_B = 64_000_000  # all bodies of a process together: three of the largest
MOST_DRAINED_B = 20_000_000


class RequestRefusedError(Exception):
    """The request will not be taken; the status says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class SenderGoneError(Exception):
    """The sender left before the end: nobody is there to be answered."""


class _Body:
    """One body on its way."""

    def __init__(self) -> None:
        self.content = BytesIO()
        self.received_b = self.held_b = 0
        self.refusal = HTTPStatus.REQUEST_TIMEOUT
        self._begun = asyncio.get_running_loop().time()
        self.timeout = asyncio.timeout_at(self._begun + START_S)

    def count(self, piece: bytes) -> None:
        """Count a piece, which earns the rest more time."""
        self.received_b += len(piece)
        self.timeout.reschedule(self._begun + START_S + self.received_b / LEAST_B_PER_S)

    def refuse(self) -> None:
        """Make whoever waits for the rest give up at once."""
        self.refusal = HTTPStatus.SERVICE_UNAVAILABLE
        self.timeout.reschedule(self._begun)


class Bodies:
    """All bodies that a process holds. Where they are too much together, the largest unfinished one has to go."""

    def __init__(self, most_held_b: int = MOST_HELD_B) -> None:
        self._most_held_b = most_held_b
        self._held_b = 0
        self._unfinished: set[_Body] = set()

    @asynccontextmanager
    async def whole(self, receive: Receive, size: int, *, kept: bool = True) -> AsyncIterator[BytesIO]:
        """Receive a body, to keep it until the block ends or only to read it away. Raise RequestRefusedError."""
        body = _Body()
        try:
            if size:
                await self._receive(body, receive, size if kept else min(size, MOST_DRAINED_B), kept=kept)
            yield body.content
        finally:
            self._release(body)

    def refuse_unfinished(self) -> None:
        """Give up what is not complete: the server stops."""
        for body in self._unfinished:
            body.refuse()

    async def _receive(self, body: _Body, receive: Receive, size: int, *, kept: bool) -> None:
        self._unfinished.add(body)
        try:
            async with body.timeout:
                while body.received_b < size:
                    piece = await _piece(receive)
                    body.count(piece)
                    if kept:
                        self._keep(body, piece)
        except TimeoutError:
            raise RequestRefusedError(body.refusal) from None
        finally:
            self._unfinished.remove(body)
        body.content.seek(0)

    def _keep(self, body: _Body, piece: bytes) -> None:
        body.held_b += len(piece)
        self._held_b += len(piece)
        while self._held_b > self._most_held_b:
            largest = max(self._unfinished, key=lambda other: other.held_b)
            largest.refuse()
            self._release(largest)
            if largest is body:
                raise RequestRefusedError(body.refusal)
        body.content.write(piece)

    def _release(self, body: _Body) -> None:
        self._held_b -= body.held_b
        body.held_b = 0
        body.content = BytesIO()


async def _piece(receive: Receive) -> bytes:
    message = await receive()
    piece: bytes = message.get("body", b"")
    if message["type"] == "http.disconnect" or not (piece or message.get("more_body")):
        raise SenderGoneError  # a body shorter than it says is none
    return piece
