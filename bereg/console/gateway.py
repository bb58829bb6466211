"""The edge of the server: an event loop takes requests in, a few long-lived threads answer them by the application."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from bereg.accounts.password_hashing import LANE_FULL
from bereg.console.event_streams import Streams
from bereg.console.request_bodies import Bodies, Receive, RequestRefusedError, SenderGoneError
from bereg.console.thread_lanes import AGAIN_S, LaneFullError, Lanes
from bereg.conversations.chat import STREAM, signs
from bereg.core.background_priority import pages
from bereg.core.request_limits import largest_body

STREAM_HEADER = STREAM.lower().encode()
Scope = MutableMapping[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Answer = tuple[int, Headers, bytes]


class Gateway:
    """The ASGI application in front of a WSGI application, which never waits for a sender or a reader."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int) -> None:
        self._application = application
        # Of our own, since the threads live as long as the process: each keeps its connections to the databases.
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="web")
        self._lanes = Lanes()  # passwords are derived apart
        self._bodies = Bodies()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._streaming: Streams | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        try:
            answer = await self._answer(scope, receive)
            if channel := dict(answer[1]).get(STREAM_HEADER):
                return await self._streams().run(channel.decode(), answer[1], receive, send)
            await _send(send, answer)
        except RequestRefusedError as refusal:
            await _send(send, _refusal(refusal.status))
        except SenderGoneError:
            return None

    def stop(self) -> None:
        """Give up the bodies that are not complete; what threads are at goes on to its end. From any thread."""
        if self._loop:
            self._loop.call_soon_threadsafe(self._bodies.refuse_unfinished)
            self._loop.call_soon_threadsafe(self._streams().stop)

    def _streams(self) -> Streams:
        """Return the streams of this process, made in its loop when they are first needed."""
        if self._streaming is None:
            self._streaming = Streams(signs)
        return self._streaming

    async def _live(self, receive: Receive, send: Send) -> None:
        self._loop = asyncio.get_running_loop()
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        environ = environ_of(scope)
        if "HTTP_TRANSFER_ENCODING" in environ:
            # The server below hides a Content-Length beside it, so that two lengths cannot be told from one. No
            # browser sends a form in chunks, and Django would take it for an empty one.
            raise RequestRefusedError(HTTPStatus.BAD_REQUEST)
        size = int(environ.get("CONTENT_LENGTH") or 0)
        # What is too large is only read away; the application then says so with its own page.
        kept = size <= largest_body(environ.get("CONTENT_TYPE", ""))
        async with self._bodies.whole(receive, size, kept=kept) as body:
            environ["wsgi.input"] = body
            lane = self._lanes.lane_of(environ, scope["path"])
            if lane is None:
                return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, environ)
            try:
                return await lane.run(self._run, environ)
            except LaneFullError as full:
                if lane is not self._lanes.visitors:
                    raise RequestRefusedError(full.status) from None
            # Its own page says so, in the visitor's language and with what was typed.
            environ[LANE_FULL] = True
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, environ)

    def _run(self, environ: dict[str, Any]) -> Answer:
        """Let the application answer, to the last piece, so that no slow reader holds the thread."""
        begun: list[Any] = []
        with pages.one():
            pieces = self._application(environ, lambda line, headers, exc_info=None: begun.extend((line, headers)))
            try:
                body = b"".join(pieces)
            finally:
                if hasattr(pieces, "close"):
                    pieces.close()
        line, headers = begun
        return int(line[:3]), [(name.lower().encode(), value.encode("latin-1")) for name, value in headers], body


def environ_of(scope: Scope) -> dict[str, Any]:
    """Return the WSGI environment of an ASGI scope. Source: PEP 3333."""
    host, port = scope["server"]
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name:  # would pass for the header with a hyphen, which a proxy may set and a visitor may not
            continue
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_LENGTH", "CONTENT_TYPE"} else f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    return environ


def _refusal(status: HTTPStatus) -> Answer:
    """Return a line of text: no thread works for who has sent nothing whole."""
    with override(settings.LANGUAGE_CODE):
        line = {
            HTTPStatus.BAD_REQUEST: gettext("Not taken: the request has to say in advance how long it is."),
            HTTPStatus.REQUEST_TIMEOUT: gettext("Not saved: your text arrived too slowly. Go back and send it again."),
            HTTPStatus.SERVICE_UNAVAILABLE: gettext("Not saved: too much arrives at once. Go back and send it again."),
            HTTPStatus.TOO_MANY_REQUESTS: gettext(
                "Many people are signing in at once. Go back and try again in a few seconds."
            ),
        }[status]
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        (b"retry-after", str(AGAIN_S).encode()),
        (b"connection", b"close"),
    ]
    return status, headers, line.encode()


async def _send(send: Send, answer: Answer) -> None:
    status, headers, body = answer
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
