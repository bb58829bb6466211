"""The request that acts belong to: from where it came, and what it was refused."""

import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from bereg.audit import chain

HASH_HEX = 32


@dataclass
class RequestContext:
    """One request. The address is asked for only where somebody of the staff acts."""

    address: Callable[[], str]
    ip_hash: str | None = None  # once it was asked for: every act of the request has the same
    refusals: list[tuple[Any, ...]] = field(default_factory=list)  # to be written when the view's transaction is over


_request: ContextVar[RequestContext | None] = ContextVar("bereg_audit_request", default=None)
_centre: ContextVar[str] = ContextVar("bereg_audit_centre", default="")


@contextmanager
def request_from(address: Callable[[], str]) -> Iterator[RequestContext]:
    """Let acts inside belong to a request from an address."""
    request = RequestContext(address)
    token = _request.set(request)
    try:
        yield request
    finally:
        _request.reset(token)


@contextmanager
def at_centre(centre: object) -> Iterator[None]:
    """Let acts inside belong to a centre, where their own record does not say so."""
    token = _centre.set(str(centre))
    try:
        yield
    finally:
        _centre.reset(token)


def current() -> RequestContext | None:
    return _request.get()


def centre() -> str:
    """Return the centre that `at_centre` has named."""
    return _centre.get()


def ip_hash() -> str:
    """Return the address of the request under a key, so that the same desk is known again and no address is kept."""
    request, key = _request.get(), chain.held_key()
    if request is None or key is None:
        return ""
    if request.ip_hash is None:
        address = request.address()
        digest = hmac.digest(chain.sub_key(key, "ip"), address.encode(), "sha256").hex()[:HASH_HEX]
        request.ip_hash = digest if address else ""
    return request.ip_hash
