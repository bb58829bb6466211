"""Passwords are derived one at a time, in a thread that yields to those that serve pages.

Argon2 takes 100 MB and a quarter of a second of every core for each password, right or wrong. So it has a queue of its
own in each web process: known browsers and people who are signed in come first, and of unknown ones no more wait than
a few; the others are told at once to try again. The threads that wait here serve no other pages: see `derives_a_key`.
"""

import itertools
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from queue import PriorityQueue
from typing import Any, TypeVar

from django.contrib.auth.hashers import Argon2PasswordHasher

THREADS = 6  # of the server, for requests that derive a key: one derives, the others wait
MOST_WAITING = 3  # of unknown browsers; threads are left for the others
NICE = 10  # a tenth of the processor time of a thread that serves pages, where both want it
View = TypeVar("View", bound=Callable[..., Any])

_may_be_refused: ContextVar[bool] = ContextVar("may_be_refused", default=False)


class TooManyError(Exception):
    """Too many unknown browsers wait already."""


class Queue:
    """Work that is done in turn, by one thread."""

    def __init__(self) -> None:
        self._jobs: PriorityQueue[tuple[bool, int, Callable[[], None]]] = PriorityQueue()
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._strangers = 0  # unknown browsers that wait

    @property
    def is_full(self) -> bool:
        """Whether one more unknown browser would be refused."""
        return self._strangers >= MOST_WAITING

    def run(self, work: Callable[[], Any]) -> Any:
        """Do the work in its turn and return what it returns. Raise TooManyError."""
        is_stranger, done = _may_be_refused.get(), Future[Any]()
        with self._lock:
            if is_stranger and self.is_full:
                raise TooManyError
            self._strangers += is_stranger
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="derivation", daemon=True)
                self._thread.start()
        self._jobs.put((is_stranger, next(self._numbers), lambda: self._do(work, done, is_stranger=is_stranger)))
        return done.result()

    def _work(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)  # of this thread alone, on Linux
        while True:
            self._jobs.get()[2]()

    def _do(self, work: Callable[[], Any], done: Future[Any], *, is_stranger: bool) -> None:
        with self._lock:
            self._strangers -= is_stranger
        try:
            done.set_result(work())
        except BaseException as problem:  # for whoever waits
            done.set_exception(problem)


queue = Queue()


def _begin_anew() -> None:
    global queue  # noqa: PLW0603 - a thread does not come along with a fork
    queue = Queue()


os.register_at_fork(after_in_child=_begin_anew)


class Argon2InTurn(Argon2PasswordHasher):
    """Django's, in the queue."""

    def encode(self, password: str, salt: str) -> str:
        """Hash a password."""
        return str(queue.run(lambda: super(Argon2InTurn, self).encode(password, salt)))

    def verify(self, password: str, encoded: str) -> bool:
        """Tell whether a password is the one that was hashed."""
        return bool(queue.run(lambda: super(Argon2InTurn, self).verify(password, encoded)))


@contextmanager
def of_strangers() -> Iterator[None]:
    """Let the derivations within wait behind the others, and be refused where too many wait."""
    token = _may_be_refused.set(True)
    try:
        yield
    finally:
        _may_be_refused.reset(token)


def derives_a_key(view: View) -> View:
    """Mark a view whose POST derives a key, so that the server answers it with threads kept for this."""
    view.derives_a_key = True  # type: ignore[attr-defined]
    return view
