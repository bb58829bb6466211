"""Passwords are derived one at a time, in threads of their own: strangers' in one that yields to everybody else.

Argon2 takes 100 MB and a quarter of a second of every core for each password, right or wrong. So strangers wait for one
thread of a low priority in each web process. Known browsers and people who are signed in have another one, of the usual
priority: they wait for no stranger, and on a busy machine the low one would keep them waiting for many seconds. The
threads of the server that wait here serve no other pages: see `derives_a_key`.
"""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.contrib.auth.hashers import Argon2PasswordHasher

VISITORS = "visitors"  # the lane of those who ask a question, or come back with its code
LANE_FULL = "bereg.lane_full"  # in the environment of a request that this lane did not hold: derive nothing for it
NICE = 10  # a tenth of the processor time of a thread that serves pages, where both want it
Result = TypeVar("Result")
View = TypeVar("View", bound=Callable[..., Any])

_is_stranger: ContextVar[bool] = ContextVar("is_stranger", default=False)


class Queues:
    """Work that is done in turn: that of strangers by one thread, all other by another."""

    def __init__(self) -> None:
        self._strangers = ThreadPoolExecutor(1, "strangers", _yield_to_others)
        self._others = ThreadPoolExecutor(1, "derivation")

    def run(self, work: Callable[[], Result]) -> Result:
        """Do the work in its turn and return what it returns."""
        return (self._strangers if _is_stranger.get() else self._others).submit(work).result()


def _yield_to_others() -> None:
    this = threading.get_native_id()  # on Linux a thread, and what it begins, has a priority of its own
    os.setpriority(os.PRIO_PROCESS, this, max(NICE, os.getpriority(os.PRIO_PROCESS, this)))


queues = Queues()


def _begin_anew() -> None:
    global queues  # noqa: PLW0603 - threads do not come along with a fork
    queues = Queues()


os.register_at_fork(after_in_child=_begin_anew)


class Argon2InTurn(Argon2PasswordHasher):
    """Django's, in the queues."""

    def encode(self, password: str, salt: str) -> str:
        return str(queues.run(lambda: super(Argon2InTurn, self).encode(password, salt)))

    def verify(self, password: str, encoded: str) -> bool:
        """Tell whether a password is the one that was hashed."""
        return bool(queues.run(lambda: super(Argon2InTurn, self).verify(password, encoded)))


@contextmanager
def of_strangers() -> Iterator[None]:
    """Let the derivations within wait among those of strangers."""
    token = _is_stranger.set(True)
    try:
        yield
    finally:
        _is_stranger.reset(token)


def derives_a_key(view: View) -> View:
    """Mark a view whose POST derives a key, so that the server answers it with threads kept for this."""
    view.derives_a_key = True  # type: ignore[attr-defined]
    return view


def derives_for_visitors(view: View) -> View:
    """Mark one whose POST derives a key for a visitor of the public pages: these wait apart from who signs in."""
    view.derives_a_key = VISITORS  # type: ignore[attr-defined]
    return view
