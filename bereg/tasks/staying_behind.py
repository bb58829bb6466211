"""Tasks whose holder is not on duty when they are due: what the next shift goes on with, and who may take it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.db.models import OuterRef, Subquery

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, roles_with
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.shifts.next_shift import NextShift, next_shift_at
from bereg.tasks.models import Task
from bereg.tasks.queries import looks_after_all, shown, takes_over


@dataclass(frozen=True)
class StayingBehind:
    """What stays behind: what is still to come before what is late, of each what is due first on top."""

    tasks: list[Task]
    is_cut: bool = False


def staying_behind(person: User, centre: Centre, now: dt.datetime, most: int, *, with_own: bool) -> StayingBehind:
    """Return what stays behind at a centre until the next shift ends, and somebody may take; `most` of it late.

    And as much that is still to come: somebody who is ill for weeks leaves more late than anybody looks at.
    That of colleagues of their role, of supervisors everybody's; with_own: what they have themselves too.
    """
    coming = next_shift_at(centre, now) if person.may(Permission.TASK) else None
    if coming is None or centre not in own_centres(person):
        return StayingBehind([])
    live = Task.objects.of_centres([centre]).filter(Task.lives()).order_by("due_at", "pk")
    ahead, late = [], []
    for holder in _holders(person, coming):
        if (with_own or holder != person) and (away := coming.away(holder)):
            # Two statements for each: the index of a holder gives the order, and is read no further than is shown.
            theirs = live.filter(holder=holder, due_at__gt=away[0], due_at__lte=away[1]).values_list("due_at", "pk")
            ahead.append(theirs.filter(due_at__gt=now)[: most + 1])
            late.append(theirs.filter(due_at__lte=now)[: most + 1])
    firsts = [sorted(chain.from_iterable(each)) for each in (ahead, late)]
    tasks = shown(live, [pk for first in firsts for _due_at, pk in first[:most]])
    return StayingBehind(tasks, is_cut=any(len(first) > most for first in firsts))


def taken_over(person: User, pk: UUID, now: dt.datetime) -> Task | None:
    """Return a task that stays behind, by its id, for whoever may take it though they do not see it before."""
    found = Task.objects.of_centres(own_centres(person)).filter(Task.lives(), pk=pk)
    task = found.defer("words").select_related("centre", "holder").first()
    return task if task and takes_over(person, task, now) else None


def _holders(person: User, coming: NextShift) -> Collection[User]:
    """Return the colleagues who have something due until then."""
    roles = roles_with(Permission.TASK) if looks_after_all(person) else {person.role}
    of_each = Task.objects.of_centres([coming.centre]).filter(Task.lives(), holder=OuterRef("pk"))
    first = of_each.order_by("due_at", "pk").values("due_at")[:1]
    people = User.objects.filter(
        memberships__centre=coming.centre, role__in=coming.roles.intersection(roles), closed_at=None
    )
    return people.alias(first=Subquery(first)).filter(first__lte=coming.until)
