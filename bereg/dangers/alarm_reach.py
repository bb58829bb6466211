"""Whom an alarm reaches, and when: the rule, asked in both directions.

`level_of` is the whole rule. A supervisor of the centre always hears at once, and with them who is on duty and may read
its enquiries. An hour for which the roster names nobody who may, or only who raised it, is as if there were none.
"""

import datetime as dt
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.accounts.roles import Role
from bereg.centres.models import Centre, Membership
from bereg.centres.queries import centres_of, own_centres
from bereg.centres.scope import CentreBound, beyond
from bereg.dangers.models import Danger
from bereg.shifts.on_duty import on_duty

# At once; the next of the centre; whoever there is: every supervisor, and those of the centre who read what is theirs.
FIRST, NEXT, LAST = 0, 1, 2


@dataclass(frozen=True)
class Duty:
    """Who is on duty at a centre, by id: those who may read its enquiries, and who holds the 24-hour telephone."""

    readers: frozenset[UUID] = frozenset()
    telephone: frozenset[UUID] = frozenset()

    def without(self, person: UUID | None) -> "Duty":
        """Return who is on duty beside somebody: nobody hears of their own alarm."""
        return Duty(self.readers - {person}, self.telephone - {person})


NOBODY = Duty()


def level_of(person: User, *, works_there: bool, duty: Duty = NOBODY) -> int | None:
    """Return the level from which an alarm of a centre reaches somebody; None: it never does.

    duty: who is on duty there, without who raised it.
    """
    if not person.may(Permission.DANGER):
        return None
    if not works_there:
        return LAST if person.role == Role.SUPERVISOR else None
    if not _reads_centre(person):
        return NEXT if person.pk in duty.telephone else LAST
    is_first = person.role == Role.SUPERVISOR or person.pk in duty.readers or not duty.readers
    return FIRST if is_first else NEXT


def _reads_centre(person: User) -> bool:
    return person.scope(Permission.ENQUIRY_READ) == Scope.CENTRE


def patience() -> dt.timedelta:
    """How long an alarm stays untaken before it goes to the next level."""
    return dt.timedelta(minutes=settings.DANGER_MINUTES)


def level_at(danger: Danger, now: dt.datetime) -> int:
    """Return the level that an untaken alarm has come to."""
    return max(FIRST, min(LAST, (now - danger.rings_since) // patience()))


def next_level_at(danger: Danger, now: dt.datetime) -> dt.datetime | None:
    """Return when it goes to the next level; None: it is at the last."""
    level = level_at(danger, now)
    return None if level == LAST else danger.rings_since + (level + 1) * patience()


def people_at_level(danger: Danger, level: int) -> list[User]:
    """Return whom an alarm reaches from a level on, and not before.

    By the roster of the moment since which it rings: so nobody is passed over whose shift begins or ends meanwhile.
    """
    people = User.objects.filter(role__in=roles_with(Permission.DANGER), closed_at=None).order_by("name")
    there = set(Membership.objects.filter(centre=danger.rings_at).values_list("user", flat=True))
    duty = duty_at(danger.rings_at, danger.rings_since).without(danger.raised_by_id)
    return [each for each in people if level_of(each, works_there=each.pk in there, duty=duty) == level]


def as_far_as(person: User) -> AbstractContextManager[None]:
    """Open the way to the alarms of other centres for those whom these reach."""
    return nullcontext() if level_of(person, works_there=False) is None else beyond("danger")


def untaken_for(person: User, now: dt.datetime) -> CentreBound[Danger]:
    """Return the alarms that nobody has taken and that reach somebody by now. Read it within `as_far_as`."""
    return _untaken(person, now, in_sight(person))


def seen_by(person: User, now: dt.datetime) -> CentreBound[Danger]:
    """Return every alarm that somebody may look at. Read it within `as_far_as`.

    Those that reach them; those that they raised or took; and, of who is told first, all of the own centres: what was
    raised there, though another centre has it now, and what was passed to them.
    """
    found = in_sight(person)
    own = Q(raised_by=person) | Q(taken_by=person)
    if level_of(person, works_there=True) == FIRST:
        here = [each.pk for each in own_centres(person)]
        own |= Q(centre__in=here) | Q(passed_to__in=here)
    reached = _untaken(person, now, found).order_by().values("pk")
    return found.filter(own | Q(pk__in=reached))


def in_sight(person: User) -> CentreBound[Danger]:
    """Return the alarms of every centre from which one could reach somebody. Read it within `as_far_as`."""
    if not person.may(Permission.DANGER):
        return Danger.objects.none()
    if level_of(person, works_there=False) is None:
        here = Danger.objects.of_centres(own_centres(person))
        return here | Danger.objects.through(passed_to__in=centres_of(person))
    return Danger.objects.everywhere(because="danger")


def works_on(danger: Danger, person: User) -> bool:
    """Tell whether somebody may do something about an alarm that they see: not where another centre has it now."""
    works_there = danger.rings_at in own_centres(person)
    return works_there or level_of(person, works_there=False) is not None


def may_hand_on(danger: Danger, person: User) -> bool:
    """Tell whether somebody may give an alarm back or pass it on: who took it, and supervisors."""
    return danger.taken_by_id == person.pk or person.role == Role.SUPERVISOR


def _untaken(person: User, now: dt.datetime, among: CentreBound[Danger]) -> CentreBound[Danger]:
    here = own_centres(person)
    reached = Q(pk__in=[])
    for centre in here:
        reached |= _rings_at([centre.pk]) & _reached_at(centre, person, now)
    elsewhere = level_of(person, works_there=False)
    if elsewhere is not None:
        reached |= ~_rings_at([each.pk for each in here]) & _since(elsewhere, now)
    return among.filter(reached, taken_at=None, ended_at=None)


def _since(level: int, now: dt.datetime) -> Q:
    by = now - level * patience()
    return Q(let_go_at=None, raised_at__lte=by) | Q(let_go_at__lte=by)


def _rings_at(centres: list[UUID]) -> Q:
    return Q(passed_to=None, centre__in=centres) | Q(passed_to__in=centres)


def _reached_at(centre: Centre, person: User, now: dt.datetime) -> Q:
    """Match what reaches somebody of the alarms of a centre of theirs."""
    duty = duty_at(centre, now)
    others = level_of(person, works_there=True, duty=duty)
    if others is None:
        return Q(pk__in=[])
    if len(duty.readers) != 1:
        return _since(others, now)
    # Who is alone on duty and raises one has nobody beside them: everybody hears of it as if there were no roster.
    (alone,) = duty.readers
    usual = level_of(person, works_there=True, duty=duty.without(alone))
    by_them = Q(raised_by=alone)
    return by_them & _since(FIRST if usual is None else usual, now) | ~by_them & _since(others, now)


def duty_at(centre: Centre, now: dt.datetime) -> Duty:
    """Return who is on duty at a centre."""
    shifts = on_duty(centre, now)
    readers = frozenset(each.person_id for each in shifts if _reads_centre(each.person))
    return Duty(readers, frozenset(each.person_id for each in shifts if each.has_telephone))
