"""A process that is killed anywhere from the fetch to what is done at the source loses nothing and doubles nothing."""

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from random import Random
from types import FrameType
from typing import Any

import pytest
from django.db import connections

from bereg.contacts.models import Contact
from bereg.conversations.models import Attachment, Message, Thread
from bereg.mailbox.imap import DONE
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.models import TakenLetter
from bereg.mailbox.tests.conftest import Fetches
from bereg.mailbox.tests.letters import letter, recording
from tests import dovecot
from tests.dovecot import Dovecot

pytestmark = [dovecot.NEEDED, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox_line")]


def at_each_call(do: Callable[[], Any]) -> None:
    """Do something whenever a function of the program is called."""

    def profile(frame: FrameType, event: str, _arg: object) -> None:
        if event == "call" and "/bereg/" in frame.f_code.co_filename:
            do()

    sys.setprofile(profile)


def killed_at(number: int, fetch: Callable[[], Any]) -> bool:
    """Fetch in a process that is killed at the call of this number. Tell whether it was."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            calls = count(1)

            def called() -> None:
                if next(calls) == number:
                    os.kill(os.getpid(), signal.SIGKILL)

            at_each_call(called)
            fetch()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def calls_of(fetch: Callable[[], Any]) -> int:
    """Fetch, and return how many calls of functions that takes."""
    calls = count()
    at_each_call(lambda: next(calls))
    fetch()
    sys.setprofile(None)
    return next(calls)


TIMES = pytest.mark.parametrize("times", [8, pytest.param(200, marks=pytest.mark.torture)])


@TIMES
def test_kills_lose_and_double_nothing(server: Dovecot, fetches: Fetches, times: int) -> None:
    random = Random(times)  # noqa: S311 - the same places each time
    made = [letter(f"number {number}", {"a.pdf": b"%PDF"}, Message_ID=f"<{number}@a>") for number in range(times + 1)]
    server.deliver(made[0])
    all_calls, kills = calls_of(fetches), 0
    for number in range(1, times + 1):
        server.deliver(made[number])
        kills += killed_at(random.randint(1, all_calls), fetches)
        fetches()
        stored = (Thread, Message, Attachment, Contact, TakenLetter)
        assert {model._base_manager.count() for model in stored} == {number + 1}
        assert (server.lying(), len(server.lying(DONE))) == ([], number + 1)
    assert kills > times / 2
    print(f"{kills} kills, 0 letters lost, 0 doubled")  # noqa: T201 - what a long run prints is its figure


@TIMES
@pytest.mark.usefixtures("telephone")
def test_kills_leave_no_recording_at_the_source(server: Dovecot, fetches: Fetches, times: int) -> None:
    random, exchange = Random(times), f"sound-{server.user}"  # noqa: S311 - the same places each time
    fetch = partial(fetches, Postbox.RECORDINGS)
    server.deliver(recording(3, "number 0"), to=exchange)
    all_calls, kills = calls_of(fetch), 0
    for number in range(1, times + 1):
        server.deliver(recording(3, f"number {number}"), to=exchange)
        kills += killed_at(random.randint(1, all_calls), fetch)
        fetch()
        stored = (Thread, Message, Attachment, Contact, TakenLetter)
        assert {model._base_manager.count() for model in stored} == {number + 1}
        assert server.files(user=exchange) == []
    assert kills > times / 2
    print(f"{kills} kills, 0 recordings lost, 0 doubled, 0 left")  # noqa: T201 - as above
