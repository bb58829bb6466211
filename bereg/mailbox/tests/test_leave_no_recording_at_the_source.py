"""A recording that was taken in is gone from the source with the next pass, and no pass is an hour after another."""

import imaplib
from typing import Any

import pytest

from bereg.contacts.models import Contact
from bereg.conversations.models import Attachment
from bereg.mailbox import fetching, imap
from bereg.mailbox.imap import DONE, MailboxFailedError, OpenMailbox, Waiting
from bereg.mailbox.mailboxes import Postbox
from bereg.mailbox.models import QuarantinedLetter, TakenLetter
from bereg.mailbox.tests.conftest import Fetches
from bereg.mailbox.tests.letters import letter, recording
from bereg.mailbox.tests.test_stay_at_a_mailbox import Rounds
from bereg.mailbox.threads import LONGEST_PAUSE_S, MailThread, fetch
from tests import dovecot
from tests.dovecot import PASSWORD, Dovecot

pytestmark = [
    dovecot.NEEDED,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("telephone", "mailbox_line"),
]
HOUR_S = 3600


@pytest.fixture
def exchange(server: Dovecot) -> str:
    """Return the mailbox that the exchange sends to."""
    return f"sound-{server.user}"


@pytest.mark.parametrize("raw", [recording(6), recording(1), letter("The disk of the exchange is full.")])
def test_what_was_taken_in_lies_nowhere_on_the_server(
    server: Dovecot, fetches: Fetches, exchange: str, raw: bytes
) -> None:
    server.deliver(raw, to=exchange)
    assert len(server.files(user=exchange)) == 1
    assert fetches(Postbox.RECORDINGS) == 1
    assert (server.files(user=exchange), TakenLetter.objects.count()) == ([], 1)


def test_a_letter_is_moved_where_it_waits_for_its_time(server: Dovecot, fetches: Fetches) -> None:
    server.deliver(letter())
    fetches()
    assert (server.lying(), len(server.lying(DONE))) == ([], 1)


@pytest.mark.parametrize("box", [Postbox.LETTERS, Postbox.RECORDINGS])
def test_one_that_was_marked_and_not_removed_goes_with_the_next_pass(
    server: Dovecot, fetches: Fetches, exchange: str, monkeypatch: pytest.MonkeyPatch, box: Postbox
) -> None:
    user = exchange if box is Postbox.RECORDINGS else server.user
    server.deliver(recording(3), to=user)
    with monkeypatch.context() as cut:
        cut.setattr(OpenMailbox, "delete", lambda *_: None)
        cut.setattr(OpenMailbox, "move_away", lambda *_: None)
        fetches(box)
    with imaplib.IMAP4("127.0.0.1", server.imap) as client:  # the connection ended between two commands
        client.login(user, PASSWORD)
        client.select("INBOX")
        client.uid("STORE", "1", "+FLAGS", r"(\Deleted)")
        client.unselect()
    assert len(server.lying(user=user)) == 1
    fetches(box)
    assert (server.lying(user=user), TakenLetter.objects.count()) == ([], 1)


def test_where_the_source_refuses_it_is_tried_again_within_the_hour(
    server: Dovecot, exchange: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OpenMailbox, "wait", lambda *_: None)
    server.deliver(recording(3), to=exchange)
    thread = MailThread(Postbox.RECORDINGS, lambda _stopped: fetch(Postbox.RECORDINGS, Rounds(1)))
    with monkeypatch.context() as refusing:
        refusing.setattr(OpenMailbox, "delete", _refuses)
        assert all(thread.once() <= LONGEST_PAUSE_S for _ in range(9))
        assert (len(server.files(user=exchange)), Attachment._base_manager.count()) == (1, 1)
    thread.once()
    assert (server.files(user=exchange), Attachment._base_manager.count()) == ([], 1)
    assert LONGEST_PAUSE_S + imap.IDLE_S < HOUR_S


def _refuses(*_: Any) -> None:
    raise MailboxFailedError("MailboxDeleteError")


def test_one_that_is_gone_already_is_no_fault(
    server: Dovecot, fetches: Fetches, exchange: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete = OpenMailbox.delete

    def twice(box: OpenMailbox, uids: list[int]) -> None:
        delete(box, uids)
        delete(box, uids)

    monkeypatch.setattr(OpenMailbox, "delete", twice)
    server.deliver(recording(3), to=exchange)
    assert fetches(Postbox.RECORDINGS) == 1
    assert server.files(user=exchange) == []


def test_a_recording_that_somebody_marked_as_deleted_is_kept(server: Dovecot, fetches: Fetches, exchange: str) -> None:
    for seconds in (3, 4):
        server.deliver(recording(seconds), to=exchange)
    with imaplib.IMAP4("127.0.0.1", server.imap) as client:
        client.login(exchange, PASSWORD)
        client.select("INBOX")
        client.uid("STORE", "2", "+FLAGS", r"(\Deleted)")
        client.unselect()
    assert fetches(Postbox.RECORDINGS) == 2
    assert (Attachment._base_manager.count(), QuarantinedLetter._base_manager.count()) == (2, 0)


@pytest.mark.parametrize("box", [Postbox.LETTERS, Postbox.RECORDINGS])
def test_what_somebody_removes_before_it_is_fetched_is_nothing(
    server: Dovecot, fetches: Fetches, monkeypatch: pytest.MonkeyPatch, box: Postbox
) -> None:
    monkeypatch.setattr(OpenMailbox, "waiting", lambda _box: [Waiting(uid=1, size_b=500)])
    assert fetches(box) == 0
    assert (TakenLetter.objects.count(), Contact._base_manager.count()) == (0, 0)


def test_of_one_that_is_too_large_the_rest_stays_for_a_time(
    server: Dovecot, fetches: Fetches, exchange: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "_MOST_PIECES", 1)
    monkeypatch.setattr(fetching, "PIECE_B", 1000)
    server.deliver(recording(3), to=exchange)
    fetches(Postbox.RECORDINGS)
    assert (server.lying(user=exchange), len(server.lying(DONE, user=exchange))) == ([], 1)
