"""Reading of what a shift leaves and of rosters, limited to what the person may see."""

import datetime as dt

from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of, people_at
from bereg.centres.scope import CentreBound
from bereg.shifts.models import KEPT_DAYS, HandOver, RosterWeek, Shift


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
