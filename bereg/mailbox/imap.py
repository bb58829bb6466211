"""One IMAP mailbox: what waits in it, its bytes, and the folder where what was taken lies until its time is over.

No header is parsed here, and none of what the server says is quoted in an error: it may hold an address.
"""

import datetime as dt
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from bereg.environment import ImapFolder

DONE = "Bereg-Done"
DELETED = r"(\Deleted)"  # the mark of IMAP
KEPT_DAYS = 30  # in that folder
TIMEOUT_S = 20
PIECE_B = 1024 * 1024
IDLE_S = 60.0
HEARD_EACH_S = 1.0  # while nothing comes, whether the program is to end
T = TypeVar("T")
_SIZE = re.compile(rb"UID (\d+) RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+) UID (\d+)")


class MailboxFailedError(Exception):
    """The mailbox cannot be used now. fault: the kind of it, for the supervisor."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Waiting:
    """A letter in the mailbox. size_b: as the server says."""

    uid: int
    size_b: int


class OpenMailbox:
    """A mailbox that somebody is signed in to. Each call may raise MailboxFailedError."""

    def __init__(self, box: BaseMailBox, folder: str) -> None:
        self._box, self._folder = box, folder
        # What it can do a server says in full only once somebody is signed in.
        (said, *_) = _asked(box.client.capability)[1]
        box.client.capabilities = tuple((said or b"").decode("ascii", "replace").upper().split())
        # Numbers of letters hold as long as this one stays the same.
        self.validity = _asked(lambda: box.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])

    def waiting(self) -> list[Waiting]:
        """Return what waits, the oldest first."""
        _asked(self._box.client.noop)  # else a server may show the folder as it was when it was opened
        # Also what is only marked as deleted: a connection that ended there would leave it for ever.
        uids = _asked(lambda: self._box.uids("ALL"))
        return sorted(self._sizes(uids), key=lambda each: each.uid)

    def pieces(self, letter: Waiting) -> Iterator[bytes]:
        """Yield the bytes of a letter, a megabyte at a time, and leave it as unread as it was."""
        start = 0
        while piece := self._fetched(letter.uid, f"(BODY.PEEK[]<{start}.{PIECE_B}>)"):
            yield piece
            start += len(piece)
            if len(piece) < PIECE_B:
                return

    def move_away(self, uids: Sequence[int]) -> None:
        """Move letters to where they lie until `delete_old`."""
        if not _asked(lambda: self._box.folder.exists(DONE)):
            _asked(lambda: self._box.folder.create(DONE))
        if "MOVE" in self._box.client.capabilities:
            _asked(lambda: self._box.move([str(uid) for uid in uids], DONE))
            return
        _asked(lambda: self._box.copy([str(uid) for uid in uids], DONE))
        self.delete(uids)

    def delete(self, uids: Sequence[int]) -> None:
        """Delete letters and leave nothing of them on the server. One that is gone already is no fault."""
        self._remove([str(uid) for uid in uids])

    def delete_old(self, today: dt.date) -> int:
        """Delete what came to that folder over 30 days ago. Return how many letters."""
        if not _asked(lambda: self._box.folder.exists(DONE)):
            return 0
        before = today - dt.timedelta(days=KEPT_DAYS)
        try:
            _asked(lambda: self._box.folder.set(DONE))
            old = _asked(lambda: self._box.uids(f"BEFORE {before:%d-%b-%Y}"))
            self._remove(old)
        finally:
            _asked(lambda: self._box.folder.set(self._folder))
        return len(old)

    def wait(self, stopped: Event) -> None:
        """Return when something comes, after a minute, or when the program is to end."""
        if "IDLE" not in self._box.client.capabilities:
            stopped.wait(IDLE_S)
            return
        _asked(self._box.idle.start)
        for _ in range(int(IDLE_S / HEARD_EACH_S)):
            if stopped.is_set() or _asked(lambda: self._box.idle.poll(HEARD_EACH_S)):
                break
        _asked(self._box.idle.stop)

    def _remove(self, uids: Sequence[str]) -> None:
        """Remove letters of the folder at hand. Others that somebody marked as deleted stay: they may not be read yet.

        Neither `delete` nor `flag` of the library: both expunge the whole folder.
        """
        if not uids:
            return
        self._told("STORE", uids, "+FLAGS", DELETED)
        if "UIDPLUS" in self._box.client.capabilities:
            self._told("EXPUNGE", uids)
            return
        others = sorted(set(_asked(lambda: self._box.uids("DELETED"))) - set(uids))
        if others:
            self._told("STORE", others, "-FLAGS", DELETED)
        _asked(self._box.expunge)
        if others:
            self._told("STORE", others, "+FLAGS", DELETED)

    def _told(self, command: str, uids: Sequence[str], *more: str) -> list[object]:
        """Send a command about letters, by their numbers. Return the answers."""
        status, answers = _asked(lambda: self._box.client.uid(command, ",".join(uids), *more))
        if status != "OK":
            raise MailboxFailedError(command.lower())
        return list(answers)

    def _sizes(self, uids: Sequence[str]) -> Iterator[Waiting]:
        for first in range(0, len(uids), 500):  # a command line has a length
            for line in self._told("FETCH", uids[first : first + 500], "(RFC822.SIZE)"):
                found = _SIZE.search(line) if isinstance(line, bytes) else None
                if found:
                    yield Waiting(int(found[1] or found[4]), int(found[2] or found[3]))

    def _fetched(self, uid: int, what: str) -> bytes:
        answers = self._told("FETCH", [str(uid)], what)
        return next((bytes(each[1]) for each in answers if isinstance(each, tuple)), b"")


@contextmanager
def opened(at: ImapFolder) -> Iterator[OpenMailbox]:
    """Sign in to a mailbox, and out at the end. Raise MailboxFailedError."""
    box = _asked(lambda: _connected(at))
    try:
        _asked(lambda: box.login(at.server.user, at.server.password, initial_folder=None), "login")
        _asked(lambda: box.folder.set(at.folder), "folder")
        yield OpenMailbox(box, at.folder)
    finally:
        with suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
            box.logout()


def _connected(at: ImapFolder) -> BaseMailBox:
    host, port = at.server.host, at.server.port
    tls = ssl.create_default_context()
    if at.server.is_implicit:
        return MailBox(host, port, timeout=TIMEOUT_S, ssl_context=tls)
    if at.server.is_local:
        return MailBoxUnencrypted(host, port, timeout=TIMEOUT_S)
    # One that offers no TLS is refused: password and letters would be readable.
    return MailBoxStartTls(host, port, timeout=TIMEOUT_S, ssl_context=tls)


def _asked(ask: Callable[[], T], fault: str = "") -> T:
    """Return the answer. fault: what it means where the server says no, else the kind of the error."""
    try:
        return ask()
    except (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError) as problem:
        is_broken = isinstance(problem, imaplib.IMAP4.abort | OSError | ValueError)
        raise MailboxFailedError(fault if fault and not is_broken else type(problem).__name__) from None
