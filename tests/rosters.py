"""Who works now: a roster for tests that need somebody on duty."""

import datetime as dt

from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.shifts.roster import Planned, write_week
from conftest import make_user


def plan(centre: Centre, *people: User, telephone: User | None = None) -> None:
    """Put people on the roster for today and yesterday, day and night. telephone: who holds the 24-hour one."""
    today = in_zone(timezone.now(), centre).date()
    by, days = make_user(centre, Role.SUPERVISOR, "Planner"), (today - dt.timedelta(days=1), today)
    for monday in {day - dt.timedelta(days=day.weekday()) for day in days}:
        shifts = [
            Planned(person, day, dt.time(), dt.time(), has_telephone=person == telephone)
            for person in people
            for day in days
            if 0 <= (day - monday).days < 7
        ]
        write_week(centre=centre, monday=monday, version=0, shifts=shifts, by=by)
