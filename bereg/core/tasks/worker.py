"""The worker: takes the tasks one after the other."""

import logging
import secrets
import threading
from typing import Protocol

from django.db import close_old_connections, connection, transaction
from django_tasks.signals import task_enqueued
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from bereg.core import row_access
from bereg.core.tasks.queue import queue_again

logger = logging.getLogger(__name__)
PAUSE_S = 1.0
LOCKS = 0x62657265  # our advisory locks on PostgreSQL: one a living worker


class TimedWork(Protocol):
    """Whatever has work for certain times."""

    def tick(self) -> None:
        """Do what is due now."""


class Worker:
    """One worker. `step` and `rescue` are the whole of it; `run` repeats them until `stop`."""

    def __init__(self, timer: TimedWork | None = None) -> None:
        self._timer = timer
        self._number = secrets.randbelow(2**31)
        self._stopped = threading.Event()
        self._wake = threading.Event()

    def step(self) -> bool:
        """Run the next task. Return False if none waits."""
        # The look-up first: taking a task is a write transaction, and mostly there is none.
        if not DBTaskResult.objects.ready().exists():
            return False
        DatabaseWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=str(self._number),
        ).run()
        return True

    def rescue(self) -> None:
        """Queue again what dead workers left behind."""
        # On SQLite the lock of the data folder leaves one worker alive: this one, between two tasks.
        alive = self._living() if connection.vendor == "postgresql" else frozenset[str]()
        count = queue_again(alive=alive)
        if count:
            logger.warning("%s interrupted tasks are queued again", count)

    def run(self) -> None:
        """Work until `stop`, whatever happens to a single task or to the database."""
        task_enqueued.connect(self._woken)
        while not self._stopped.is_set():
            with row_access.to(row_access.EVERYWHERE):  # a task for one person narrows this itself
                self._once()
            close_old_connections()
            self._wake.wait(PAUSE_S)
            self._wake.clear()
        connection.close()

    def stop(self) -> None:
        """Let `run` return after the task at hand."""
        self._stopped.set()
        self._wake.set()

    def _once(self) -> None:
        try:
            self.rescue()
            if self._timer:
                self._timer.tick()
            while not self._stopped.is_set() and self.step():
                pass
        except BaseException as problem:  # a dead worker would be noticed by nobody, in the night
            logger.error("The worker starts again after %s", type(problem).__name__)
            connection.close()

    def _woken(self, **_signal: object) -> None:
        transaction.on_commit(self._wake.set)

    def _living(self) -> frozenset[str]:
        """Hold this worker's advisory lock, which dies with its connection; return all that are held."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_lock(%s, %s) WHERE NOT EXISTS (SELECT FROM pg_locks "
                "WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND pid = pg_backend_pid())",
                [LOCKS, self._number, LOCKS, self._number],
            )
        return living()


def living() -> frozenset[str]:
    """Return the numbers of the workers on PostgreSQL that are alive."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
            "WHERE locktype = 'advisory' AND classid = %s AND datname = current_database()",
            [LOCKS],
        )
        return frozenset(str(row[0]) for row in cursor.fetchall())


class WorkerThread:
    """The worker inside the server process."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._thread = threading.Thread(target=worker.run, name="bereg-tasks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, patience_s: float = 5) -> None:
        """End after the task at hand; a longer one is cut off and queued again at the next start."""
        self._worker.stop()
        self._thread.join(patience_s)
