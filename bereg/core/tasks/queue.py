"""What stands in the queue: enqueued once for ever, and queued again after a kill."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Max, QuerySet
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

_NAMES = UUID("5f6c1f0e-6f0a-4f5e-9b39-1d2c52a7d0b1")  # any constant: ids made from it mean the same for ever
MOST_ATTEMPTS = 5


def enqueue_once(task: "Task[Any, Any]", **arguments: str) -> None:
    """Enqueue a task unless the same one, with the same arguments, was ever enqueued: on any day, by any process."""
    name = "|".join([task.module_path, *(f"{key}={arguments[key]}" for key in sorted(arguments))])
    waiting: DBTaskResult[Any, Any] = DBTaskResult(
        id=uuid5(_NAMES, name),
        args_kwargs={"args": [], "kwargs": arguments},
        priority=task.priority,
        task_path=task.module_path,
        queue_name=task.queue_name,
        run_after=get_date_max(),
        backend_name=task.backend,
    )
    DBTaskResult.objects.bulk_create([waiting], ignore_conflicts=True)  # the id decides


def queue_again(*, alive: frozenset[str] = frozenset()) -> int:
    """Queue the tasks again whose worker died, except those of the workers `alive`. Return their number.

    A task that was begun five times and never ended probably kills its worker: it is marked as failed.
    """
    left = [each for each in DBTaskResult.objects.running() if each.worker_ids[-1] not in alive]
    for each in left:
        if len(each.worker_ids) >= MOST_ATTEMPTS:
            each.set_failed(RuntimeError(f"The worker died {len(each.worker_ids)} times in this task."))
        else:
            # Only if it still runs under that worker: another one may be rescuing too.
            same = DBTaskResult.objects.filter(pk=each.pk, worker_ids=each.worker_ids, status=TaskResultStatus.RUNNING)
            same.update(status=TaskResultStatus.READY)
    return len(left)


def last_enqueued(task: "Task[Any, Any]") -> datetime | None:
    """Return when a task was last enqueued; None: never, or its results are forgotten."""
    found: datetime | None = DBTaskResult.objects.filter(task_path=task.module_path).aggregate(last=Max("enqueued_at"))[
        "last"
    ]
    return found


def is_over(id: UUID) -> bool:
    """Tell whether a task is done, given up, or not there."""
    waits_or_runs = {TaskResultStatus.READY, TaskResultStatus.RUNNING}
    return not DBTaskResult.objects.filter(pk=id, status__in=waits_or_runs).exists()


def finished(before: datetime) -> QuerySet[DBTaskResult[Any, Any]]:
    """Return the results of tasks that ended before a moment."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=before)
