"""Reading of centres."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from bereg.accounts import one_time_links
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, roles_with
from bereg.accounts.roles import Role
from bereg.centres import hours, wording
from bereg.centres.kinds import CentreScope, LineKind
from bereg.centres.models import Centre, DayException, Invitation, Line, Membership
from bereg.core import row_access

# Screens may not touch models; they take the name of the type from here.
__all__ = ["Centre"]


@dataclass(frozen=True)
class LineState:
    """Whether a centre's line is open, and the words that say so."""

    open: bool
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class OwnCentre:
    """The centre at which somebody works, the first of several, and whether its line is open."""

    centre: Centre | None = None
    line: LineState | None = None


def centres_of(user: User) -> QuerySet[Centre]:
    return Centre.objects.filter(memberships__user=user)


def people_at(centre: UUID, permission: Permission) -> list[User]:
    """Return who has a permission and works at a centre of this id, by name."""
    people = User.objects.filter(memberships__centre=centre, role__in=roles_with(permission), closed_at=None)
    return list(people.order_by("name"))


def centres_without(role: Role) -> QuerySet[Centre]:
    """Return the centres at work at which nobody of a role works."""
    staffed = Membership.objects.filter(user__role=role, user__closed_at=None).values("centre")
    return open_centres().exclude(pk__in=staffed)


def own_centres(user: User) -> list[Centre]:
    """Return the centres that somebody works at, read once for each request: its user is an object of its own."""
    found: list[Centre] | None = user.__dict__.get("_own_centres")
    if found is None:
        with row_access.to(row_access.NOWHERE):  # what somebody reaches is asked by this
            found = user.__dict__["_own_centres"] = list(Centre.objects.raw(_OWN, [user.pk.hex]))
    return found


# Each page asks this, and put together by Django it takes four times as long: a sixth of an empty page.
_OWN = """
SELECT c.* FROM centres_centre c JOIN centres_membership m ON m.centre_id = c.id
WHERE m.user_id = %s ORDER BY c.position, c.code
"""


def zone_of(user: User) -> ZoneInfo:
    """Return the time zone in which somebody reads times."""
    return ZoneInfo(next((centre.time_zone for centre in own_centres(user)), settings.TIME_ZONE))


def all_centres() -> QuerySet[Centre]:
    """Return every centre that ever was: the figures of one that closed stay."""
    return Centre.objects.all()


def open_centres() -> QuerySet[Centre]:
    """Return every centre at work."""
    return Centre.objects.filter(closed_at=None)


def centres_managed_by(user: User) -> QuerySet[Centre]:
    """Return the centres whose data somebody may change: an administrator all, a supervisor their own."""
    return open_centres() if user.role == Role.ADMIN else centres_of(user).filter(closed_at=None)


def line_names() -> dict[str, str]:
    """Return the name of every line that ever was, by its code, with that of its centre."""
    return {line.slug: f"{line.centre}, {line}" for line in Line.objects.select_related("centre")}


def with_hours(centres: QuerySet[Centre], *, since: dt.date) -> QuerySet[Centre]:
    """Add the hours, the exceptions from a date on, and the lines at work, in one query each."""
    return centres.prefetch_related(
        "hours",
        Prefetch("exceptions", queryset=DayException.objects.filter(on__gte=since)),
        Prefetch("lines", queryset=Line.objects.filter(closed_at=None)),
    )


def schedule_of(centre: Centre) -> hours.Schedule:
    """Return the week of a centre as `hours` wants it."""
    week: dict[int, tuple[hours.Stretch, ...]] = {}
    for row in centre.hours.all():
        week[row.weekday] = (*week.get(row.weekday, ()), (row.opens, row.closes))
    exceptions: dict[dt.date, tuple[hours.Stretch, ...]] = {}
    for day in centre.exceptions.all():
        exceptions[day.on] = ((day.opens, day.closes),) if day.opens and day.closes else ()
    return hours.Schedule(centre.time_zone, week, exceptions, centre.country, centre.subdivision)


def state_of(centre: Centre, now: dt.datetime) -> LineState:
    """Tell whether a centre is open, in the words of a staff page."""
    state = hours.state_at(schedule_of(centre), now)
    return LineState(state.open, wording.line_sentence(state, now))


def week_text(centre: Centre) -> dict[str, str]:
    """Return the week as the form of hours shows it, a text a day."""
    week = schedule_of(centre).week
    return {f"day_{day}": ", ".join(wording.stretch(one) for one in week.get(day, ())) for day in range(7)}


def lines_at_work(centre: Centre) -> tuple[Line, ...]:
    """Return the lines of a centre that are not closed, in their order."""
    return _lines(_Read(centre))


def own_centre_of(user: User) -> OwnCentre:
    """Return somebody's first centre and whether its line is open."""
    centre = next(iter(own_centres(user)), None)
    if centre is None:
        return OwnCentre()
    now = timezone.now()
    state = hours.state_at(schedule_at(centre, now), now)
    return OwnCentre(centre, LineState(state.open, wording.line_sentence(state, now)))


def schedule_at(centre: Centre, now: dt.datetime) -> hours.Schedule:
    """Return the week of a centre and the days from now on that differ, kept for as long as nobody changes them."""
    # One day back: the centre's own date may lag behind UTC.
    return _schedule(_Read(centre), now.date() - dt.timedelta(days=1))


def web_lines() -> list[Line]:
    """Return the web forms of centres at work, one for each centre, those for the whole country first."""
    found = Line.objects.filter(kind=LineKind.WEB, closed_at=None, centre__closed_at=None).select_related("centre")
    first = {line.centre_id: line for line in found.order_by("-position", "-slug")}  # the last one put in stands
    return sorted(
        first.values(),
        key=lambda line: (line.centre.scope != CentreScope.NATIONAL, line.centre.position, line.centre.code),
    )


class _Read:
    """A centre as it was read, as the key of a cache.

    Every act on a centre, its lines or its hours moves its version, so what was read under one version holds in every
    process for as long as the version does.
    """

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self._key = (centre.pk, centre.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Read) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=256)
def _lines(read: _Read) -> tuple[Line, ...]:
    return tuple(Line.objects.filter(centre=read.centre, closed_at=None).order_by("position", "slug"))


@lru_cache(maxsize=256)
def _schedule(read: _Read, since: dt.date) -> hours.Schedule:
    exceptions = Prefetch("exceptions", queryset=DayException.objects.filter(on__gte=since))
    return schedule_of(Centre.objects.prefetch_related("hours", exceptions).get(pk=read.centre.pk))


def people_managed_by(user: User) -> QuerySet[User]:
    """Return those whom somebody sees among the staff: an administrator all, a supervisor their centres' people."""
    people = User.objects.order_by(F("closed_at").asc(nulls_first=True), "name").prefetch_related("memberships__centre")
    second_factor = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    people = people.annotate(has_second_factor=Exists(second_factor))
    if user.role == Role.ADMIN:
        return people
    return people.filter(memberships__centre__in=centres_managed_by(user)).distinct()


def invitations_managed_by(user: User) -> QuerySet[Invitation]:
    """Return the links that still work and that somebody may revoke."""
    return (
        one_time_links.still_good(Invitation.objects.filter(centre__in=centres_managed_by(user)))
        .select_related("centre", "invited_by")
        .order_by("expires_at")
    )


def invitation_of(secret: str) -> Invitation | None:
    """Return the invitation of a link that still works."""
    return one_time_links.find(Invitation.objects.select_related("centre"), secret)
