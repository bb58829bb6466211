"""Passwords are derived in turn, apart from the pages: known browsers first."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts import derivation
from bereg.accounts.models import User
from tests.factors import PASSWORD, sign_in

LOGIN = reverse("account_login")
LONG_S = 60  # nothing here takes as long, on however busy a machine


class Held:
    """A queue at whose head a job waits, and what was done after it, in its order."""

    def __init__(self, queue: derivation.Queue) -> None:
        self.queue, self.go, self.done = queue, threading.Event(), list[Any]()
        self.threads: list[threading.Thread] = []
        begun = threading.Event()

        def hold() -> None:
            begun.set()
            self.go.wait(LONG_S)

        self._begin(lambda: queue.run(hold))
        assert begun.wait(LONG_S)

    def add(self, what: Any) -> None:
        """Let one more wait, and return once it does."""
        waiting = self.queue._jobs.qsize()
        self._begin(lambda: self.queue.run(lambda: self.done.append(what)))
        while self.queue._jobs.qsize() == waiting:
            threading.Event().wait(0.001)

    def add_stranger(self, what: Any) -> None:
        """Let one more of an unknown browser wait."""
        waiting = self.queue._jobs.qsize()

        def ask() -> None:
            with derivation.of_strangers():
                self.queue.run(lambda: self.done.append(what))

        self._begin(ask)
        while self.queue._jobs.qsize() == waiting:
            threading.Event().wait(0.001)

    def end(self) -> list[Any]:
        """Let everything be done."""
        self.go.set()
        for thread in self.threads:
            thread.join(LONG_S)
        return self.done

    def _begin(self, work: Callable[[], Any]) -> None:
        self.threads.append(threading.Thread(target=work, daemon=True))
        self.threads[-1].start()


@contextmanager
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    monkeypatch.setattr(derivation, "queue", derivation.Queue())
    holding = Held(derivation.queue)
    yield holding
    holding.end()


@pytest.mark.once("no database")
def test_known_browsers_come_before_strangers_and_each_in_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    with held(monkeypatch) as holding:
        holding.add_stranger("stranger 1")
        holding.add("known 1")
        holding.add_stranger("stranger 2")
        holding.add("known 2")
        assert holding.end() == ["known 1", "known 2", "stranger 1", "stranger 2"]


@pytest.mark.once("no database")
def test_an_error_reaches_who_waits_and_the_next_one_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    queue = derivation.Queue()
    with pytest.raises(ZeroDivisionError):
        queue.run(lambda: 1 / 0)
    assert queue.run(lambda: 2) == 2


@pytest.mark.once("no database")
def test_the_thread_that_derives_yields_to_those_that_serve() -> None:
    mine = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    theirs = derivation.Queue().run(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
    assert theirs == derivation.NICE >= mine
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == mine


@pytest.mark.once("no database")
def test_a_process_that_was_forked_has_a_queue_that_works() -> None:
    derivation.queue.run(lambda: None)
    child = os.fork()
    if child == 0:
        os._exit(derivation.queue.run(lambda: 7))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


@pytest.mark.once("no database")
def test_a_password_is_hashed_and_found_again_in_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = derivation.Argon2InTurn()
    hasher.time_cost, hasher.memory_cost, hasher.parallelism = 1, 8, 1
    monkeypatch.setattr(derivation, "queue", derivation.Queue())
    encoded = hasher.encode(PASSWORD, "an invented salt")
    assert hasher.verify(PASSWORD, encoded)
    assert not hasher.verify("no", encoded)
    assert derivation.queue._thread


def test_a_known_browser_comes_before_a_stranger(operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    known, order = Client(), list[bool]()
    sign_in(known, operator)
    known.post(reverse("account_logout"))

    def looked_at(_self: User, _password: str) -> bool:
        order.append(derivation._is_stranger.get())
        return True

    monkeypatch.setattr(User, "check_password", looked_at)
    for browser in (Client(), known, Client()):
        browser.post(LOGIN, {"login": "operator-04", "password": PASSWORD})
    assert order == [True, False, True]
    assert not derivation._is_stranger.get()
