"""The tasks that stay behind, for whoever comes next at a centre and whoever writes to them. No word is opened."""

import datetime as dt

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.core.panels import Panel
from bereg.tasks.due import time_of
from bereg.tasks.queries import looks_after_all, tasks_for
from bereg.tasks.staying_behind import staying_behind

MOST = 12  # of those still to come, and of those late; supervisors have a page of all


def hand_over(person: User, centre: Centre, now: dt.datetime, with_own: bool) -> Panel | None:
    """Return what stays behind: kind, time and who has it, as of a task for a role before somebody takes it."""
    behind = staying_behind(person, centre, now, MOST, with_own=with_own)
    tasks = behind.tasks
    if not tasks:
        return None
    seen = set(tasks_for(person).filter(pk__in=[task.pk for task in tasks]).values_list("pk", flat=True))
    lines = [
        {
            "task": task,
            "when": time_of(task).words(now),
            "state": time_of(task).state(now),
            "is_own": task.holder_id == person.pk,
            "is_seen": task.pk in seen,
        }
        for task in tasks
    ]
    shows = {"lines": lines, "is_cut": behind.is_cut, "may_give": looks_after_all(person), "centre": centre}
    return Panel("tasks/hand_over.html", shows)
