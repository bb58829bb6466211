"""Requests that derive a key from a password wait in lanes of their own, so that they slow nobody's pages.

Each lane has one thread: two that compute would take turns with the thread that serves pages. Who was let in from a
browser before waits in another lane than strangers, and visitors with a question in a third; what a lane does not hold
is refused before a thread has seen it.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar

from django.urls import Resolver404, resolve

from bereg.accounts import known_browsers
from bereg.accounts.password_hashing import VISITORS

MOST_STRANGERS, MOST_KNOWN, MOST_VISITORS = 8, 64, 8  # that wait at once
AGAIN_S = 3
Answer = TypeVar("Answer")


class LaneFullError(Exception):
    """Too many wait in this lane; to be answered by `status`, with `AGAIN_S` in Retry-After."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Lane:
    """One thread, and who waits for it. Used by one event loop."""

    def __init__(self, most: int, refusal: HTTPStatus = HTTPStatus.TOO_MANY_REQUESTS) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="keys")
        self._most = most
        self._inside = 0
        self._refusal = refusal

    async def run(self, work: Callable[..., Answer], *args: Any) -> Answer:
        """Do the work in its turn. Raise LaneFullError."""
        if self._inside >= self._most:
            raise LaneFullError(self._refusal)
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, *args)
        finally:
            self._inside -= 1


class Lanes:
    """The lanes of one web process."""

    def __init__(self) -> None:
        self.strangers, self.known = Lane(MOST_STRANGERS), Lane(MOST_KNOWN)
        self.visitors = Lane(MOST_VISITORS, HTTPStatus.SERVICE_UNAVAILABLE)

    def lane_of(self, environ: Mapping[str, Any], path: str) -> Lane | None:
        """Return the lane that a request waits in; None: it derives no key, and is answered with all others."""
        kind = _kind(environ["REQUEST_METHOD"], path)
        if not kind:
            return None
        if kind == VISITORS:
            return self.visitors
        return self.known if known_browsers.is_ours(_cookie(environ.get("HTTP_COOKIE", ""))) else self.strangers


def derives_a_key(method: str, path: str) -> bool:
    """Tell whether a request is of a view that is marked so."""
    return bool(_kind(method, path))


def _kind(method: str, path: str) -> Any:
    """Return how the view of a request is marked; nothing where it derives no key."""
    if method != "POST":
        return None
    try:
        view = resolve(path).func
    except (Resolver404, UnicodeError):
        return None
    return getattr(view, "derives_a_key", None)


def _cookie(header: str) -> str:
    try:
        cookie = SimpleCookie(header).get(known_browsers.COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie else ""
