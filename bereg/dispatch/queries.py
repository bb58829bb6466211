"""Reading of what leaves, limited to what the person may see."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.queries import centres_of
from bereg.centres.scope import CentreBound, beyond
from bereg.directory.content import KINDS
from bereg.dispatch.choices import BEFORE, TO_SEE_TO, UNDER_WAY, DispatchGround, DispatchState
from bereg.dispatch.models import Dispatch
from bereg.dispatch.reach import about_led, about_left_to
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import enquiries_for, reached_by
from bereg.reference.models import ReferenceEntry
from bereg.reference.queries import published

BESIDE = ("centre", "enquiry__centre", "enquiry__assignee", "recipient__published")
PEOPLE = ("drafted_by", "signed_by", "agreed_by", "sent_by", "reviewed_by")
REVIEW = Q(review_by__isnull=False, reviewed_at=None)  # one person sent it, and nobody has looked at it yet
FURTHER = Q(state=DispatchState.ANSWERED, reply_due__isnull=False)  # answered, and more was promised
WAITS = Q(state__in=BEFORE | {DispatchState.SENT}) | FURTHER | Q(deletion__in=TO_SEE_TO) | REVIEW
WORDS = ("content", "codes", "decisions", "reason", "despite", "reply")


def dispatches_for(person: User) -> CentreBound[Dispatch]:
    """Return what somebody sees: of the enquiries that they see, and of no enquiry at their centres."""
    here = Dispatch.objects.of_centres(centres_of(person))
    if not person.may(Permission.DISPATCH_DRAFT):
        return Dispatch.objects.none()
    own = Q(drafted_by=person)
    free = Q(enquiry=None) if person.may(Permission.DISPATCH_SIGN) else Q(enquiry=None) & own
    return here.filter(free | _among(enquiries_for(person)) | about_led(person)).select_related(*BESIDE, *PEOPLE)


def dispatch_for(person: User, pk: UUID) -> Dispatch | None:
    """Return one that somebody sees."""
    return dispatches_for(person).filter(pk=pk).first()


def worked_on_by(person: User) -> CentreBound[Dispatch]:
    """Return those whose words somebody may read: `Dispatch.is_reached_by` says the same of one."""
    found = dispatches_for(person)
    own = Q(enquiry=None) | _among(reached_by(person, Permission.DISPATCH_DRAFT))
    if person.scope(Permission.DISPATCH_DRAFT) == Scope.CENTRE:
        own = Q()
    return found.filter(Q(subject=None) & own | about_led(person) | about_left_to(person))


def _among(enquiries: QuerySet[Enquiry]) -> Q:
    """Match what is about one of these enquiries, each asked for by its id: of a list SQLite reads all first."""
    return Q(Exists(enquiries.filter(pk=OuterRef("enquiry"))))


def dispatches_on(enquiry: Enquiry) -> QuerySet[Dispatch]:
    """Return what left, or is to leave, about an enquiry at hand: the latest first."""
    return Dispatch.objects.through(enquiry=enquiry).select_related(*BESIDE, *PEOPLE).order_by("-drafted_at")


def waiting_of(person: User, now: dt.datetime) -> CentreBound[Dispatch]:
    """Return what waits for somebody to go on: drafts, signed ones, answers, further ones, deletions, reviews."""
    return worked_on_by(person).filter(WAITS).defer(*WORDS).order_by(*_most_pressing_first(now))


def led_by_colleagues(person: User, now: dt.datetime) -> CentreBound[Dispatch]:
    """Return what somebody sees that waits for colleagues, as it is theirs to go on with."""
    own = waiting_of(person, now).order_by().values("pk")
    found = dispatches_for(person).filter(WAITS).exclude(pk__in=own)
    return found.defer(*WORDS).order_by(*_most_pressing_first(now))


def over_for(person: User) -> CentreBound[Dispatch]:
    """Return what somebody sees that waits for nobody: answered, ended or stopped, the latest first."""
    return dispatches_for(person).exclude(WAITS).defer(*WORDS).order_by("-drafted_at", "pk")


def _most_pressing_first(now: dt.datetime) -> list[Any]:
    """Return an order by which a list that is cut short loses what has most time; databases sort NULLs differently."""
    late = Q(reply_due__lt=timezone.localtime(now).date())
    pressing = Case(When(REVIEW | Q(deletion__in=TO_SEE_TO) | late, then=0), When(state__in=BEFORE, then=1), default=2)
    return [pressing, F("reply_due").asc(nulls_last=True), "drafted_at", "pk"]


@beyond("retention")
def reviews_overdue(now: dt.datetime) -> int:
    """Count, at every centre, what one person sent alone and nobody has reviewed in time."""
    return Dispatch.objects.everywhere(because="retention").filter(REVIEW, review_by__lte=now).count()


def under_way_of_consent(enquiry: Enquiry) -> list[Dispatch]:
    """Return what is under way about an enquiry because the person agreed, locked until the transaction ends."""
    found = Dispatch.objects.through(enquiry=enquiry).filter(ground=DispatchGround.CONSENT)
    gone = [*UNDER_WAY, DispatchState.ENDED]
    return list(found.filter(state__in=gone).select_for_update(of=("self",)).order_by("pk"))


def recipients() -> QuerySet[ReferenceEntry]:
    """Return to whom something may go: the organisations and services of the directory that are in force."""
    return published().filter(kind__in=KINDS).select_related("published")


def agrees_still(enquiry: Enquiry) -> bool:
    """Lock an enquiry, and tell whether its person agrees in this moment: nobody withdraws until all is done."""
    standing = Enquiry.objects.of(enquiry).select_for_update(no_key=True).filter(consent=Consent.YES)
    return standing.exists()


def imported_keys(keys: Iterable[str], *, centre: str) -> set[str]:
    """Return those of these digests of imported rows that stand already at a centre, by its code."""
    found = Dispatch.objects.everywhere(because="import").filter(centre__code=centre, import_key__in=list(keys))
    return {key for key in found.values_list("import_key", flat=True) if key}
