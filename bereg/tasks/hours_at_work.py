"""When something may be promised for: the next hours at which a centre is at work."""

import datetime as dt

from bereg.centres.clock import in_zone
from bereg.centres.hours import Schedule, state_at
from bereg.centres.models import Centre
from bereg.centres.queries import schedule_at

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def next_hour(centre: Centre, now: dt.datetime) -> dt.datetime:
    """Return the next full hour at which a centre is at work, by its clock; where no hours are known, the next one."""
    return _at_work(schedule_at(centre, now), in_zone(now, centre))


def offered(centre: Centre, now: dt.datetime) -> list[dt.datetime]:
    """Return some hours at work to choose from: the next, one later, on the next days, in a week."""
    schedule, here = schedule_at(centre, now), in_zone(now, centre)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    after = [here, here + 2 * HOUR, *(midnight + days * DAY - HOUR for days in (1, 2, 7))]
    return sorted({_at_work(schedule, each) for each in after})


def _at_work(schedule: Schedule, moment: dt.datetime) -> dt.datetime:
    full = moment.replace(minute=0, second=0, microsecond=0) + HOUR
    state = state_at(schedule, full)
    return full if state.open else state.opens_at or full
