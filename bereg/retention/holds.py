"""Holds: a record is kept beyond its time, as a court may ask. It hides nothing, and two persons lift it."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.audit import request_context
from bereg.centres.queries import centres_of, people_at
from bereg.centres.scope import CentreBound, beyond
from bereg.core.concerns import said
from bereg.retention.models import Hold
from bereg.vault import writing
from bereg.vault.classes import HoldReason
from bereg.vault.comparing_with_log import written_new
from bereg.vault.kept import Kept, above

REASON_GIVEN = "hold.reason"  # the act, of the hold itself, that has stored why
LIFTING = "hold.lift"  # the kind of the act that two persons do
REVIEW, WITHDRAWS = "hold.review", "hold.withdrawal"  # the kinds of our notices
REVIEWED_EACH = dt.timedelta(days=366)
LONGEST = dt.timedelta(days=5 * 366)
LEAST_REASON, MOST_REASON = 10, 2_000  # characters


class NotYourHoldError(Exception):
    """The person may not hold records of this centre, or may not own a hold there."""


class NoReasonError(ValueError):
    """The reason says too little."""


class NoEndError(ValueError):
    """The end is past, or too far away."""


class HeldError(Exception):
    """The record is held: it cannot be held twice, and nothing of it is erased."""

    def __init__(self, hold: Hold) -> None:
        super().__init__(f"{hold.record_kind} {hold.record} is held until {hold.until}.")
        self.hold = hold


def hold(*, record: Any, code: HoldReason, reason: str, until: dt.date, owner: User, by: User) -> Hold:
    """Keep a record until a day, whatever its time. Raise NotYourHoldError, NoReasonError, NoEndError, HeldError."""
    made = Hold(
        id=uuid4(),
        record_kind=record._meta.label_lower,
        record=record.pk,
        centre_id=record.centre_id,
        owner=owner,
        code=code,
        until=until,
        set_by=by,
    )
    if not (made.is_looked_after_by(by) and made.is_looked_after_by(owner)):
        raise NotYourHoldError
    if len(reason.strip()) < LEAST_REASON:
        raise NoReasonError
    if not timezone.localdate() <= until <= timezone.localdate() + LONGEST:
        raise NoEndError
    made.reason = writing.seal(made, "reason", reason.strip()[:MOST_REASON])
    _store(made, record)
    return made


@transaction.atomic
def _store(made: Hold, record: Any) -> None:
    # Whoever erases has locked the row, so either the hold is seen or what it holds is gone. A contact that joins it
    # meanwhile need not wait: it would do so with the end of the log in its hands, for which this waits in turn.
    _lock_beside(record)
    type(record)._base_manager.select_for_update(no_key=True).get(pk=record.pk)
    _close_ended(record)
    standing = of(record)
    if standing:
        raise HeldError(standing)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        with beyond("hold"):
            raise HeldError(_unlifted(record).get()) from None
    reason = (REASON_GIVEN, made, written_new(made))
    audit.record_acts([("hold.set", record), reason], by=made.set_by, because=made.code)


@beyond("hold")
def _lock_beside(record: Any) -> None:
    """Lock what a record continues elsewhere, or is continued by: it is kept from the same moment on."""
    beside = type(record)._base_manager.filter(pk__in=_beside(type(record), [record.pk])).exclude(pk=record.pk)
    list(beside.select_for_update(no_key=True).order_by("pk").values_list("pk"))


@transaction.atomic
def lift(*, hold: Hold, by: User) -> None:
    """Let the record's time count again, once a second person has agreed. Raise NeededError, NotYourHoldError."""
    if not hold.is_looked_after_by(by):
        raise NotYourHoldError
    if Hold.objects.of(hold).filter(lifted_at=None).update(lifted_at=timezone.now(), lifted_by=by):
        approvals.use_or_alone(kind=LIFTING, target=str(hold.pk), by=by)
        _record("hold.lifted", hold, by)


@transaction.atomic
def review(*, hold: Hold, by: User) -> None:
    """Say that a hold is still needed. Raise NotYourHoldError."""
    if not hold.is_looked_after_by(by):
        raise NotYourHoldError
    if _holding(Hold.objects.of(hold)).update(reviewed_at=timezone.now()):
        _record("hold.reviewed", hold, by)


def standing() -> CentreBound[Hold]:
    """Return the holds that hold, of every centre: not lifted, and their last day not past."""
    return _holding(_everywhere())


def keeping(model: type[Model]) -> Q:
    """Match the records of a model that a hold keeps: on themselves, or on what they hang on.

    A room above by which one record continues another says so in its module `holding`, as `held_beside(model, held)`:
    it returns the ids of those that continue one of `held` or are continued by it, over however many steps.
    """
    if issubclass(model, Kept) and not model.held:
        return Q(pk__in=())
    kept, root = _kept(model, "pk"), above(model)
    return kept | _kept(root, model.hangs_on) if root and issubclass(model, Kept) else kept


def _kept(model: type[Model], path: str) -> Q:
    # As ids, which are few and nearly always none: one more query in each condition made every count slower.
    kept, beside = Q((f"{path}__in", _held(model))), _beside(model, _held(model))
    return kept | Q((f"{path}__in", sorted(beside))) if beside else kept


def _held(model: type[Model]) -> QuerySet[Hold, Any]:
    return standing().filter(record_kind=model._meta.label_lower).values("record")


@beyond("hold")
def held_among(label: str, ids: Iterable[UUID]) -> set[UUID]:
    """Return which of some records are held."""
    return set(standing().filter(record_kind=label, record__in=list(ids)).values_list("record", flat=True))


@beyond("hold")
def of(record: Any) -> Hold | None:
    """Return the hold that keeps a record: its own, or that of what it hangs on."""
    kept, root = Q(record_kind=record._meta.label_lower, record=record.pk), above(type(record))
    if root and record.held:
        kept |= Q(record_kind=root._meta.label_lower, record=getattr(record, f"{record.hangs_on}_id"))
    return standing().filter(kept).select_related("owner", "set_by").first()


@beyond("hold")
def keeps(record: Any) -> Hold | None:
    """Return the hold by which nothing of a record is erased: `of` it, or of what it continues elsewhere."""
    found, root = of(record), above(type(record))
    if found or (root and not record.held):
        return found
    model, pk = (root, getattr(record, f"{record.hangs_on}_id")) if root else (type(record), record.pk)
    elsewhere = standing().filter(record_kind=model._meta.label_lower, record__in=_beside(model, [pk]))
    return elsewhere.select_related("owner", "set_by").first()


def _beside(model: type[Model], held: QuerySet[Hold, Any] | Collection[UUID]) -> set[UUID]:
    return {pk for held_beside in said("holding", "held_beside") for pk in held_beside(model, held)}


def refuse_held(record: Any) -> None:
    """Raise HeldError where a hold keeps a record."""
    found = keeps(record)
    if found:
        raise HeldError(found)


def owners(record: Any) -> list[User]:
    """Return who may look after a hold of a record: who may set one at its centre."""
    return people_at(record.centre_id, Permission.HOLD_SET)


def looked_after_by(hold: Hold) -> list[User]:
    """Return who looks after a hold now: its owner; whoever else may, where the owner no longer can."""
    return [hold.owner] if hold.is_looked_after_by(hold.owner) else people_at(hold.centre_id, Permission.HOLD_SET)


def seen_by(person: User) -> QuerySet[Hold]:
    """Return the standing holds of somebody's centres, whose review is longest ago first."""
    found = standing().of_centres(centres_of(person)) if person.may(Permission.HOLD_SET) else Hold.objects.none()
    return found.select_related("owner", "centre", "set_by").order_by("reviewed_at", "pk")


def record_for(person: User, kind: str, id: UUID) -> Kept | None:
    """Return a record of a kind of which somebody looks after the hold, or may set one."""
    if not person.may(Permission.HOLD_SET):
        return None
    found: Kept | None = _model(kind).objects.of_centres(centres_of(person)).filter(pk=id).first()
    return found


@beyond("hold")
def record_of(hold: Hold) -> Kept | None:
    """Return what a hold keeps, for its name."""
    found: Kept | None = _model(hold.record_kind).objects.everywhere(because="hold").filter(pk=hold.record).first()
    return found


def _model(kind: str) -> Any:
    return apps.get_model(kind)


@beyond("hold")
def find(id: Any) -> Hold | None:
    """Return a hold by its own id, for the words of a request."""
    return _everywhere().select_related("owner").filter(pk=id).first()


def is_review_due(hold: Hold) -> bool:
    """Tell whether a year has passed since somebody said that a hold is needed."""
    return timezone.now() - hold.reviewed_at > REVIEWED_EACH


@beyond("hold")
def reviews_due() -> int:
    """Count the holds that nobody has looked at for a year."""
    return standing().filter(reviewed_at__lt=timezone.now() - REVIEWED_EACH).count()


@beyond("hold")
def without_owner() -> int:
    """Count the holds whose owner has left, or has another role or centre now."""
    return sum(not hold.is_looked_after_by(hold.owner) for hold in standing().select_related("owner"))


def _everywhere() -> CentreBound[Hold]:
    """A record is held whoever erases it, and a hold's id comes from a request that is shown to its centre alone."""
    return Hold.objects.everywhere(because="hold")


def _holding(found: CentreBound[Hold]) -> CentreBound[Hold]:
    return found.filter(lifted_at=None, until__gte=timezone.localdate())


@beyond("hold")
def _close_ended(record: Any) -> None:
    _unlifted(record).filter(until__lt=timezone.localdate()).update(lifted_at=timezone.now())


def _unlifted(record: Any) -> CentreBound[Hold]:
    return _everywhere().filter(record_kind=record._meta.label_lower, record=record.pk, lifted_at=None)


def _record(action: str, hold: Hold, by: User) -> None:
    """Record an act on the held record, which the vault does not know: so the centre is named here."""
    with request_context.at_centre(hold.centre_id):
        audit.record(action, target=audit.Thing(hold.record_kind, str(hold.record)), by=by, because=hold.code)
