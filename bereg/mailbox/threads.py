"""What empties the mailboxes and sends answers beside the worker: a thread for each, until the program ends."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import close_old_connections, connection

from bereg.core import row_access
from bereg.mailbox.fetching import delete_old, empty
from bereg.mailbox.imap import MailboxFailedError, opened
from bereg.mailbox.mailbox_health import note_failed, note_well
from bereg.mailbox.mailboxes import Postbox, boxes, folder_of
from bereg.mailbox.sending import send_waiting

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
SENT_EACH_S = 5.0
OLD_EACH = 60  # rounds: of a minute each at most
_LOCK = 0x6D61696C  # our advisory locks on PostgreSQL: one a mailbox, held by whoever empties it
logger = logging.getLogger(__name__)


class MailThread:
    """One thread, which repeats one round until it is stopped. Whatever happens in a round, the next one comes."""

    def __init__(self, box: Postbox, round: Callable[[threading.Event], None]) -> None:
        self._box, self._round = box, round
        self._stopped = threading.Event()
        self._pause_s = FIRST_PAUSE_S
        self._thread = threading.Thread(target=self._run, name=f"bereg-mail-{box}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, patience_s: float = 5) -> None:
        """End after the letter at hand; one that is cut off comes again at the next start."""
        self._stopped.set()
        self._thread.join(patience_s)

    def once(self) -> float:
        """Do one round. Return how many seconds to wait before the next."""
        try:
            with row_access.to(row_access.EVERYWHERE):
                self._round(self._stopped)
        except Exception as problem:  # a dead thread would be noticed by nobody
            self._fail(problem)
            pause, self._pause_s = self._pause_s, min(2 * self._pause_s, LONGEST_PAUSE_S)
            return pause
        self._pause_s = FIRST_PAUSE_S
        return 0.0

    def _fail(self, problem: Exception) -> None:
        fault = problem.fault if isinstance(problem, MailboxFailedError) else type(problem).__name__
        logger.error("Mail (%s) goes on after %s", self._box, fault)
        try:
            with row_access.to(row_access.EVERYWHERE):
                note_failed(self._box, fault)
        except Exception as worse:  # the database may be what is away
            logger.error("Mail (%s) cannot say so: %s", self._box, type(worse).__name__)
            connection.close()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._stopped.wait(self.once())
            close_old_connections()
        connection.close()


def fetch(box: Postbox, stopped: threading.Event) -> None:
    """Stay at a mailbox and empty it when something comes. Raise MailboxFailedError, NotStoredError, NoLineError."""
    at = folder_of(box)
    with _alone(box) as is_ours:
        if at is None or not is_ours:
            stopped.wait(LONGEST_PAUSE_S)
            return
        with opened(at) as mailbox:
            rounds = 0
            while not stopped.is_set():
                empty(mailbox, box)
                if rounds % OLD_EACH == 0:
                    delete_old(mailbox)
                note_well(box)
                rounds += 1
                mailbox.wait(stopped)


def send(stopped: threading.Event) -> None:
    """Send what waits. Raise MailFailedError."""
    send_waiting()
    note_well(Postbox.OUT)
    stopped.wait(SENT_EACH_S)


def threads() -> list[MailThread]:
    """Return what is to run, by the settings."""
    made = [MailThread(box, lambda stopped, box=box: fetch(box, stopped)) for box in boxes()]  # type: ignore[misc]
    return [*made, MailThread(Postbox.OUT, send)] if boxes() and settings.MAIL_SERVER else made


@contextmanager
def _alone(box: Postbox) -> Iterator[bool]:
    """Let one of several processes empty a mailbox: on PostgreSQL a lock goes with its connection."""
    if connection.vendor != "postgresql":
        yield True
        return
    number = list(Postbox).index(box)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, number])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, number])
