"""The appointments of today and the next days, by the day at their centre."""

import datetime as dt
from itertools import groupby

from bereg.accounts.models import User
from bereg.centres.clock import in_zone
from bereg.tasks.choices import TaskKind
from bereg.tasks.models import Task
from bereg.tasks.queries import all_to_do

DAYS = 7  # after today
DAY = dt.timedelta(days=1)


def appointments(person: User, now: dt.datetime) -> list[tuple[dt.date, list[Task]]]:
    """Return what somebody is to see people for, of supervisors what their centres are, by day.

    Without words. What is over and not ended stands among what is late, from the next day on.
    """
    # A day more on both sides, as the clocks of centres differ; which day it is, each says by its own.
    near = all_to_do(person).filter(
        kind=TaskKind.APPOINTMENT, due_at__gte=now - 2 * DAY, due_at__lte=now + (DAYS + 3) * DAY
    )
    found = [task for task in near if 0 <= (task.due_on - in_zone(now, task.centre).date()).days <= DAYS]
    # What is for any time of a day stands above the hours of that day.
    found.sort(key=lambda task: (task.due_on, task.is_timed, task.due_at))
    return [(on, list(tasks)) for on, tasks in groupby(found, key=lambda task: task.due_on)]
