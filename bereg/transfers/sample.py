"""The offers of the demonstration year: a few from each centre that nobody took on, and why."""

import datetime as dt
from random import Random

from bereg.accounts.demonstration import demonstration_id
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.transfers.lists import KEPT, DeclineReason, Ground, TransferState
from bereg.transfers.models import Transfer
from bereg.transfers.parcel import visible
from bereg.transfers.queries import centres_for

EACH = 150  # one offer for so many enquiries
BECAME = (TransferState.DECLINED, TransferState.DECLINED, TransferState.WITHDRAWN, TransferState.LAPSED)


def sample(centre: Centre) -> None:
    """Write the offers of one centre; the same every time. Their copies are gone, as nobody took them on."""
    agreed = Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES, assignee__isnull=False)
    made = [_offer(each) for each in agreed.select_related("centre", "assignee").order_by("number")[::EACH]]
    Transfer.objects.bulk_create([each for each in made if each])


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
