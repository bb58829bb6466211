"""`bereg worker`: runs the long and the nightly tasks, beside web processes on PostgreSQL."""

import signal
from typing import Any

from django.db import connection

from bereg.console.timer import Timer
from bereg.core.commands import PlainCommand, require_safe_database, wrong_use
from bereg.core.program_name import as_called
from bereg.core.tasks.worker import Worker
from bereg.mailbox.threads import threads
from bereg.vault.commands import require_vault


class Command(PlainCommand):
    help = "Run long and nightly tasks until stopped (PostgreSQL; on SQLite the server does it itself)."

    def handle(self, **_options: Any) -> None:
        """Work until SIGTERM or Ctrl+C; the task at hand is finished first."""
        if connection.vendor == "sqlite":
            served = f"{as_called()} serve"
            raise wrong_use(f"On SQLite the tasks run inside {served}; a worker of its own needs PostgreSQL.")
        require_safe_database()
        require_vault()
        worker = Worker(Timer())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        beside = threads()
        for each in beside:
            each.start()
        worker.run()
        for each in beside:
            each.stop()
