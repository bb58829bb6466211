"""What is done with an alarm. An alarm itself is never refused: a doubtful one is ended, a lost one costs a life."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.core.compiled_queries import insert_new
from bereg.dangers.acts import ENDED, RAISED, TAKEN, TICKED, UNTICKED, WRITTEN
from bereg.dangers.lists import Ending, ProcedureKind
from bereg.dangers.models import MOST_MINUTES, Danger, Procedure, TickedStep
from bereg.dangers.procedures import Steps, steps_of
from bereg.dangers.reach import FIRST, people_at_level
from bereg.enquiries.models import Enquiry, EnquiryContact


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


class StaleProcedureError(Exception):
    """Somebody changed the steps meanwhile; `current` is what stands."""

    def __init__(self, current: Steps) -> None:
        super().__init__(f"The steps are at version {current.number} now.")
        self.current = current


@transaction.atomic
def raise_danger(*, id: UUID, centre: Centre, by: User, form: UUID | None = None) -> Danger:
    """Raise the alarm. The same form again, or the same id, returns the alarm that stands while it has not ended."""
    # Whatever the ids stand for already, the alarm is heard.
    for own, of_form in ((id, form), (uuid4(), form), (uuid4(), None)):
        made = Danger(id=own, centre=centre, form=of_form, raised_by=by)
        if insert_new(made):
            audit.record(RAISED, target=made, by=by)
            told = [each for each in people_at_level(made, FIRST) if each.pk != by.pk]
            notices.give(kind=RAISED, target=str(made.pk), to=told)
            return made
        here = Danger.objects.of_centres([centre]).filter(ended_at=None)
        standing = (form and here.filter(form=form).first()) or here.filter(pk=id).first()
        if standing:
            return standing
    raise AssertionError("A new id is free.")


@transaction.atomic
def take(*, danger: Danger, by: User) -> None:
    """Take an alarm. Raise TakenError where somebody was faster; by who took it already it does nothing."""
    now = timezone.now()
    minutes = min(MOST_MINUTES, max(0, int((now - danger.raised_at).total_seconds() // 60)))
    taken = {"taken_at": max(now, danger.raised_at), "taken_by": by, "minutes_untaken": minutes}
    if _update(danger, taken, taken_at=None, ended_at=None):
        audit.record(TAKEN, target=danger, by=by)
        notices.settle(kind=RAISED, target=str(danger.pk))
        return
    stands = Danger.objects.of(danger).select_related("taken_by").get()
    if stands.taken_by_id != by.pk or stands.ended_at:
        raise TakenError(stands)


@transaction.atomic
def tick(*, danger: Danger, kind: ProcedureKind, number: int, place: int, by: User) -> None:
    """Write down that a step was done; again it does nothing.

    Raise NotTakenError, EndedError, StaleProcedureError, IndexError.
    """
    if not _update(danger, {}, ended_at=None, taken_at__isnull=False):
        raise NotTakenError if Danger.objects.of(danger).filter(ended_at=None).exists() else EndedError
    steps = steps_of(danger.centre, kind)
    if steps.number != number:
        raise StaleProcedureError(steps)
    if not 1 <= place <= len(steps.lines):
        raise IndexError(place)
    words = steps.lines[place - 1]
    if insert_new(TickedStep(danger=danger, kind=kind, number=number, place=place, words=words, by=by)):
        audit.record(TICKED, target=danger, by=by, because=f"{kind.value} {number} {place}")


@transaction.atomic
def untick(*, danger: Danger, kind: ProcedureKind, number: int, place: int, by: User) -> None:
    """Take back that one did a step; again it does nothing. Raise EndedError, NotYourStepError."""
    if not _update(danger, {}, ended_at=None):
        raise EndedError
    ticked = TickedStep.objects.through(danger=danger).filter(kind=kind, number=number, place=place)
    if ticked.exclude(by=by).exists():
        raise NotYourStepError
    if ticked.delete()[0]:
        audit.record(UNTICKED, target=danger, by=by, because=f"{kind.value} {number} {place}")


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


def _touch_enquiry_of(danger: Danger) -> None:
    """Let the figures of an open month look at the enquiry anew. Raising an alarm does not: it waits for no lock."""
    here = Enquiry.objects.of_centres([danger.centre])
    joined = EnquiryContact.objects.of_centres([danger.centre]).filter(contact=danger.form).values("enquiry")
    found = here.filter(Q(pk=danger.form) | Q(pk__in=joined)) if danger.form else here.none()
    found.update(changed_at=timezone.now())


def _update(danger: Danger, columns: dict[str, Any], **only: object) -> int:
    # One UPDATE decides: several people have the same alarm before them.
    return Danger.objects.of(danger).filter(**only).update(**columns, version=F("version") + 1)
