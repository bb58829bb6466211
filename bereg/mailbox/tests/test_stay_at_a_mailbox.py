"""The threads that empty mailboxes go on whatever happens, and say so where a mailbox fails for a while."""

import datetime as dt
from threading import Event
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.centres.models import Line
from bereg.conversations.models import Thread
from bereg.core.findings import Weight
from bereg.mailbox import mailbox_health
from bereg.mailbox.doctor import findings
from bereg.mailbox.imap import DONE, OpenMailbox
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.models import MailboxState
from bereg.mailbox.tests.letters import letter
from bereg.mailbox.threads import FIRST_PAUSE_S, LONGEST_PAUSE_S, MailThread, fetch, threads
from bereg.retention import clock
from tests import dovecot
from tests.dovecot import Dovecot
from tests.mailbox import free_port, server_at

pytestmark = [dovecot.NEEDED, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox_line")]


class Rounds(Event):
    """Lets so many rounds pass."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.left = rounds

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for letters."""
    monkeypatch.setattr(OpenMailbox, "wait", lambda _self, _stopped: None)


def test_what_comes_while_it_stays_is_taken(
    server: Dovecot, monkeypatch: pytest.MonkeyPatch, mailbox_line: Line
) -> None:
    arriving = [letter("first"), letter("second", Message_ID="<2@a>")]

    def waits(_self: OpenMailbox, _stopped: Event) -> None:
        if arriving:
            server.deliver(arriving.pop())

    monkeypatch.setattr(OpenMailbox, "wait", waits)
    fetch(Postbox.LETTERS, Rounds(3))
    assert (Thread._base_manager.count(), server.lying()) == (2, [])
    assert MailboxState.objects.get().ok_at is not None


def test_letters_that_were_taken_30_days_ago_are_deleted_there(server: Dovecot, at_once: None) -> None:
    server.deliver(letter())
    fetch(Postbox.LETTERS, Rounds(1))
    clock.observe()
    assert len(server.lying(DONE)) == 1
    with time_machine.travel(timezone.now() + dt.timedelta(days=32), tick=False):
        fetch(Postbox.LETTERS, Rounds(1))
        assert len(server.lying(DONE)) == 1  # the clock jumped, and nobody has said yet that it is right


def test_a_mailbox_that_fails_is_tried_at_longer_and_longer_times(server: Dovecot, settings: Any) -> None:
    settings.MAILBOX = server.folder(password="another")
    thread = MailThread(Postbox.LETTERS, lambda stopped: fetch(Postbox.LETTERS, stopped))
    assert [thread.once() for _ in range(2)] == [1.0, 2.0]
    thread._round = lambda _stopped: 1 / 0  # type: ignore[assignment]
    assert [thread.once() for _ in range(5)] == [4.0, 8.0, 16.0, LONGEST_PAUSE_S, LONGEST_PAUSE_S]
    thread._round = lambda _stopped: None
    assert thread.once() == 0.0
    assert thread._pause_s == FIRST_PAUSE_S


def test_supervisors_and_the_doctor_say_what_has_failed_for_a_while(
    server: Dovecot, settings: Any, supervisor: User, operator: User, at_once: None
) -> None:
    settings.MAILBOX = server.folder(password="another")
    thread = MailThread(Postbox.LETTERS, lambda stopped: fetch(Postbox.LETTERS, stopped))
    thread.once()
    assert (Notice.objects.count(), list(findings())) == (0, [])
    with time_machine.travel(timezone.now() + mailbox_health.TOLD_AFTER, tick=False):
        thread.once()
        thread.once()
        assert [(each.kind, each.target, each.person) for each in Notice.objects.all()] == [
            ("mail.failed", "letters", supervisor)
        ]
        (found,) = findings()
        assert (found.code, found.weight, "login" in found.fault) == ("mail_letters", Weight.GRAVE, True)
        settings.MAILBOX = server.folder()
        server.deliver(letter())
        fetch(Postbox.LETTERS, Rounds(1))
        assert (Notice.objects.count(), list(findings()), Thread._base_manager.count()) == (0, [], 1)


def test_a_mailbox_without_a_line_is_said(server: Dovecot, mailbox_line: Line) -> None:
    Line.objects.all().delete()
    assert {each.code for each in findings()} == {"mail_no_line_letters", "mail_no_line_recordings"}


def test_answers_that_do_not_leave_are_said(server: Dovecot, settings: Any) -> None:
    settings.MAIL_SERVER = server_at(free_port())
    assert [thread._box for thread in threads()] == [Postbox.LETTERS, Postbox.RECORDINGS, Postbox.OUT]
    settings.MAIL_SERVER = settings.MAILBOX_RECORDINGS = None
    assert [thread._box for thread in threads()] == [Postbox.LETTERS]
    settings.MAILBOX = None
    assert threads() == []


def test_letters_that_nobody_could_answer_are_said(server: Dovecot, settings: Any) -> None:
    settings.MAIL_SERVER = None
    assert "mail_no_server" in {each.code for each in findings()}


def test_a_thread_runs_until_it_is_stopped() -> None:
    rounds = Event()

    def work(stopped: Event) -> None:
        rounds.set()
        stopped.wait()

    thread = MailThread(Postbox.LETTERS, work)
    thread.start()
    assert rounds.wait(30)
    thread.stop()
    assert not thread._thread.is_alive()
