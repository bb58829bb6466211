"""Breaking the glass: an administrator reads one record for an hour, at once, and others look at it afterwards.

A second person beforehand would take the time that such a case has not: docs/decisions/0053-second-person.md.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.accounts.who_invited_whom import LASTS as TIE_LASTS
from bereg.accounts.who_invited_whom import tied_to
from bereg.audit import actions as audit
from bereg.centres.queries import Centre, all_centres, centres_of
from bereg.centres.scope import CentreBound, beyond
from bereg.emergency_access.models import BreakGlass, reviewers_of
from bereg.vault import writing
from bereg.vault.classes import Kind, Verdict
from bereg.vault.comparing_with_log import written_new

LASTS, REVIEWED_WITHIN, SHOWN_FOR = dt.timedelta(minutes=60), dt.timedelta(hours=72), dt.timedelta(days=90)
LEAST_REASON, MOST_REASON = 20, 2_000  # characters
LEAST_WORDS = 3  # different ones
OPENED = "break_glass.opened"  # the act, and the kind of its notice
REFUSED = "refused.break_glass"  # the act: it was too soon, or there is no such number
KINDS = frozenset({Kind.NARRATIVE, Kind.CONTACT, Kind.VOICE})  # never what a lawyer or psychologist noted
AT_LEAST_TOLD = 2
NOBODY_TOLD = "nobody_told"  # stands in the record in the place of the record's kind


class NotYourEmergencyError(Exception):
    """The person may not break the glass, or may not review it."""


class ReasonTooShortError(ValueError):
    """The reason says too little."""


class TooSoonError(Exception):
    """Another record was opened within the hour; `possible_at` is when the next one may be."""

    def __init__(self, possible_at: dt.datetime) -> None:
        super().__init__(f"The next record may be opened at {possible_at}.")
        self.possible_at = possible_at


class AlreadyReviewedError(Exception):
    """A colleague was faster."""


class AtOnceError(Exception):
    """The same person is opening another record in this very moment."""


@beyond("break glass")
def break_glass(*, record: Any, reason: str, by: User) -> BreakGlass:
    """Open one record for an hour and tell the supervisors.

    Raise NotYourEmergencyError, ReasonTooShortError, TooSoonError, AtOnceError.
    """
    if not by.may(Permission.BREAK_GLASS):
        raise NotYourEmergencyError
    if not says_enough(reason):
        raise ReasonTooShortError
    now = timezone.now()
    made = BreakGlass(
        id=uuid4(),
        by=by,
        centre_id=record.centre_id,
        record_kind=record._meta.label_lower,
        record=record.pk,
        opened_at=now,
        ends_at=now + LASTS,
        review_by=now + REVIEWED_WITHIN,
    )
    made.reason = writing.seal(made, "reason", reason.strip()[:MOST_REASON])
    try:
        _store(made)
    except TooSoonError:
        audit.refused(REFUSED, target=record, by=by, because="too_soon")
        raise
    except IntegrityError as problem:
        raise AtOnceError from problem
    return made


@transaction.atomic
def _store(made: BreakGlass) -> None:
    User.objects.select_for_update().get(pk=made.by_id)  # of two at once the second waits, and sees the first
    _refuse_another(made)
    _end(BreakGlass.objects.of_person(made.by))
    made.save(force_insert=True)
    told = told_of(made)
    because = made.record_kind if told else NOBODY_TOLD
    audit.record(OPENED, target=made, by=made.by, because=because, sha256=written_new(made))
    notices.give(kind=OPENED, target=str(made.pk), to=told)


def _refuse_another(made: BreakGlass) -> None:
    others = BreakGlass.objects.of_person(made.by).exclude(record=made.record)
    last = others.filter(opened_at__lte=made.opened_at + LASTS).order_by("-opened_at").first()
    if last and made.opened_at < last.opened_at + LASTS:
        raise TooSoonError(last.opened_at + LASTS)


def says_enough(reason: str) -> bool:
    """Tell whether a reason is one: long enough, and of a few different words."""
    words = set(re.findall(r"[^\W\d_]{2,}", reason.casefold()))
    return len(reason.strip()) >= LEAST_REASON and len(words) >= LEAST_WORDS


@beyond("break glass")
def last_opened_at(person: User) -> dt.datetime | None:
    """Return when somebody broke the glass last: each one takes a second factor of its own."""
    found = BreakGlass.objects.of_person(person).filter(opened_at__lte=timezone.now())
    last: dt.datetime | None = found.aggregate(last=Max("opened_at"))["last"]
    return last


@beyond("break glass")
@transaction.atomic
def end(*, opening: BreakGlass, by: User) -> None:
    """Close the record again before its time; again, it does nothing. Raise NotYourEmergencyError."""
    if opening.by_id != by.pk:
        raise NotYourEmergencyError
    if _end(BreakGlass.objects.of(opening)):
        audit.record("break_glass.ended", target=opening, by=by)


@beyond("break glass")
@transaction.atomic
def review(*, opening: BreakGlass, verdict: Verdict, by: User) -> None:
    """Say whether it was needed; over what somebody said who is tied to the opener, where `by` is not.

    Raise NotYourEmergencyError; AlreadyReviewedError where a colleague was faster.
    """
    if not opening.may_be_reviewed_by(by):
        raise NotYourEmergencyError
    tied = tied_to(opening.by_id)
    over = Q() if by.pk in tied else Q(reviewed_by__in=tied)
    # One UPDATE decides: two supervisors may have the same page open.
    unreviewed = BreakGlass.objects.of(opening).filter(Q(verdict="") | over)
    if not unreviewed.update(verdict=verdict, reviewed_by=by, reviewed_at=timezone.now()):
        raise AlreadyReviewedError
    audit.record("break_glass.reviewed", target=opening, by=by, because=verdict)
    if by.pk in tied:  # whoever is not, and is back before long, still has to look
        notices.take_back(kind=OPENED, target=str(opening.pk), of=tied)
    else:
        notices.settle(kind=OPENED, target=str(opening.pk))


@beyond("break glass")
def is_open(by: User, record: Any) -> bool:
    """Tell whether somebody has broken the glass of this record, and the hour is not over."""
    opened = _open_of(by).filter(record_kind=record._meta.label_lower, record=record.pk)
    return by.may(Permission.BREAK_GLASS) and opened.exists()


@beyond("break glass")
def open_of(person: User) -> BreakGlass | None:
    """Return what somebody has open now."""
    return _open_of(person).first() if person.may(Permission.BREAK_GLASS) else None


def opens(by: User, record: Any, kind: Kind) -> bool:
    """Tell the vault whether somebody may read a text for having broken the glass of its record."""
    return kind in KINDS and is_open(by, record)


def told_of(opening: BreakGlass) -> list[User]:
    """Return whom to tell: the supervisors of the centre; administrators too where that is fewer than two."""
    supervisors, admins = reviewers_of(opening.centre_id, but=opening.by_id)
    return supervisors if len(supervisors) >= AT_LEAST_TOLD else [*supervisors, *admins]


@beyond("break glass")
def tell_who_came_since() -> None:
    """Tell of what waits for a review whoever can be told by now and could not be then.

    For the minute in which it was opened everybody else may have been closed, or given another role. Also of what
    somebody reviewed meanwhile whom the same person had let in.
    """
    lately = Q(verdict="") | Q(opened_at__gt=timezone.now() - TIE_LASTS)
    for opening in _everywhere().filter(lately):
        _tell_who_came_since(opening)


@transaction.atomic
def _tell_who_came_since(opening: BreakGlass) -> None:
    # Of two timers at once, or a review under way, the second waits here and finds what the first did.
    stands = BreakGlass.objects.of(opening).select_for_update(of=("self",), no_key=True).first()
    if stands and (not stands.verdict or stands.is_reviewed_by_tied()):
        known = notices.told_of(kind=OPENED, target=str(opening.pk))
        came = [person for person in told_of(opening) if person.pk not in known]
        notices.give(kind=OPENED, target=str(opening.pk), to=came)


@dataclass(frozen=True)
class PeopleTold:
    """How many people of which role are told of a glass broken at a centre."""

    centre: Centre
    supervisors: int
    admins: int


def told_at_each_centre(by: User) -> list[PeopleTold]:
    """Return whom each centre's glass would tell, for who is about to break one."""
    counts = []
    for centre in all_centres().order_by("prefix"):
        supervisors, admins = (len(some) for some in reviewers_of(centre.pk, but=by.pk))
        counts.append(PeopleTold(centre, supervisors, admins if supervisors < AT_LEAST_TOLD else 0))
    return counts


@beyond("break glass")
def seen_by(person: User) -> list[BreakGlass]:
    """Return what somebody may review or did themselves: the unreviewed, and the last weeks; the oldest wait first."""
    shown = _reached_by(person).filter(Q(verdict="") | Q(opened_at__gte=timezone.now() - SHOWN_FOR))
    found = shown.select_related("by", "centre", "reviewed_by").order_by("reviewed_at", "opened_at")
    return [opening for opening in found if opening.by_id == person.pk or opening.may_be_reviewed_by(person)]


@beyond("break glass")
def seen(person: User, id: Any) -> BreakGlass | None:
    """Return one opening, if somebody may review it or did it themselves."""
    found = _reached_by(person).select_related("by", "centre", "reviewed_by").filter(pk=id).first()
    return found if found and (found.by_id == person.pk or found.may_be_reviewed_by(person)) else None


@beyond("break glass")
def overdue() -> int:
    """Count what nobody has reviewed in time."""
    return _everywhere().filter(verdict="", review_by__lte=timezone.now()).count()


@beyond("break glass")
def of(id: Any) -> BreakGlass | None:
    """Return one opening, for the words of a notice."""
    return _everywhere().select_related("by").filter(pk=id).first()


def _reached_by(person: User) -> CentreBound[BreakGlass]:
    """Return one's own, and those of one's centres; an administrator may review where a centre has no supervisor."""
    match person.scope(Permission.BREAK_GLASS_REVIEW):
        case Scope.ALL:
            return _everywhere()
        case None:
            return BreakGlass.objects.of_person(person)
    return BreakGlass.objects.of_person(person) | BreakGlass.objects.of_centres(centres_of(person))


def _everywhere() -> CentreBound[BreakGlass]:
    return BreakGlass.objects.everywhere(because="break glass")


def _open_of(person: User) -> QuerySet[BreakGlass]:
    """One of a day to come was opened before the clock was set back: its hour is over."""
    now = timezone.now()
    return BreakGlass.objects.of_person(person).filter(ended_at=None, ends_at__gt=now, ends_at__lte=now + 2 * LASTS)


def _end(openings: QuerySet[BreakGlass]) -> int:
    """Close what is open, and note when what ran out did. Return how many were open."""
    now, not_ended = timezone.now(), openings.filter(ended_at=None)
    not_ended.filter(ends_at__lte=now).update(ended_at=F("ends_at"))
    return not_ended.update(ended_at=now)
