"""Reading of offers, limited to what the person may see: each side its own."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of, open_centres, own_centres
from bereg.centres.scope import CentreBound, beyond
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Outcome, Urgency
from bereg.enquiries.queries import enquiries_for
from bereg.transfers.access import answers_for_centre, is_on_duty
from bereg.transfers.models import Transfer

BESIDE = ("centre", "from_centre", "offered_by", "answered_by")
# Who takes what another centre offers works there: a centre where nobody does is offered nothing.
_ANSWERING = {"memberships__user__closed_at": None}


@dataclass(frozen=True)
class Ended:
    """What the sender learns of how it went at the other centre: the outcome alone."""

    is_closed: bool = False
    outcome: str = ""

    @property
    def words(self) -> str:
        return str(Outcome(self.outcome).label) if self.outcome else ""


def centres_for(enquiry: Enquiry) -> QuerySet[Centre]:
    """Return the centres to which an enquiry may be offered: those at work where somebody could answer."""
    roles = [each for each in roles_with(Permission.ENQUIRY_REGISTER) if _reads_centre(each)]
    found = open_centres().exclude(pk=enquiry.centre_id)
    return found.filter(memberships__user__role__in=roles, **_ANSWERING).distinct().order_by("code")


def _reads_centre(role: str) -> bool:
    return User(role=role).scope(Permission.ENQUIRY_READ) == Scope.CENTRE


def offers_to(person: User, now: dt.datetime) -> CentreBound[Transfer]:
    """Return the offers that wait for somebody, or whose acceptance was cut short: in danger first, then the oldest."""
    if not person.may(Permission.ENQUIRY_REGISTER):
        return Transfer.objects.none()
    found = Transfer.objects.of_centres(centres_of(person)).filter(
        Transfer.unanswered(now) | Transfer.cut_short(person, now)
    )
    if not answers_for_centre(person):
        if not found.filter(urgency=Urgency.DANGER).exists():
            return Transfer.objects.none()  # as nearly always: the roster is not asked for each first page
        duty = [each.pk for each in own_centres(person) if is_on_duty(person, each)]
        found = found.filter(urgency=Urgency.DANGER, centre__in=duty)
    danger_first = Case(When(urgency=Urgency.DANGER, then=Value(0)), default=Value(1))
    return found.select_related("centre", "from_centre").order_by(danger_first, "offered_at")


def transfer_for(person: User, pk: UUID) -> Transfer | None:
    """Return an offer that somebody may look at: of an enquiry that they see, or to their centre and theirs to answer.

    Who answered one looks at it still. The enquiry is the sender's: never join it for the other side.
    """
    sent = Transfer.objects.through(enquiry__in=enquiries_for(person)).filter(pk=pk)
    found = sent.select_related(*BESIDE).first()
    return found or _received_by(person).filter(pk=pk).select_related(*BESIDE).first()


def _received_by(person: User) -> CentreBound[Transfer]:
    here = Transfer.objects.of_centres(centres_of(person))
    if answers_for_centre(person):
        return here
    duty = [each.pk for each in own_centres(person) if is_on_duty(person, each)]
    return here.filter(Q(answered_by=person) | Q(urgency=Urgency.DANGER, centre__in=duty))


def goes_on(person: User, transfer: Transfer, now: dt.datetime) -> bool:
    """Tell whether the acceptance of an offer was cut short, so that somebody may go on with it."""
    return Transfer.objects.of(transfer).filter(Transfer.cut_short(person, now)).exists()


def sent_from(person: User, transfer: Transfer) -> Enquiry | None:
    """Return the enquiry that was offered, where somebody sees it."""
    return enquiries_for(person).filter(pk=transfer.enquiry_id).select_related("centre", "assignee").first()


def transfers_on(enquiry: Enquiry) -> QuerySet[Transfer]:
    """Return the offers of an enquiry at hand, the latest first."""
    return Transfer.objects.through(enquiry=enquiry).select_related(*BESIDE).order_by("-offered_at")


def received_as(enquiry: Enquiry) -> Transfer | None:
    """Return by which offer an enquiry at hand came."""
    return Transfer.objects.through(received=enquiry).select_related(*BESIDE).first()


@beyond("transfer")
def ended_there(transfer: Transfer) -> Ended:
    """Return how it ended at the other centre: the sender sees this, and nothing else of that enquiry."""
    if transfer.received_id is None:
        return Ended()
    there = Enquiry.objects.everywhere(because="transfer").filter(pk=transfer.received_id)
    closed_at, outcome = there.values_list("closed_at", "outcome").first() or (None, "")
    return Ended(is_closed=True, outcome=outcome) if closed_at else Ended()
