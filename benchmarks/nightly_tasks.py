"""The tasks of one night over an installation that nobody serves."""

import json
import sys

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bereg.console.tasks import NIGHTLY
from bereg.console.timer import Timer
from bereg.core import row_access
from bereg.core.tasks.worker import Worker


def a_night() -> None:
    """Do what the timer finds due, and print how many seconds each nightly task took. Raise SystemExit if one fails."""
    with row_access.to(row_access.EVERYWHERE):
        DBTaskResult.objects.all().delete()  # so that a night has not been yet
        # By a clock that stands at noon: before the night's hour the timer would wait for it.
        Timer(now=lambda: timezone.localtime().replace(hour=12)).tick()
        worker = Worker()
        while worker.step():
            pass
    names = {task.module_path: task.name for task in NIGHTLY}
    done = list(DBTaskResult.objects.successful().filter(task_path__in=names))
    if len(done) < len(names):
        sys.exit("A nightly task failed.")
    taken = {names[each.task_path]: (each.finished_at - each.started_at).total_seconds() for each in done}
    sys.stdout.write(json.dumps(taken))
