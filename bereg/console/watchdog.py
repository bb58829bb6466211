"""The watchdog in the web process: sees what a dead worker, a full disk or a lost database would keep unsaid.

It tells administrators by notices, and sends the mails that say that something waits. Of several processes one acts.
"""

import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from bereg.accounts import notice_mail
from bereg.accounts.notice_mail import Addressee
from bereg.accounts.permissions import Permission
from bereg.accounts.queries import people_with
from bereg.console import alarms
from bereg.console.tasks import HOURLY
from bereg.core import disk_space, row_access
from bereg.core.smtp import MailFailedError
from bereg.core.storage_errors import NotStoredError
from bereg.core.tasks.queue import last_enqueued
from bereg.core.tasks.worker import living
from bereg.dangers import escalation
from bereg.transfers import escalation as offers

LOOKED_EACH_S = 60.0
# A restart of the worker is no alarm, nor a task that takes its time: both are over by then.
WORKER_AWAY_S, WORKER_STILL_S = 300.0, 3 * 3600.0
DATABASE_AWAY_S = 300.0
MAILED_EACH_S = 3600.0  # to one person, whatever cannot be remembered in the database
URGENT_EACH_S = 300.0  # the same of what waits for no hour
_LOCK = 0x77617463  # our advisory lock on PostgreSQL: the one watchdog that acts
logger = logging.getLogger(__name__)


class Watchdog:
    """Looks each minute. `look` is the whole of it; the thread repeats it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began_at = clock()
        self._worker_seen_at = self._database_seen_at = clock()
        self._reachable: list[Addressee] = []  # the administrators, as they were last read
        self._mailed_at: dict[Addressee, float] = {}  # a new address has had no mail yet, nor one that is urgent
        self._mail_failed_for_s = 0.0
        self._mail_again_at = {False: 0.0, True: 0.0}  # by whether it is urgent: that waits a minute at most

    def look(self) -> None:
        """Look once; whatever fails, the next look is made."""
        try:
            if not self._is_ours():
                return
            self._reachable = notice_mail.addressees(people_with(Permission.KEYS))
            self._database_seen_at = self._clock()
            self._raise_alarms()
            escalation.tell_next()  # a worker in the middle of a long task does not
            offers.tell_unanswered()
            for to in notice_mail.waiting(timezone.now()) if settings.MAIL_SERVER else ():
                self._mail(to)
        except (DatabaseError, InterfaceError, NotStoredError) as problem:
            logger.error("The watchdog cannot use the database: %s", type(problem).__name__)
            connection.close()
            self._tell_without_database()

    def _is_ours(self) -> bool:
        """Take the lock that one of several web processes holds; it goes with its connection."""
        if connection.vendor != "postgresql":
            return True
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = %s "
                "AND pid = pg_backend_pid()) OR pg_try_advisory_lock(%s)",
                [_LOCK, _LOCK],
            )
            return bool(cursor.fetchone()[0])

    def _raise_alarms(self) -> None:
        for code, is_true in (
            (alarms.DISK_FULL, bool(disk_space.shortage())),
            (alarms.NO_WORKER, self._worker_is_dead()),
        ):
            if is_true:
                alarms.raise_alarm(code)
            else:
                alarms.clear(code)

    def _worker_is_dead(self) -> bool:
        """Tell whether no worker lives, or one has enqueued nothing for hours: it hangs in a task, or is gone."""
        if connection.vendor != "postgresql" or living():
            self._worker_seen_at = self._clock()
        if self._clock() - self._worker_seen_at > WORKER_AWAY_S:
            return True
        if self._clock() - self._began_at < WORKER_STILL_S:  # a machine that was off has an old last hour
            return False
        last = max(filter(None, map(last_enqueued, HOURLY)), default=None)
        return last is None or abs((timezone.now() - last).total_seconds()) > WORKER_STILL_S

    def _tell_without_database(self) -> None:
        """Tell administrators by mail where nothing can be read or stored, so that no notice waits for them."""
        if self._clock() - self._database_seen_at > DATABASE_AWAY_S:
            for to in self._reachable if settings.MAIL_SERVER else ():
                self._mail(to)

    def _mail(self, to: Addressee) -> None:
        now = self._clock()
        pause = URGENT_EACH_S if to.is_urgent else MAILED_EACH_S
        if now < self._mail_again_at[to.is_urgent] or now - self._mailed_at.get(to, -pause) < pause:
            return
        try:
            is_taken = notice_mail.tell(to)
        except MailFailedError as problem:  # the server, not the address: everybody waits, longer each time
            self._mail_failed_for_s = min(2 * self._mail_failed_for_s or LOOKED_EACH_S, MAILED_EACH_S)
            self._mail_again_at = {False: now + self._mail_failed_for_s, True: now + LOOKED_EACH_S}
            logger.error("The mail server takes nothing: %s", problem)
            return
        self._mail_failed_for_s, self._mail_again_at = 0.0, {False: 0.0, True: 0.0}
        self._mailed_at[to] = now  # also where the address is refused, and where nothing can be stored
        if is_taken:
            notice_mail.note_told(to, now=timezone.now())


class WatchdogThread:
    """The watchdog beside the web threads; it ends with the process."""

    def __init__(self, watchdog: Watchdog) -> None:
        self._watchdog = watchdog
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bereg-watchdog", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, patience_s: float = 5) -> None:
        """End after the look at hand."""
        self._stopped.set()
        self._thread.join(patience_s)

    def _run(self) -> None:
        while not self._stopped.wait(LOOKED_EACH_S):
            try:
                with row_access.to(row_access.EVERYWHERE):
                    self._watchdog.look()
            except Exception as problem:  # a dead watchdog would be noticed by nobody
                logger.error("The watchdog goes on after %s", type(problem).__name__)
            close_old_connections()
        connection.close()
