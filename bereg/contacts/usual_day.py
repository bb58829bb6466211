"""The contacts of a day by hour, and the usual day of that weekday beside them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from bereg.accounts.models import User
from bereg.centres.clock import day_of, in_zone, zone_of
from bereg.centres.models import Centre
from bereg.contacts.channels import Precision
from bereg.contacts.dispositions import Disposition
from bereg.contacts.queries import Contact, contacts_for

DAYS_LOOKED_AT = 8  # of the same weekday
WEEK = dt.timedelta(days=7)
LOST = Q(disposition__in=(Disposition.LOST, Disposition.HANG_UP))


class ContactsAt(NamedTuple):
    """What a day had at one time: contacts, and of them lost ones."""

    at: dt.time  # by the clock of the centre
    contacts: int
    lost: int


Times = list[ContactsAt]


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
    today = _moments(centre, person, day)
    earlier = (_moments(centre, person, day - WEEK * back) for back in range(1, DAYS_LOOKED_AT + 1))
    before = [each for each in earlier if each]
    minute = local.time().replace(second=59, microsecond=999_999)
    by_now = [[moment for moment in each if moment.at <= minute] for each in before]
    return DayByHour(
        hours=list(_hours(today, before, local.hour)),
        today=_contacts(today),
        lost=_lost(today),
        usual_today=_median([_contacts(each) for each in by_now]),
        usual_lost=_median([_lost(each) for each in by_now]),
        rests_on=len(before),
        without_hour=_of(centre, person, day).exclude(precision=Precision.MINUTE).count(),
    )


def _moments(centre: Centre, person: User, day: dt.date) -> Times:
    """Count the contacts of a day at each time that had one.

    They are put together by the time alone, in which the index has them: for an hour or a minute made of it, or for the
    disposition beside it, the database would sort all contacts of the day first. It is asked for each day apart, which
    the index answers by itself; for several at once the table is read too.
    """
    seen = _of(centre, person, day).filter(precision=Precision.MINUTE).order_by().values_list("started_at")
    counted = seen.annotate(contacts=Count("*"), lost=Count("started_at", filter=LOST))
    zone = zone_of(centre)
    return [ContactsAt(at.astimezone(zone).time(), contacts, lost) for at, contacts, lost in counted]


def _of(centre: Centre, person: User, day: dt.date) -> QuerySet[Contact]:
    begins, ends = day_of(centre, day)
    return contacts_for(person).filter(centre=centre, started_at__gte=begins, started_at__lt=ends, mistake="")


def _hours(today: Times, before: Sequence[Times], current: int) -> Iterator[HourOfDay]:
    """Yield the hours from the first to the last in which anything is or usually was, this one among them."""
    counts, lost = _by_hour(today), _by_hour([moment._replace(contacts=moment.lost) for moment in today])
    earlier = [_by_hour(each) for each in before]
    usual = {hour: _median([each[hour] for each in earlier]) for hour in range(24)}
    shown = [hour for hour in range(24) if counts[hour] or usual[hour] or hour == current]
    for hour in range(shown[0], shown[-1] + 1):
        yield HourOfDay(hour, counts[hour], usual[hour], lost[hour], hour == current, hour < current)


def _by_hour(moments: Times) -> Counter[int]:
    found = Counter[int]()
    for moment in moments:
        found[moment.at.hour] += moment.contacts
    return found


def _contacts(moments: Times) -> int:
    return sum(moment.contacts for moment in moments)


def _lost(moments: Times) -> int:
    return sum(moment.lost for moment in moments)


def _median(counts: Sequence[int]) -> float:
    return median(counts) if counts else 0
