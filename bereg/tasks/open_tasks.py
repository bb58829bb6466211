"""The open tasks of one centre, page by page, for whoever looks after them; and several given away at once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.sort_orders import Position
from bereg.tasks import actions
from bereg.tasks.models import Task
from bereg.tasks.queries import open_at, shown, tasks_for

PAGE = 50


@dataclass(frozen=True)
class OpenTasks:
    """One page. following: where the next one begins; None: this was the last."""

    tasks: list[Task]
    following: Position | None


@dataclass(frozen=True)
class SeveralGiven:
    """What became of several: how many were given, which are left as they are, how many are not there any more."""

    given: int
    left: list[Task]
    gone: int


def open_tasks(
    centre: Centre, person: User, *, holder: UUID | None, late_at: dt.datetime | None, after: Position | None
) -> OpenTasks:
    """Return one page, what is due first on top."""
    found = open_at(centre, person, holder=holder, late_at=late_at)
    narrowed = found
    if after and after.id:
        # Both conditions: by the first the index is entered, by the second two of one moment are told apart.
        narrowed = found.filter(due_at__gte=after.at).filter(Q(due_at__gt=after.at) | Q(pk__gt=after.id))
    rows = list(narrowed.values_list("due_at", "pk")[: PAGE + 1])
    following = Position(*rows[PAGE - 1]) if len(rows) > PAGE else None
    return OpenTasks(shown(found, [pk for _due_at, pk in rows[:PAGE]]), following)


def give_several(*, versions: Mapping[UUID, int], to: User | Role, by: User) -> SeveralGiven:
    """Give several tasks to a colleague or a role: each by itself, so that one which changed keeps no other."""
    found = {each.pk: each for each in tasks_for(by).filter(pk__in=list(versions)).defer("words")}
    given, left = 0, []
    for pk, task in found.items():
        try:
            actions.give(task=task, version=versions[pk], to=to, by=by)
            given += 1
        except (actions.StaleTaskError, actions.NotYourTaskError, actions.HolderLeftError, actions.ConsentGoneError):
            left.append(task)
    return SeveralGiven(given, left, len(versions) - len(found))
