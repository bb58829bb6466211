"""The offers of the demonstration: a few of its year that nobody took on, and why; one that waits at each centre."""

import datetime as dt
from random import Random

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bereg.accounts.demonstration import demonstration_id
from bereg.accounts.roles import Role
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.centres.queries import open_centres
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.transfers.actions import Offering, offer
from bereg.transfers.lists import KEPT, DeclineReason, Ground, TransferState
from bereg.transfers.models import Transfer
from bereg.transfers.parcel import choices_of, visible
from bereg.transfers.queries import centres_for

EACH = 150  # one offer for so many enquiries
BECAME = (TransferState.DECLINED, TransferState.DECLINED, TransferState.WITHDRAWN, TransferState.LAPSED)


def sample(centre: Centre) -> None:
    """Write the offers of one centre; the same every time. Their copies are gone, as nobody took them on."""
    agreed = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES, assignee__isnull=False)
    made = [_offer(each) for each in agreed.select_related("centre", "assignee").order_by("number")[::EACH]]
    Transfer.objects.bulk_create([each for each in made if each])


def renew(centre: Centre) -> None:
    """Let one offer wait at a centre, where none does and another centre has something to pass on."""
    if Transfer.objects.of_centres([centre]).filter(Transfer.unanswered(timezone.now())).exists():
        return
    others = open_centres().exclude(pk=centre.pk).order_by("-code")
    enquiry = next((found for each in others if (found := _free_at(each)) and centre in centres_for(found)), None)
    if enquiry and enquiry.assignee:
        by, pk = enquiry.assignee, demonstration_id("open offer", f"{enquiry.number} {today_at(centre)}")
        offering = Offering(centre, Ground.AGREED, choices_of(enquiry, by), enquiry.version)
        offer(id=pk, enquiry=enquiry, offering=offering, by=by)


def _free_at(centre: Centre) -> Enquiry | None:
    """Return the latest enquiry of an operator that may be passed on. None of danger, since it alarms."""
    passed = Transfer.objects.through(enquiry=OuterRef("pk")).filter(
        Transfer.unanswered(timezone.now()) | Q(state=TransferState.ACCEPTED)
    )
    found = Enquiry.objects.of_centres([centre]).exclude(Exists(passed)).exclude(urgency=Urgency.DANGER)
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
