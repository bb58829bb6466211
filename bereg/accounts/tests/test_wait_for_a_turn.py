"""Passwords are derived in turn, apart from the pages, and known browsers wait for no stranger."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts import password_hashing
from bereg.accounts.models import User
from tests.factors import PASSWORD, sign_in

LOGIN = reverse("account_login")
LONG_S = 60  # nothing here takes as long, on however busy a machine


@pytest.fixture
def queues(monkeypatch: pytest.MonkeyPatch) -> password_hashing.Queues:
    """Queues in which nobody waits."""
    monkeypatch.setattr(password_hashing, "queues", password_hashing.Queues())
    return password_hashing.queues


def priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.once("no database")
def test_known_browsers_wait_for_no_stranger_and_strangers_for_each_other(queues: password_hashing.Queues) -> None:
    begun, go, done = threading.Event(), threading.Event(), list[Any]()

    def strange(work: Any) -> None:
        with password_hashing.of_strangers():
            queues.run(work)

    def hold() -> None:
        begun.set()
        assert go.wait(LONG_S)
        done.append("stranger 1")

    with ThreadPoolExecutor(2) as strangers:
        first = strangers.submit(strange, hold)
        assert begun.wait(LONG_S)
        second = strangers.submit(strange, lambda: done.append("stranger 2"))
        queues.run(lambda: done.append("known"))
        assert done == ["known"]
        go.set()
        assert [first.result(LONG_S), second.result(LONG_S)] == [None, None]
    assert done == ["known", "stranger 1", "stranger 2"]


@pytest.mark.once("no database")
def test_an_error_reaches_who_waits_and_the_next_one_is_done(queues: password_hashing.Queues) -> None:
    with pytest.raises(ZeroDivisionError):
        queues.run(lambda: 1 / 0)
    assert queues.run(lambda: 2) == 2


@pytest.mark.once("no database")
def test_what_strangers_want_yields_to_all_else(queues: password_hashing.Queues) -> None:
    mine = priority()
    with password_hashing.of_strangers():
        assert queues.run(priority) == max(password_hashing.NICE, mine)
    assert queues.run(priority) == priority() == mine


@pytest.mark.once("no database")
@pytest.mark.parametrize("is_stranger", [False, True])
def test_a_process_that_was_forked_has_queues_that_work(is_stranger: bool) -> None:
    token = password_hashing._is_stranger.set(is_stranger)
    password_hashing.queues.run(lambda: None)
    child = os.fork()
    if child == 0:
        os._exit(password_hashing.queues.run(lambda: 7))
    password_hashing._is_stranger.reset(token)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


@pytest.mark.once("no database")
def test_a_password_is_hashed_and_found_again_apart(
    queues: password_hashing.Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher, asked, run = password_hashing.Argon2InTurn(), list[Any](), queues.run
    hasher.time_cost, hasher.memory_cost, hasher.parallelism = 1, 8, 1
    monkeypatch.setattr(queues, "run", lambda work: asked.append(work) or run(work))  # type: ignore[func-returns-value]
    encoded = hasher.encode(PASSWORD, "an invented salt")
    assert hasher.verify(PASSWORD, encoded)
    assert not hasher.verify("no", encoded)
    assert len(asked) == 3


def test_a_known_browser_comes_before_a_stranger(operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    known, order = Client(), list[bool]()
    sign_in(known, operator)
    known.post(reverse("account_logout"))

    def looked_at(_self: User, _password: str) -> bool:
        order.append(password_hashing._is_stranger.get())
        return True

    monkeypatch.setattr(User, "check_password", looked_at)
    for browser in (Client(), known, Client()):
        browser.post(LOGIN, {"login": "operator-04", "password": PASSWORD})
    assert order == [True, False, True]
    assert not password_hashing._is_stranger.get()
