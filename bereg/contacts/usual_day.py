"""The contacts of a day by hour, and the usual day of that weekday beside them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast, Left

from bereg.accounts.models import User
from bereg.centres.clock import day_of, in_zone
from bereg.centres.models import Centre
from bereg.contacts.channels import Precision
from bereg.contacts.dispositions import Disposition
from bereg.contacts.queries import Contact, contacts_for

DAYS_LOOKED_AT = 8  # of the same weekday
WEEK = dt.timedelta(days=7)
MINUTE = len("2008-02-11 09:30")
LOST = frozenset({Disposition.LOST, Disposition.HANG_UP})
Minutes = Counter[tuple[dt.datetime, bool]]  # by the clock of the centre, and whether it was lost


@dataclass(frozen=True)
class HourOfDay:
    """One hour: what it brought today, what it usually brings, and how many calls of today were lost in it."""

    hour: int
    today: int
    usual: float
    lost: int
    is_now: bool
    is_past: bool


@dataclass(frozen=True)
class DayByHour:
    """usual_*: the median of the days that it rests on, up to the same minute; 0 where there are none."""

    hours: list[HourOfDay]
    today: int
    lost: int
    usual_today: float
    usual_lost: float
    rests_on: int  # how many of the days looked at had a contact at all
    without_hour: int  # contacts of today of which the day alone is known; in no other number here


def day_by_hour(centre: Centre, person: User, now: dt.datetime) -> DayByHour:
    """Return the day of a centre until `now`.

    The usual day is the median of the last eight days of that weekday, without those that had no contact: the centre
    was closed, or not there yet. Each hour has its own median, so the hours need not add up to the day.
    """
    local = in_zone(now, centre)
    day = local.date()
    counted = _by_minute(centre, person, [day, *(day - WEEK * back for back in range(1, DAYS_LOOKED_AT + 1))])
    today = counted.pop(day, Minutes())
    before = list(counted.values())
    until = local.replace(tzinfo=None)
    return DayByHour(
        hours=list(_hours(today, before, local.hour)),
        today=today.total(),
        lost=_lost(today),
        usual_today=_median([_until(each, until.time()).total() for each in before]),
        usual_lost=_median([_lost(_until(each, until.time())) for each in before]),
        rests_on=len(before),
        without_hour=_of(centre, person, day).exclude(precision=Precision.MINUTE).count(),
    )


def _by_minute(centre: Centre, person: User, days: Sequence[dt.date]) -> dict[dt.date, Minutes]:
    """Count the contacts of some days, for each day that had one.

    The database hands out minutes as text: to read and turn each moment into a zone costs more than all the rest. It is
    asked for each day apart, which the index answers by itself; for several at once the table is read too.
    """
    return {day: minutes for day in days if (minutes := _minutes_of(centre, person, day))}


def _minutes_of(centre: Centre, person: User, day: dt.date) -> Minutes:
    seen = _of(centre, person, day).filter(precision=Precision.MINUTE).order_by()
    minutes = seen.annotate(minute=Left(Cast("started_at", CharField()), MINUTE))
    found = Minutes()
    for minute, disposition, count in minutes.values_list("minute", "disposition").annotate(count=Count("*")):
        at = in_zone(dt.datetime.fromisoformat(minute).replace(tzinfo=dt.UTC), centre).replace(tzinfo=None)
        found[at, disposition in LOST] += count
    return found


def _of(centre: Centre, person: User, day: dt.date) -> QuerySet[Contact]:
    begins, ends = day_of(centre, day)
    return contacts_for(person).filter(centre=centre, started_at__gte=begins, started_at__lt=ends, mistake="")


def _hours(today: Minutes, before: Sequence[Minutes], current: int) -> Iterator[HourOfDay]:
    """Yield the hours from the first to the last in which anything is or usually was, this one among them."""
    counts, lost = _by_hour(today), _by_hour(Minutes({each: n for each, n in today.items() if each[1]}))
    earlier = [_by_hour(each) for each in before]
    usual = {hour: _median([each[hour] for each in earlier]) for hour in range(24)}
    shown = [hour for hour in range(24) if counts[hour] or usual[hour] or hour == current]
    for hour in range(shown[0], shown[-1] + 1):
        yield HourOfDay(hour, counts[hour], usual[hour], lost[hour], hour == current, hour < current)


def _by_hour(minutes: Minutes) -> Counter[int]:
    found = Counter[int]()
    for (at, _is_lost), count in minutes.items():
        found[at.hour] += count
    return found


def _until(minutes: Minutes, time: dt.time) -> Minutes:
    return Minutes({each: count for each, count in minutes.items() if each[0].time() <= time})


def _lost(minutes: Minutes) -> int:
    return sum(count for (_at, is_lost), count in minutes.items() if is_lost)


def _median(counts: Sequence[int]) -> float:
    return median(counts) if counts else 0
