"""Passwords are derived one at a time, in a thread that yields to those that serve pages.

Argon2 takes 100 MB and a quarter of a second of every core for each password, right or wrong. So it has a queue of its
own in each web process: known browsers and people who are signed in come before unknown ones. The threads of the server
that wait here serve no other pages: see `derives_a_key`.
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

NICE = 10  # a tenth of the processor time of a thread that serves pages, where both want it
View = TypeVar("View", bound=Callable[..., Any])

_is_stranger: ContextVar[bool] = ContextVar("is_stranger", default=False)


class Queue:
    """Work that is done in turn, by one thread."""

    def __init__(self) -> None:
        self._jobs: PriorityQueue[tuple[bool, int, Callable[[], None]]] = PriorityQueue()
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def run(self, work: Callable[[], Any]) -> Any:
        """Do the work in its turn and return what it returns."""
        done = Future[Any]()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="derivation", daemon=True)
                self._thread.start()
        self._jobs.put((_is_stranger.get(), next(self._numbers), lambda: _do(work, done)))
        return done.result()

    def _work(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)  # of this thread alone, on Linux
        while True:
            self._jobs.get()[2]()


def _do(work: Callable[[], Any], done: Future[Any]) -> None:
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
    """Let the derivations within wait behind the others."""
    token = _is_stranger.set(True)
    try:
        yield
    finally:
        _is_stranger.reset(token)


def derives_a_key(view: View) -> View:
    """Mark a view whose POST derives a key, so that the server answers it with threads kept for this."""
    view.derives_a_key = True  # type: ignore[attr-defined]
    return view
