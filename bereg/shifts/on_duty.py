"""Who is on duty at a centre, and whose shifts are near: of those who work there still."""

import datetime as dt

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, roles_with
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.shifts.models import DAY, Shift


def on_duty(centre: Centre, now: dt.datetime) -> list[Shift]:
    """Return the shifts of a centre that are going on, of those who work there still, by name."""
    local = in_zone(now, centre)
    return [each for each in shifts_around(centre, local.date(), 0) if each.covers(local)]


def shifts_around(centre: Centre, today: dt.date, after: int) -> list[Shift]:
    """Return the shifts of yesterday, whose night may last, today and some days after, of those who work there still.

    By name.
    """
    days = [today + number * DAY for number in range(-1, after + 1)]
    here = User.objects.filter(
        memberships__centre=centre, role__in=roles_with(Permission.ENQUIRY_REGISTER), closed_at=None
    )
    found = Shift.objects.of_centres([centre]).filter(on__in=days, week__monday__in=set(map(_monday, days)))
    return list(found.filter(person__in=here).select_related("person").order_by("person__name", "begins"))


def _monday(day: dt.date) -> dt.date:
    return day - day.weekday() * DAY
