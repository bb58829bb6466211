"""`bereg worker`: runs the long and the nightly tasks, beside web processes on PostgreSQL."""

import signal
from typing import Any

from django.db import connection

from bereg.console.timer import Timer
from bereg.core.commands import PlainCommand, wrong_use
from bereg.core.tasks.worker import Worker


class Command(PlainCommand):
    """Run tasks."""

    help = "Run long and nightly tasks until stopped (PostgreSQL; on SQLite the server does it itself)."

    def handle(self, **_options: Any) -> None:
        """Work until SIGTERM or Ctrl+C; the task at hand is finished first."""
        if connection.vendor == "sqlite":
            raise wrong_use("On SQLite the tasks run inside bereg serve; a worker of its own needs PostgreSQL.")
        worker = Worker(Timer())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()
