"""Acts that need a second person: one asks, another one agrees, and then the first one does it, once.

Nobody decides on what they asked for. Where nobody else could decide, as in a place where one person works, the act is
free and recorded as done alone: docs/decisions/0053-second-person.md.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from bereg.accounts import kinds, notices
from bereg.accounts.decisions import Decision, RefusalNote
from bereg.accounts.kinds import ApprovalKind, UnknownKindError, kind_of
from bereg.accounts.models import Approval, User
from bereg.accounts.permissions import roles_with
from bereg.accounts.roles import Role
from bereg.accounts.who_invited_whom import tied_to
from bereg.audit import actions as audit

WAITS = dt.timedelta(hours=72)
SHOWN_FOR = dt.timedelta(days=30)
ASKED, DECIDED = "approval.asked", "approval.decided"  # the kinds of our notices
Ties = Callable[[UUID], frozenset[UUID]]  # `tied_to`, or one that remembers what it has said once
TIED = "approval.tied"  # the act, and the kind of its notice: one of the two let the other one in


class NeededError(Exception):
    """A second person has to agree first, or the agreement is used up or too old."""


class NotYourDecisionError(Exception):
    """The person may not ask for this, or may not decide on it: their own request, or another centre's."""


class NoLongerWaitingError(Exception):
    """The request waits no more: a colleague decided, or it was withdrawn or has expired."""


@transaction.atomic
def ask(*, kind: str, target: str, by: User) -> Approval:
    """Ask for a second person; the same again returns the request that still lives. Raise NotYourDecisionError."""
    wanted = kind_of(kind)
    if not by.may(wanted.asks):
        raise NotYourDecisionError
    found = living(kind=kind, target=target, by=by)
    if found:
        return found
    now = timezone.now()
    made = Approval.objects.create(kind=kind, target=target, asked_by=by, asked_at=now, expires_at=now + WAITS)
    audit.record("approval.asked", target=made, by=by, because=kind)
    notices.give(kind=ASKED, target=str(made.pk), to=others(kind=kind, target=target, by=by))
    return made


@transaction.atomic
def ask_or_alone(*, kind: str, target: str, by: User) -> Approval:
    """Ask for an act of the command line; where nobody else could decide, it is free. Raise NotYourDecisionError."""
    if by.own_role or others(kind=kind, target=target, by=by):
        return ask(kind=kind, target=target, by=by)
    found, wanted = living(kind=kind, target=target, by=by), kind_of(kind)
    if found and found.decision:
        return found
    if not by.may(wanted.asks):
        raise NotYourDecisionError
    now = timezone.now()
    alone = {"decision": Decision.ALONE, "decided_at": now, "expires_at": now + wanted.lasts}
    made = Approval.objects.create(kind=kind, target=target, asked_by=by, asked_at=now, **alone)
    audit.record("approval.asked", target=made, by=by, because=kind)
    return made


@transaction.atomic
def decide(*, approval: Approval, agrees: bool, by: User, note: str = "") -> None:
    """Agree to a request or refuse it. Raise NotYourDecisionError; NoLongerWaitingError where it waits no more."""
    if not may_decide(by, approval):
        raise NotYourDecisionError
    now, tied = timezone.now(), agrees and is_tied(by, approval)
    until = now + kind_of(approval.kind).lasts if agrees else F("expires_at")
    still_waits = _waiting().filter(pk=approval.pk)
    # One UPDATE decides: two people may have the same page open.
    decided = still_waits.update(
        decision=Decision.YES if agrees else Decision.NO,
        note="" if agrees or note not in RefusalNote.values else note,
        decided_by=by,
        decided_at=now,
        expires_at=until,
        is_tied=tied,
    )
    if not decided:
        raise NoLongerWaitingError
    act = TIED if tied else "approval.agreed" if agrees else "approval.refused"
    audit.record(act, target=approval, by=by, because=approval.kind)
    _tell(approval)
    if tied:
        notices.give(kind=TIED, target=str(approval.pk), to=_above(approval.asked_by_id, by.pk))


@transaction.atomic
def withdraw(*, approval: Approval, by: User) -> None:
    """Take back one's own request before it is decided or, if it was agreed to, before it is used."""
    if approval.asked_by_id != by.pk:
        raise NotYourDecisionError
    unused = Approval.objects.filter(pk=approval.pk, used_at=None, withdrawn_at=None).exclude(decision=Decision.NO)
    if not unused.update(withdrawn_at=timezone.now()):
        raise NoLongerWaitingError
    audit.record("approval.withdrawn", target=approval, by=by, because=approval.kind)
    notices.settle(kind=ASKED, target=str(approval.pk))


@transaction.atomic
def use(*, kind: str, target: str, by: User) -> Approval:
    """Use an agreed request up, in the transaction of the act itself. Raise NeededError."""
    agreed = _agreed().filter(kind=kind, target=target, asked_by=by)
    for approval in agreed.order_by("decided_at"):
        if by.may(kind_of(kind).asks) and _stands(approval) and _use_up(approval, by):
            return approval
    raise NeededError


@transaction.atomic
def use_number(*, id: UUID, kind: str, target: str) -> Approval:
    """Use up the request of this number, on the command line, where nobody has signed in. Raise NeededError."""
    approval = _agreed().filter(pk=id, kind=kind, target=target).first()
    if approval is None or not approval.asked_by.may(kind_of(kind).asks):
        raise NeededError
    if not _stands(approval) or not _use_up(approval, approval.asked_by):
        raise NeededError
    return approval


@transaction.atomic
def use_or_alone(*, kind: str, target: str, by: User) -> Approval:
    """Use an agreed request up; where nobody else could decide, record that the act was done alone.

    Raise NeededError where somebody could and has not agreed, or where the role is only for now; NotYourDecisionError
    where the person may not ask.
    """
    if by.own_role or others(kind=kind, target=target, by=by):
        return use(kind=kind, target=target, by=by)
    if not by.may(kind_of(kind).asks):
        raise NotYourDecisionError
    now = timezone.now()
    moments = dict.fromkeys(("asked_at", "expires_at", "decided_at", "used_at"), now)
    made = Approval.objects.create(kind=kind, target=target, asked_by=by, decision=Decision.ALONE, **moments)
    audit.record("approval.alone", target=made, by=by, because=kind)
    return made


def settle_over() -> None:
    """Take notices off the pages of those who can decide no more: its time is over, or they have another role."""
    for target, told in notices.unread_of(ASKED).items():
        approval = _with_people().filter(pk__in=_waiting().values("pk"), pk=target).first()
        if approval is None or known_kind(approval) is None:
            notices.settle(kind=ASKED, target=target)
            continue
        able = {person.pk for person in User.objects.filter(pk__in=told) if may_decide(person, approval)}
        notices.take_back(kind=ASKED, target=target, of=told - able)


def others(*, kind: str, target: str, by: User, ties: Ties = tied_to) -> list[User]:
    """Return who could decide if somebody asked; where nobody else could, whom the act is done to.

    Whom they let in lately, or who let them in, could only where nobody else could at all.
    """
    wanted, tied = kind_of(kind), ties(by.pk)
    people = User.objects.filter(role__in=roles_with(wanted.decides), closed_at=None).exclude(pk=by.pk).order_by("pk")
    found = [person for person in people if wanted.concerns(person, target)]
    alone = [person for person in people if wanted.concerns_alone(person, target)]
    apart = ([person for person in some if person.pk not in tied] for some in (found, alone))
    return next(filter(None, apart), found or alone)


def may_decide(person: User, approval: Approval, ties: Ties = tied_to) -> bool:
    """Tell whether a request is somebody's to decide: of their centre, and not their own."""
    kind, target = kind_of(approval.kind), approval.target
    if approval.asked_by_id == person.pk or not person.may(kind.decides):
        return False
    concerns = kind.concerns(person, target)
    if not (concerns or kind.concerns_alone(person, target)):
        return False
    if concerns and not is_tied(person, approval, ties):
        return True
    return person in others(kind=kind.code, target=target, by=approval.asked_by, ties=ties)


def is_tied(person: User, approval: Approval, ties: Ties = tied_to) -> bool:
    """Tell whether one of somebody and who asked let the other one in lately."""
    return person.pk in ties(approval.asked_by_id)


def living(*, kind: str, target: str, by: User) -> Approval | None:
    """Return somebody's request that waits, or that was agreed to and is not used yet."""
    alive = Q(pk__in=_waiting().values("pk")) | Q(pk__in=_agreed().values("pk"))
    found = _with_people().filter(alive, kind=kind, target=target, asked_by=by)
    return next((each for each in found.order_by("-decision", "asked_at") if not each.decision or _stands(each)), None)


def refusal(*, kind: str, target: str, by: User) -> Approval | None:
    """Return the last request of somebody for this that was refused."""
    refused = _with_people().filter(decision=Decision.NO, kind=kind, target=target, asked_by=by)
    return refused.order_by("-decided_at").first()


def to_decide(*, kind: str, target: str, by: User) -> Approval | None:
    """Return the oldest request of a colleague that waits for this person, among others."""
    found = _with_people().filter(pk__in=_waiting().values("pk"), kind=kind, target=target)
    return next((each for each in found.order_by("asked_at") if may_decide(by, each)), None)


def seen_by(person: User, *, is_over: bool = False, ties: Ties = tied_to) -> Iterator[Approval]:
    """Yield the requests that are somebody's own or theirs to decide, the newest first.

    They are those that wait, and the own ones that may be done; or of the last weeks all that for this person is over.
    """
    alive = Q(pk__in=_waiting().values("pk")) | Q(pk__in=_agreed().values("pk"), asked_by=person)
    recent = _with_people().filter(asked_at__gte=timezone.now() - SHOWN_FOR)
    found = recent.exclude(alive) if is_over else _with_people().filter(alive)
    # What no right of theirs reaches is left out by the database: each of the others may cost statements of its room.
    found = found.filter(Q(asked_by=person, kind__in=kinds.known()) | Q(kind__in=kinds.decided_by(person)))
    return (each for each in found.order_by("-asked_at", "pk") if _may_see(person, each, ties))


def seen(person: User, id: UUID) -> Approval | None:
    """Return one request, if it is somebody's own or theirs to decide."""
    found = _with_people().filter(pk=id).first()
    return found if found and _may_see(person, found) else None


def done_alone_since(moment: dt.datetime) -> int:
    """Count the acts that were done without a second person, as nobody else could decide."""
    return Approval.objects.filter(decision=Decision.ALONE, used_at__gte=moment).count()


def of(id: UUID) -> Approval | None:
    """Return a request by its number, for the words of a notice."""
    return _with_people().filter(pk=id).first()


def known_kind(approval: Approval) -> ApprovalKind | None:
    """Return the kind of a request; None where no room knows it any more."""
    try:
        return kind_of(approval.kind)
    except UnknownKindError:
        return None


def _may_see(person: User, approval: Approval, ties: Ties = tied_to) -> bool:
    if known_kind(approval) is None:
        return False
    return approval.asked_by_id == person.pk or may_decide(person, approval, ties)


def _with_people() -> QuerySet[Approval]:
    return Approval.objects.select_related("asked_by", "decided_by")


def _waiting() -> QuerySet[Approval]:
    return Approval.objects.filter(decision="", withdrawn_at=None, expires_at__gt=timezone.now())


def _agreed() -> QuerySet[Approval]:
    return _with_people().filter(
        decision__in=[Decision.YES, Decision.ALONE],
        used_at=None,
        withdrawn_at=None,
        expires_at__gt=timezone.now(),
    )


def _stands(approval: Approval) -> bool:
    """Tell whether who agreed could still do so: since then they may have left, or have another role or centre.

    What was free because nobody else could decide is free for as long as that is so.
    """
    if approval.decided_by is None:
        return not others(kind=approval.kind, target=approval.target, by=approval.asked_by)
    return may_decide(approval.decided_by, approval)


def _use_up(approval: Approval, by: User) -> bool:
    if not _agreed().filter(pk=approval.pk).update(used_at=timezone.now()):
        return False
    act = "approval.alone" if approval.decision == Decision.ALONE else "approval.used"
    audit.record(act, target=approval, by=by, because=approval.kind)
    return True


def _above(*two: UUID) -> list[User]:
    """Return who is told of what two people did of whom one let the other in: administrators, else supervisors."""
    at_work = User.objects.filter(closed_at=None).exclude(pk__in=two).order_by("pk")
    found = (list(at_work.filter(role=role)) for role in (Role.ADMIN, Role.SUPERVISOR))
    return next(filter(None, found), [])


def _tell(approval: Approval) -> None:
    notices.settle(kind=ASKED, target=str(approval.pk))
    notices.give(kind=DECIDED, target=str(approval.pk), to=[approval.asked_by])
