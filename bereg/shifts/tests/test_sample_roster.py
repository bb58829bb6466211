"""The roster of the demonstration leaves no hour of a week without somebody: the emergency telephone is always held."""

import datetime as dt

import time_machine
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.clock import today_at, zone_of
from bereg.centres.models import Centre
from bereg.shifts import sample
from bereg.shifts.on_duty import on_duty
from bereg.shifts.queries import notes_for


def test_at_every_hour_somebody_holds_the_telephone(centre: Centre, operator: User, supervisor: User) -> None:
    sample.renew(centre)
    today = today_at(centre)
    monday = dt.datetime.combine(today - dt.timedelta(days=today.weekday()), dt.time(), zone_of(centre))
    hours = [monday + dt.timedelta(hours=hour) for hour in range(24 * 7)]
    held = [any(shift.has_telephone for shift in on_duty(centre, hour)) for hour in hours]
    assert [hour.isoformat() for hour, is_held in zip(hours, held, strict=True) if not is_held and _is_off(hour)] == []
    assert all(on_duty(centre, hour) for hour in hours)


def test_on_any_day_there_is_a_new_note(centre: Centre, operator: User) -> None:
    sample.sample(centre)
    for days in (0, 1, 9, 40):
        with time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=False):
            for _ in range(2):
                sample.renew(centre)
            left = notes_for(operator)
            assert 1 <= len(left) <= 4
            assert left[0].written_at > timezone.now() - dt.timedelta(hours=sample.NEW_AFTER)


def _is_off(hour: dt.datetime) -> bool:
    """Tell whether nobody else is at work: by day on workdays the line itself is open."""
    return hour.weekday() not in sample.WORKDAYS or not 9 <= hour.hour < 19
