"""A process that is killed anywhere between the fetch of a letter and its moving loses none and doubles none."""

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from random import Random
from types import FrameType
from typing import Any

import pytest
from django.db import connections

from bereg.contacts.models import Contact
from bereg.conversations.models import Attachment, Message, Thread
from bereg.mailbox.imap import DONE
from bereg.mailbox.models import TakenLetter
from bereg.mailbox.tests.conftest import Fetches
from bereg.mailbox.tests.letters import letter
from tests import dovecot
from tests.dovecot import Dovecot

pytestmark = [dovecot.NEEDED, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox_line")]


def at_each_call(do: Callable[[], Any]) -> None:
    """Do something whenever a function of the program is called."""

    def profile(frame: FrameType, event: str, _arg: object) -> None:
        if event == "call" and "/bereg/" in frame.f_code.co_filename:
            do()

    sys.setprofile(profile)


def killed_at(number: int, fetches: Fetches) -> bool:
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
            fetches()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("times", [8, pytest.param(200, marks=pytest.mark.torture)])
def test_kills_lose_and_double_nothing(server: Dovecot, fetches: Fetches, times: int) -> None:
    random = Random(times)  # noqa: S311 - the same places each time
    made = [letter(f"number {number}", {"a.pdf": b"%PDF"}, Message_ID=f"<{number}@a>") for number in range(times + 1)]
    calls = count()
    server.deliver(made[0])
    at_each_call(lambda: next(calls))
    fetches()
    sys.setprofile(None)
    all_calls, kills = next(calls), 0
    for number in range(1, times + 1):
        server.deliver(made[number])
        kills += killed_at(random.randint(1, all_calls), fetches)
        fetches()
        stored = (Thread, Message, Attachment, Contact, TakenLetter)
        assert {model._base_manager.count() for model in stored} == {number + 1}
        assert (server.lying(), len(server.lying(DONE))) == ([], number + 1)
    assert kills > times / 2
    print(f"{kills} kills, 0 letters lost, 0 doubled")  # noqa: T201 - what a long run prints is its figure
