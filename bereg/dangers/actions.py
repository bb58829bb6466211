"""What is done with an alarm. An alarm itself is never refused: a doubtful one is ended, a lost one costs a life."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.centres.scope import beyond
from bereg.core.compiled_queries import insert_new
from bereg.dangers.acts import ENDED, GIVEN_BACK, LEFT_BEHIND, PASSED, RAISED, TAKEN, TICKED, UNTICKED, WRITTEN
from bereg.dangers.alarm_reach import FIRST, may_hand_on, people_at_level
from bereg.dangers.choices import Ending, PassReason, ProcedureKind
from bereg.dangers.models import MOST_MINUTES, Danger, Procedure, TickedStep
from bereg.dangers.procedures import Steps, steps_of
from bereg.enquiries.models import Enquiry, EnquiryContact

SAME_PRESS = dt.timedelta(minutes=5)  # who pressed the key so lately means that alarm, though somebody has taken it


class TakenError(Exception):
    """A colleague took the alarm first, or it has ended; `danger` is what stands."""

    def __init__(self, danger: Danger) -> None:
        super().__init__(f"The alarm {danger} was taken at {danger.taken_at}, and ended at {danger.ended_at}.")
        self.danger = danger


class EndedError(Exception):
    """The alarm has ended."""


class NotYourStepError(Exception):
    """A colleague ticked the step."""


class NotTakenError(Exception):
    """Nobody has taken the alarm, so that nobody can have dealt with it."""


class NotYourAlarmError(Exception):
    """A colleague took the alarm, so that it is not for this person to give it away."""


class StaleProcedureError(Exception):
    """Somebody changed the steps meanwhile; `current` is what stands."""

    def __init__(self, current: Steps) -> None:
        super().__init__(f"The steps are at version {current.number} now.")
        self.current = current


REFUSALS = (EndedError, NotTakenError, NotYourAlarmError, NotYourStepError)


@transaction.atomic
def raise_danger(*, id: UUID, centre: Centre, by: User, form: UUID | None = None) -> Danger:
    """Raise the alarm. The same form again, or the same id, returns the alarm that stands while it rings.

    One that was taken rings for nobody any more: whoever presses the key later means another, raised beside it.
    """
    # Whatever the ids stand for already, the alarm is heard.
    for own, of_form in ((id, form), (uuid4(), form), (id, None), (uuid4(), None)):
        made = Danger(id=own, centre=centre, form=of_form, raised_by=by)
        if insert_new(made):
            audit.record(RAISED, target=made, by=by)
            told = [each for each in people_at_level(made, FIRST) if each.pk != by.pk]
            notices.give(kind=RAISED, target=str(made.pk), to=told)
            return made
        if standing := _heard(id, centre, by, form):
            return standing
    raise AssertionError("A new id is free.")


def _heard(id: UUID, centre: Centre, by: User, form: UUID | None) -> Danger | None:
    """Return the alarm of a form or an id that rings at the centre still, or that the same person raised just now."""
    meant = Q(pk=id) | Q(form=form) if form else Q(pk=id)
    just_now = Q(raised_by=by, raised_at__gt=timezone.now() - SAME_PRESS)
    rings = Q(taken_at=None, passed_to=None)
    here = Danger.objects.of_centres([centre]).filter(meant, rings | just_now, ended_at=None)
    return here.order_by("-raised_at").first()


@transaction.atomic
def take(*, danger: Danger, by: User) -> None:
    """Take an alarm. Raise TakenError where somebody was faster; by who took it already it does nothing."""
    now = timezone.now()
    waited = (danger.minutes_untaken or 0) + max(0, int((now - danger.rings_since).total_seconds() // 60))
    minutes = min(MOST_MINUTES, waited)
    taken = {"taken_at": max(now, danger.raised_at), "taken_by": by, "minutes_untaken": minutes}
    if _update(danger, taken, taken_at=None, ended_at=None):
        audit.record(TAKEN, target=danger, by=by)
        notices.settle(kind=RAISED, target=str(danger.pk))
        return
    stands = Danger.objects.of(danger).select_related("taken_by", "centre", "passed_to").get()
    if stands.taken_by_id != by.pk or stands.ended_at:
        raise TakenError(stands)


@transaction.atomic
def tick(*, danger: Danger, kind: ProcedureKind, number: int, place: int, by: User) -> None:
    """Write down that a step was done; again it does nothing.

    Raise NotTakenError, EndedError, StaleProcedureError, IndexError.
    """
    if not _update(danger, {}, ended_at=None, taken_at__isnull=False):
        raise NotTakenError if Danger.objects.of(danger).filter(ended_at=None).exists() else EndedError
    steps = steps_of(danger.rings_at, kind)
    if steps.number != number:
        raise StaleProcedureError(steps)
    if not 1 <= place <= len(steps.lines):
        raise IndexError(place)
    words = steps.lines[place - 1]
    if insert_new(TickedStep(danger=danger, kind=kind, number=number, place=place, words=words, by=by)):
        audit.record(TICKED, target=danger, by=by, because=str(place))


@transaction.atomic
def untick(*, danger: Danger, kind: ProcedureKind, number: int, place: int, by: User) -> None:
    """Take back that one did a step; again it does nothing. Raise EndedError, NotYourStepError."""
    if not _update(danger, {}, ended_at=None):
        raise EndedError
    ticked = TickedStep.objects.through(danger=danger).filter(kind=kind, number=number, place=place)
    own = ticked.filter(by=by)
    if ticked.exists() and not own.exists():
        raise NotYourStepError
    if own.delete()[0]:
        audit.record(UNTICKED, target=danger, by=by, because=str(place))


@transaction.atomic
def give_back(*, danger: Danger, by: User) -> None:
    """Let go of an alarm: nobody has it, and it rings anew. Raise EndedError, NotTakenError, NotYourAlarmError."""
    _let_go(danger, by, {})
    audit.record(GIVEN_BACK, target=danger, by=by)
    _ring(danger, by)


@transaction.atomic
def ring_again(*, danger: Danger) -> bool:
    """Let an alarm whose taker is not there any more ring anew. Return whether it does: nobody was faster."""
    gone = _nobody_has_it(by=None)
    if not _update(danger, gone, ended_at=None, taken_by=danger.taken_by_id, version=danger.version):
        return False
    audit.record(LEFT_BEHIND, target=danger, by=None)
    _ring(danger, None)
    return True


@beyond("danger")
@transaction.atomic
def pass_on(*, danger: Danger, to: Centre, because: PassReason, by: User) -> None:
    """Let another centre have an alarm: it rings there at once, and is counted where it was raised.

    Raise EndedError, NotTakenError, NotYourAlarmError.
    """
    is_back = to.pk == danger.centre_id
    _let_go(danger, by, {"passed_to": None if is_back else to, "passed_because": "" if is_back else because})
    audit.record(PASSED, target=danger, by=by, because=f"{because.value} {to.code}")
    _ring(danger, by)


def _let_go(danger: Danger, by: User, columns: dict[str, Any]) -> None:
    stands = Danger.objects.of(danger).get()
    if stands.ended_at:
        raise EndedError
    if stands.taken_at is None:
        raise NotTakenError
    if not may_hand_on(stands, by):
        raise NotYourAlarmError
    gone = _nobody_has_it(by=by)
    # Of two who let go of it at once the second finds that nobody has it.
    if not _update(danger, gone | columns, ended_at=None, taken_by=stands.taken_by_id, version=stands.version):
        raise NotTakenError


def _nobody_has_it(by: User | None) -> dict[str, Any]:
    return {"taken_at": None, "taken_by": None, "let_go_at": timezone.now(), "let_go_by": by, "told": FIRST}


def _ring(danger: Danger, by: User | None) -> None:
    rings = Danger.objects.of(danger).select_related("centre", "passed_to").get()
    knows = {by and by.pk, rings.raised_by_id}
    told = [each for each in people_at_level(rings, FIRST) if each.pk not in knows]
    notices.give(kind=RAISED, target=str(danger.pk), to=told)


@transaction.atomic
def end(*, danger: Danger, ending: Ending, by: User) -> None:
    """End an alarm. Raise EndedError where somebody was faster, NotTakenError where nobody can have dealt with it."""
    if ending == Ending.DONE and Danger.objects.of(danger).filter(taken_at=None).exists():
        raise NotTakenError
    if not _update(danger, {"ended_at": timezone.now(), "ended_by": by, "ended_as": ending}, ended_at=None):
        raise EndedError
    _touch_enquiry_of(danger)
    audit.record(ENDED, target=danger, by=by, because=ending.value)
    notices.settle(kind=RAISED, target=str(danger.pk))


@transaction.atomic
def write_procedure(*, centre: Centre, kind: ProcedureKind, number: int, text: str, by: User) -> None:
    """Keep a centre's own steps as the version after `number`. Raise StaleProcedureError."""
    made = Procedure(centre=centre, kind=kind, number=number + 1, text=text, written_by=by)
    stands = steps_of(centre, kind)
    if stands.number != number or not insert_new(made):
        raise StaleProcedureError(steps_of(centre, kind))
    audit.record(WRITTEN, target=centre, by=by, because=f"{kind.value} {made.number}")


@beyond("danger")
def _touch_enquiry_of(danger: Danger) -> None:
    """Let the figures of an open month look at the enquiry anew. Raising an alarm does not: it waits for no lock."""
    here = Enquiry.objects.of_centres([danger.centre])
    joined = EnquiryContact.objects.of_centres([danger.centre]).filter(contact=danger.form).values("enquiry")
    found = here.filter(Q(pk=danger.form) | Q(pk__in=joined)) if danger.form else here.none()
    found.update(changed_at=timezone.now())


def _update(danger: Danger, columns: dict[str, Any], **only: object) -> int:
    # One UPDATE decides: several people have the same alarm before them.
    return Danger.objects.of(danger).filter(**only).update(**columns, version=F("version") + 1)
