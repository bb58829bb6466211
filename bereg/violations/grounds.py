"""On what a check request rests: the person agrees, or two enquiries that come from different people."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import centres_of
from bereg.centres.scope import beyond
from bereg.dispatch.choices import DispatchGround, DispatchState
from bereg.enquiries.outcomes import Consent
from bereg.transfers.matters import roots_of
from bereg.violations.choices import EmployerGuess, ToldFurther
from bereg.violations.models import CheckRequest, Violation
from bereg.violations.queries import among, naming_the_same

UNDRAFTED = Q(dispatch=None) | Q(dispatch__state=DispatchState.STOPPED)  # what was stopped waits again


def ground_of(check: CheckRequest) -> DispatchGround | None:
    """Return on what ground it may leave; None: it waits.

    Where the employer could guess who told of it, a second enquiry does not do: the person has to agree.
    """
    first, second = check.violation, check.second
    if check.enquiry.consent != Consent.YES or first.is_refused:
        return None
    if first.told_further == ToldFurther.AGREED:
        return DispatchGround.CONSENT
    if second is None or check.guess == EmployerGuess.YES or second.is_refused or check.judged_at is None:
        return None
    is_standing = second.enquiry.consent == Consent.YES and not second.enquiry.mistake
    return DispatchGround.MATTERS if is_standing else None


def candidates(check: CheckRequest, person: User) -> list[Violation]:
    """Return what may stand beside: of other matters that name the firm, whose text somebody reads, and no refusal."""
    match = naming_the_same([check.violation])
    if match is None:
        return []
    reached = among(person, Permission.NARRATIVE_READ)
    found = reached.filter(match, enquiry__consent=Consent.YES, enquiry__mistake="")
    others = list(
        found.exclude(told_further=ToldFurther.REFUSED).select_related("enquiry__centre").order_by("raised_at")
    )
    roots = roots_of([check.enquiry_id, *(each.enquiry_id for each in others)])
    return [each for each in others if roots[each.enquiry_id] != roots[check.enquiry_id]]


def waiting_of(person: User) -> QuerySet[CheckRequest]:
    """Return the check requests that wait, of the enquiries that somebody has: those asked first come first."""
    if not person.may(Permission.VIOLATION_CHECK):
        return CheckRequest.objects.none()
    found = CheckRequest.objects.of_centres(centres_of(person)).filter(UNDRAFTED, enquiry__assignee=person)
    return found.select_related("violation", "second__enquiry", "enquiry__centre", "centre").order_by("asked_at", "pk")


@beyond("same firm")
def waiting_for(violation: Violation) -> Iterable[CheckRequest]:
    """Return the check requests, at whatever centre, that wait for another enquiry with the firm of this one."""
    match = naming_the_same([violation])
    if match is None or violation.is_refused:
        return []
    same = Violation.objects.everywhere(because="same firm").filter(match).exclude(enquiry=violation.enquiry_id)
    every = CheckRequest.objects.everywhere(because="same firm").filter(UNDRAFTED, violation__in=same)
    found = every.exclude(violation__told_further=ToldFurther.AGREED).exclude(second=violation.pk)
    # A second enquiry may stand there that counts no more: it said no, or withdrew while a hold keeps it.
    beside = found.select_related("asked_by", "enquiry", "violation", "second__enquiry")
    return [each for each in beside if ground_of(each) is None]
