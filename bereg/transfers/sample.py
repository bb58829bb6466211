"""The offers of the demonstration: a few of its year that nobody took on, and why; of our own days two at each centre.

One was taken on, in danger where another centre has such an enquiry, and has ended there; one waits.
"""

import datetime as dt
from random import Random

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.permissions import Permission
from bereg.accounts.roles import Role
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import open_centres, people_at
from bereg.enquiries.bulk_actions import close_several
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.transfers.accepting import accept
from bereg.transfers.actions import Offering, offer
from bereg.transfers.choices import DeclineReason, Ground, TransferState
from bereg.transfers.expiry import KEPT
from bereg.transfers.models import Transfer
from bereg.transfers.parcel import choices_of, visible
from bereg.transfers.queries import BESIDE, centres_for

EACH = 150  # one offer for so many enquiries
BECAME = (TransferState.DECLINED, TransferState.DECLINED, TransferState.WITHDRAWN, TransferState.LAPSED)


def sample(centre: Centre) -> None:
    """Write the offers of one centre; the same every time. Their copies are gone, as nobody took them on."""
    agreed = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES, assignee__isnull=False)
    made = [_offer(each) for each in agreed.select_related("centre", "assignee").order_by("number")[::EACH]]
    Transfer.objects.bulk_create([each for each in made if each])


def renew(centre: Centre) -> None:
    """Let one have been taken on at a centre and one wait, where another centre has something to pass on."""
    if not Transfer.objects.of_centres([centre]).filter(state=TransferState.ACCEPTED).exists():
        _take_on(centre)
    if Transfer.objects.of_centres([centre]).filter(Transfer.unanswered(timezone.now())).exists():
        return
    _offer_to(centre, Ground.AGREED)  # none of danger may wait, since it alarms


def _take_on(centre: Centre) -> None:
    """Let an operator of a centre take on what another one passes on, and tell whoever asked where to turn."""
    by = next((each for each in people_at(centre.pk, Permission.ENQUIRY_REGISTER) if each.role == Role.OPERATOR), None)
    if by and (offered := _offer_to(centre, Ground.UNREACHABLE) or _offer_to(centre, Ground.AGREED)):
        made = accept(transfer=offered, by=by)
        close_several(versions={made.pk: made.version}, outcome=Outcome.DIRECTED, by=by)


def _offer_to(centre: Centre, ground: Ground) -> Transfer | None:
    """Offer to a centre what another one has, the latest; without asking in danger alone."""
    others, is_danger = open_centres().exclude(pk=centre.pk).order_by("-code"), ground != Ground.AGREED
    free = (found for each in others if (found := _free_at(each, is_danger=is_danger)))
    enquiry = next((each for each in free if centre in centres_for(each)), None)
    if enquiry is None or enquiry.assignee is None:
        return None
    by, pk = enquiry.assignee, demonstration_id("open offer", f"{enquiry.number} {today_at(centre)}")
    offering = Offering(centre, ground, choices_of(enquiry, by), enquiry.version)
    offer(id=pk, enquiry=enquiry, offering=offering, by=by)
    return Transfer.objects.of_centres([centre]).select_related(*BESIDE).get(pk=pk)


def _free_at(centre: Centre, *, is_danger: bool) -> Enquiry | None:
    """Return the latest enquiry of an operator that may be passed on."""
    passed = Transfer.objects.through(enquiry=OuterRef("pk")).filter(
        Transfer.unanswered(timezone.now()) | Q(state=TransferState.ACCEPTED)
    )
    found = Enquiry.objects.of_centres([centre]).exclude(Exists(passed))
    found = found.filter(urgency=Urgency.DANGER) if is_danger else found.exclude(urgency=Urgency.DANGER)
    agreed = found.filter(consent=Consent.YES, closed_at=None, mistake="", is_received=False)
    operators = agreed.filter(assignee__role=Role.OPERATOR).order_by("-number")
    return operators.select_related("centre", "assignee", "questionnaire").first()


def _offer(enquiry: Enquiry) -> Transfer | None:
    to = centres_for(enquiry).first()
    if to is None:
        return None
    rng = Random(f"transfer {enquiry.number}")  # noqa: S311 - must be the same every time, and guards invented data alone
    state, offered_at = rng.choice(BECAME), enquiry.opened_at + dt.timedelta(minutes=rng.randrange(20, 60))
    took = KEPT if state == TransferState.LAPSED else dt.timedelta(minutes=rng.randrange(15, 600))
    return Transfer(
        id=demonstration_id("transfer", enquiry.number),
        centre=to,
        enquiry=enquiry,
        from_centre_id=enquiry.centre_id,
        ground=Ground.AGREED,
        state=state,
        because=rng.choice(list(DeclineReason)) if state == TransferState.DECLINED else "",
        offered_at=offered_at,
        offered_by=enquiry.assignee,
        answered_at=offered_at + took,
        version=2,
        **visible(enquiry, "ru"),
    )
