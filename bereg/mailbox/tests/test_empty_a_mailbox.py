"""A mailbox on a real server: what waits in it, its bytes, moving it away, and what a fault looks like."""

import datetime as dt
from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest

from bereg.mailbox import imap
from bereg.mailbox.imap import DONE, MailboxFailedError, OpenMailbox, opened
from tests import dovecot
from tests.dovecot import Dovecot

pytestmark = [dovecot.NEEDED, pytest.mark.once("it uses no database")]
Away = Callable[[OpenMailbox, list[int]], None]
LETTER = b"From: anna@example.org\r\nSubject: %d\r\n\r\nhelp\r\n"


@pytest.fixture(scope="module")
def started() -> Iterator[Dovecot]:
    with dovecot.running() as server:
        yield server


@pytest.fixture
def server(started: Dovecot, request: pytest.FixtureRequest) -> Dovecot:
    started.user = f"{request.node.name.replace('[', '-').replace(']', '')}@example.org"
    return started


def raw(box: OpenMailbox) -> list[bytes]:
    return [b"".join(box.pieces(letter)) for letter in box.waiting()]


def test_letters_come_whole_and_stay_unread(server: Dovecot) -> None:
    for number in range(3):
        server.deliver(LETTER % number)
    with opened(server.folder()) as box:
        letters = raw(box)
        assert letters == raw(box)
        assert box.validity > 0
    assert [letter[letter.index(b"From:") :] for letter in letters] == [LETTER % number for number in range(3)]
    assert [len(letter) for letter in letters] == [len(letter) for letter in server.lying()]
    assert not list((server.home / "mail" / server.user / "cur").glob("*:2,*S*"))  # S: seen


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_a_letter_comes_in_pieces_and_is_the_same(server: Dovecot, monkeypatch: pytest.MonkeyPatch, over: int) -> None:
    server.deliver(LETTER % 1 + b"x" * 70 + b"\r\n")
    (whole,) = server.lying()
    monkeypatch.setattr(imap, "PIECE_B", (len(whole) + over) // 2)
    with opened(server.folder()) as box:
        (letter,) = box.waiting()
        pieces = list(box.pieces(letter))
    assert (b"".join(pieces), letter.size_b) == (whole, len(whole))
    assert len(pieces) > 1


def test_what_was_taken_lies_in_a_folder_until_its_time_is_over(server: Dovecot) -> None:
    today = dt.datetime.now(dt.UTC).date()
    server.deliver(LETTER % 1)
    with opened(server.folder()) as box:
        box.move_away([letter.uid for letter in box.waiting()])
        server.deliver(LETTER % 2)
        assert box.delete_old(today + dt.timedelta(days=29)) == 0
        assert [len(server.lying()), len(server.lying(DONE))] == [1, 1]
        assert box.delete_old(today + dt.timedelta(days=32)) == 1
        assert len(box.waiting()) == 1
    assert [len(server.lying()), len(server.lying(DONE))] == [1, 0]


def test_whoever_waits_is_told_at_once(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "IDLE_S", 3600.0)  # it ends by the letter, or this test never
    with opened(server.folder()) as box:
        waiter = Thread(target=box.wait, args=[Event()])
        waiter.start()
        while waiter.is_alive():  # the first may come before anybody waits
            server.deliver(LETTER % 1)
            waiter.join(0.2)
        assert box.waiting()


def test_a_program_that_ends_waits_for_nothing(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "IDLE_S", 3600.0)
    over = Event()
    over.set()
    with opened(server.folder()) as box:
        box.wait(over)
        assert box.waiting() == []


def test_a_server_without_idle_is_polled(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Stopped(Event):
        def wait(self, timeout: float | None = None) -> bool:
            asked.append(timeout)
            return True

    with opened(server.folder()) as box:
        monkeypatch.setattr(box._box.client, "capabilities", ("IMAP4REV1",))
        box.wait(Stopped())
    assert asked == [imap.IDLE_S]


def test_a_server_without_move_copies_and_deletes(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    server.deliver(LETTER % 1)
    with opened(server.folder()) as box:
        monkeypatch.setattr(box._box.client, "capabilities", ("IMAP4REV1",))
        box.move_away([letter.uid for letter in box.waiting()])
    assert [len(server.lying()), len(server.lying(DONE))] == [0, 1]


@pytest.mark.parametrize("can", [("IMAP4REV1", "UIDPLUS"), ("IMAP4REV1",)])
@pytest.mark.parametrize("away", [OpenMailbox.delete, OpenMailbox.move_away])
def test_what_somebody_else_marked_as_deleted_stays_until_it_is_read(
    server: Dovecot,
    monkeypatch: pytest.MonkeyPatch,
    can: tuple[str, ...],
    away: Callable[[OpenMailbox, list[int]], None],
) -> None:
    for number in range(2):
        server.deliver(LETTER % number)
    with opened(server.folder()) as box:
        first, second = box.waiting()
        box._told("STORE", [str(second.uid)], "+FLAGS", imap.DELETED)
        monkeypatch.setattr(box._box.client, "capabilities", can)
        away(box, [first.uid])
        assert [letter.uid for letter in box.waiting()] == [second.uid]
        assert box._box.uids("DELETED") == [str(second.uid)]


def test_what_a_server_can_do_is_asked_once_somebody_is_signed_in(server: Dovecot) -> None:
    with opened(server.folder()) as box:
        assert {"IDLE", "MOVE", "UIDPLUS"} <= set(box._box.client.capabilities)


@pytest.mark.parametrize(
    ("at", "fault"),
    [
        ({"password": "another"}, "login"),
        ({"name": "Nowhere"}, "folder"),
    ],
)
def test_what_is_wrong_with_a_mailbox_is_said_without_its_words(
    server: Dovecot, at: dict[str, str], fault: str
) -> None:
    place = server.folder(**({"password": "wrong"} if fault == "login" else at))
    with pytest.raises(MailboxFailedError) as problem, opened(place):
        pass
    assert problem.value.fault == fault
    assert server.user not in str(problem.value)


def test_a_server_that_is_away_and_comes_back() -> None:
    with dovecot.running() as server:
        server.deliver(LETTER % 1)
        with opened(server.folder()) as box:
            server.stop()
            with pytest.raises(MailboxFailedError):
                box.waiting()
        with pytest.raises(MailboxFailedError, match="ConnectionRefusedError"), opened(server.folder()):
            pass
        server.start()
        with opened(server.folder()) as box:
            assert len(box.waiting()) == 1
