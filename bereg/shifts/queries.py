"""Reading of what a shift leaves and of who is on duty, limited to what the person may see."""

import datetime as dt

from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of, people_at
from bereg.centres.scope import CentreBound
from bereg.shifts.models import DAY, KEPT_DAYS, HandOver, RosterWeek, Shift


def notes_for(person: User) -> CentreBound[HandOver]:
    """Return the notes to the next shift at somebody's centres, the last first; none whose time is over."""
    if not person.may(Permission.ENQUIRY_TAKE_OVER):
        return HandOver.objects.none()
    since = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    found = HandOver.objects.of_centres(centres_of(person)).filter(written_at__gte=since)
    return found.select_related("centre", "written_by").order_by("-written_at", "pk")


def may_take_back(note: HandOver, person: User) -> bool:
    """Tell whether somebody may erase a note that they see."""
    return note.written_by_id == person.pk or person.scope(Permission.ENQUIRY_CORRECT) == Scope.CENTRE


def people_for(centre: Centre) -> list[User]:
    """Return who may stand on the roster of a centre, by name."""
    return people_at(centre.pk, Permission.ENQUIRY_REGISTER)


def week_of(centre: Centre, monday: dt.date) -> RosterWeek | None:
    """Return the roster of a week; None: nobody wrote it yet."""
    return RosterWeek.objects.of_centres([centre]).filter(monday=monday).first()


def shifts_in(week: RosterWeek | None) -> list[Shift]:
    """Return the shifts of a week in their order."""
    return list(Shift.objects.through(week=week).select_related("person")) if week else []


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
