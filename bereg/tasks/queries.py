"""Reading of tasks, limited to what the person may see."""

import datetime as dt
from collections.abc import Collection
from itertools import chain
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.accounts.roles import Role
from bereg.centres.load import Load, by_colleague
from bereg.centres.models import Centre, Membership
from bereg.centres.queries import centres_of, own_centres, people_at
from bereg.centres.scope import CentreBound
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import enquiries_for
from bereg.shifts.next_shift import next_shift_at
from bereg.tasks.choices import TaskState
from bereg.tasks.models import SafeContact, Task

BESIDE = ("centre", "enquiry__centre", "enquiry__assignee", "holder", "made_by")  # what pages show too


def to_do(person: User) -> QuerySet[Task]:
    """Return what somebody is to do, the most late first.

    What they have; what is for whoever has their role; and what somebody of that role had who works there no longer.
    A supervisor is shown all that somebody had who does it no longer, and what is for a role that nobody has there.
    """
    if not person.may(Permission.TASK):
        return Task.objects.none()
    left = Task.left_alone()
    left = left | Task.for_nobody() if looks_after_all(person) else left & Q(holder__role=person.role)
    theirs = Q(holder=person) | Q(holder=None, role=person.role) | left
    found = Task.objects.of_centres(centres_of(person)).filter(Task.lives()).filter(theirs)
    return found.defer("words").select_related(*BESIDE).order_by("due_at", "pk")


def first_to_do(person: User, now: dt.datetime, most: int) -> tuple[list[Task], list[Task]]:
    """Return what of `to_do` is late, and what is still to come: of each the first, else much that is late hides today.

    One statement for each reason, as each has an index that gives the order.
    """
    centres = own_centres(person)
    if not centres or not person.may(Permission.TASK):
        return [], []
    live = Task.objects.of_centres(centres).filter(Task.lives())
    reasons = [live.filter(holder=person), live.filter(holder=None, role=person.role)]
    gone = _not_at(centres, list(Role) if looks_after_all(person) else [person.role])
    # Of each who left something: asked for all at once, SQLite walks what is open at the centre in its order.
    leavers = live.filter(holder__in=gone).order_by().values_list("holder", flat=True).distinct() if gone else ()
    reasons += [live.filter(Task.left_alone(), holder=leaver) for leaver in leavers]
    for centre, role in _without(centres) if looks_after_all(person) else ():
        reasons.append(Task.objects.of_centres([centre]).filter(Task.lives(), holder=None, role=role))
    late, ahead = ([each.filter(when) for each in reasons] for when in (Q(due_at__lte=now), Q(due_at__gt=now)))
    return _first_of(live, late, most), _first_of(live, ahead, most)


def _first_of(live: CentreBound[Task], reasons: list[CentreBound[Task]], most: int) -> list[Task]:
    firsts = (each.order_by("due_at", "pk").values_list("due_at", "pk")[:most] for each in reasons)
    first = sorted(set(chain.from_iterable(firsts)))[:most]
    return shown(live, [pk for _due_at, pk in first])


def shown(among: CentreBound[Task], pks: list[UUID]) -> list[Task]:
    """Return tasks with what pages show beside them, in the order of their ids.

    What is first is asked for before, by the index alone: with what stands beside it the planner reads all of them.
    """
    found = among.filter(pk__in=pks).defer("words").select_related(*BESIDE).in_bulk()
    return [found[pk] for pk in pks if pk in found]


def _not_at(centres: Collection[Centre], roles: Collection[str]) -> list[UUID]:
    """Return the ids of those of some roles who do not work at each of some centres, or do no tasks anywhere.

    As a list: as a subquery it is joined with every task that is open.
    """
    at_each = Membership.objects.filter(user=OuterRef("pk"), centre__in=centres).values("user").annotate(n=Count("pk"))
    able = User.objects.filter(closed_at=None, role__in=roles_with(Permission.TASK))
    works = able.alias(n=Subquery(at_each.values("n"))).filter(n=len(centres))
    return list(User.objects.filter(role__in=roles).exclude(pk__in=works.values("pk")).values_list("pk", flat=True))


def _without(centres: Collection[Centre]) -> list[tuple[Centre, Role]]:
    """Return the roles that do tasks and that nobody has at some centres, with the centre."""
    found = Membership.objects.filter(centre__in=centres, user__closed_at=None).values_list("centre", "user__role")
    staffed = set(found.distinct())
    return [(each, role) for each in centres for role in roles_with(Permission.TASK) if (each.pk, role) not in staffed]


def all_to_do(person: User) -> QuerySet[Task]:
    """Return what somebody is to do; of a supervisor, whatever anybody of their centres is to do."""
    if not looks_after_all(person):
        return to_do(person)
    found = Task.objects.of_centres(centres_of(person)).filter(Task.lives())
    return found.defer("words").select_related(*BESIDE).order_by("due_at", "pk")


def may_take(person: User, task: Task, now: dt.datetime) -> bool:
    """Tell whether somebody may make a task theirs: what is for them, what stays behind, of supervisors any."""
    return all_to_do(person).filter(pk=task.pk).exists() or takes_over(person, task, now)


def takes_over(person: User, task: Task, now: dt.datetime) -> bool:
    """Tell whether a task stays behind that a colleague of somebody's role has."""
    holder, coming = task.holder, None
    if holder and holder.role == person.role and person.may(Permission.TASK) and task.centre in own_centres(person):
        coming = next_shift_at(task.centre, now) if holder.is_active else None
    away = coming.away(holder) if holder and coming and holder.role in coming.roles else None
    return bool(task.is_open and away and away[0] < task.due_at <= away[1])


def late_at(centre: Centre, person: User, now: dt.datetime) -> CentreBound[Task]:
    """Return what is late at one centre and somebody looks after, whoever has it, the most late first."""
    if not looks_after_all(person):
        return Task.objects.none()
    return Task.objects.of_centres([centre]).filter(Task.lives(), due_at__lte=now).order_by("due_at", "pk")


def open_at(
    centre: Centre, person: User, *, holder: UUID | None = None, late_at: dt.datetime | None = None
) -> CentreBound[Task]:
    """Return what is open at one centre that somebody looks after: all, of one colleague, what is late then.

    What is due first comes first. Each has an index that gives the order.
    """
    if not looks_after_all(person) or centre not in own_centres(person):
        return Task.objects.none()
    found = Task.objects.of_centres([centre]).filter(Task.lives())
    found = found.filter(holder=holder) if holder else found
    found = found.filter(due_at__lte=late_at) if late_at else found
    return found.order_by("due_at", "pk")


def load_at(centre: Centre, person: User, most: int) -> list[Load]:
    """Count what is to be done at one centre that somebody looks after by who has it, each up to one above `most`."""
    if not looks_after_all(person):
        return []
    open_ones = Task.objects.of_centres([centre]).filter(Task.lives()).order_by("due_at", "pk")
    return by_colleague(open_ones, "holder", most)


def tasks_for(person: User) -> QuerySet[Task]:
    """Return the tasks that somebody may look at: what concerns them while it is open, and what they see the file of.

    A supervisor also sees those of their centres that are on no enquiry.
    """
    if not person.may(Permission.TASK):
        return Task.objects.none()
    own = Q(holder=person) | Q(made_by=person) | Q(holder=None, role=person.role)
    left = Task.left_alone() & Q(holder__role=person.role)
    seen = Exists(enquiries_for(person).filter(pk=OuterRef("enquiry")))
    without = Q(enquiry=None) if looks_after_all(person) else Q(own, enquiry=None)
    live = Task.lives() & (own | left)
    agreed = Q(enquiry=None) | Q(enquiry__consent=Consent.YES)
    found = Task.objects.of_centres(centres_of(person)).filter(live | without | Q(seen)).filter(agreed)
    return found.select_related(*BESIDE)


def tasks_on(enquiry: Enquiry) -> QuerySet[Task]:
    """Return the tasks on an enquiry at hand: what is open by when it is due, then what ended, the last first."""
    found = Task.objects.through(enquiry=enquiry).defer("words").select_related("centre", "holder")
    return found.filter(Task.lives() | ~Q(state=TaskState.OPEN)).order_by("ended_at", "due_at")


def people_for_tasks(centre: Centre) -> list[User]:
    """Return who may be given a task at a centre, by name."""
    return people_at(centre.pk, Permission.TASK)


def safe_contact_of(enquiry: Enquiry) -> SafeContact | None:
    """Return how it is safe to reach the person of an enquiry at hand."""
    return SafeContact.objects.through(enquiry=enquiry).select_related("enquiry__centre").first()


def safe_contacts_of(enquiries: Collection[Enquiry]) -> dict[UUID, SafeContact]:
    """Return how it is safe to reach the persons of enquiries at hand, by the id of each, without the words."""
    if not enquiries:
        return {}
    centres = {each.centre for each in enquiries}
    found = SafeContact.objects.of_centres(centres).filter(enquiry__in=enquiries).defer("words")
    return {each.enquiry_id: each for each in found}


def looks_after_all(person: User) -> bool:
    """Tell whether somebody looks after whatever anybody of their centres is to do."""
    return person.scope(Permission.TASK) == Scope.CENTRE
