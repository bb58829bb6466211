"""The roster of a week: written as a whole, over the version that was looked at."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.core.compiled_queries import insert_new
from bereg.shifts.acts import ROSTER
from bereg.shifts.models import RosterWeek, Shift
from bereg.shifts.queries import people_for


class NotYourRosterError(Exception):
    """The person writes no roster, or not that of this centre."""


class StaleRosterError(Exception):
    """The week was written by somebody else meanwhile."""


class ColleagueLeftError(Exception):
    """Somebody on the roster does not work at the centre any more."""


@dataclass(frozen=True)
class Planned:
    """A shift that is to be, by the clock of the centre. One that ends no later than it begins ends next day."""

    person: User
    on: dt.date
    begins: dt.time
    ends: dt.time
    has_telephone: bool = False


@transaction.atomic
def write_week(*, centre: Centre, monday: dt.date, version: int, shifts: Sequence[Planned], by: User) -> None:
    """Write a week over `version`, 0 where nobody wrote it yet.

    Raise NotYourRosterError, ColleagueLeftError, StaleRosterError.
    """
    if not by.may(Permission.ROSTER) or centre not in own_centres(by):
        raise NotYourRosterError
    if not {each.person for each in shifts} <= set(people_for(centre)):
        raise ColleagueLeftError
    week = _claim(centre, monday, version)
    Shift.objects.through(week=week).delete()
    Shift.objects.bulk_create(Shift(week=week, **vars(each)) for each in shifts)
    audit.record(ROSTER, target=week, by=by)


def _claim(centre: Centre, monday: dt.date, version: int) -> RosterWeek:
    """Move the version on. One statement decides: two supervisors may have the same week open."""
    if version == 0:
        made = RosterWeek(centre=centre, monday=monday)
        if not insert_new(made):
            raise StaleRosterError
        return made
    standing = RosterWeek.objects.of_centres([centre]).filter(monday=monday, version=version)
    if not standing.update(version=version + 1):
        raise StaleRosterError
    return RosterWeek.objects.of_centres([centre]).get(monday=monday)
