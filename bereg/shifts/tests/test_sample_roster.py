"""The roster of the demonstration leaves no hour of a week without somebody: the emergency telephone is always held."""

import datetime as dt

from bereg.accounts.models import User
from bereg.centres.clock import today_at, zone_of
from bereg.centres.models import Centre
from bereg.shifts import sample
from bereg.shifts.queries import on_duty


def test_at_every_hour_somebody_holds_the_telephone(centre: Centre, operator: User, supervisor: User) -> None:
    sample.renew(centre)
    today = today_at(centre)
    monday = dt.datetime.combine(today - dt.timedelta(days=today.weekday()), dt.time(), zone_of(centre))
    hours = [monday + dt.timedelta(hours=hour) for hour in range(24 * 7)]
    held = [any(shift.has_telephone for shift in on_duty(centre, hour)) for hour in hours]
    assert [hour.isoformat() for hour, is_held in zip(hours, held, strict=True) if not is_held and _is_off(hour)] == []
    assert all(on_duty(centre, hour) for hour in hours)


def _is_off(hour: dt.datetime) -> bool:
    """Tell whether nobody else is at work: by day on workdays the line itself is open."""
    return hour.weekday() not in sample.WORKDAYS or not 9 <= hour.hour < 19
