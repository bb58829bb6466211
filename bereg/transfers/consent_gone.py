"""What stops when a person takes the consent back: an offer to another centre, which nobody may accept any more."""

from django.db.models import F
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
from bereg.enquiries.models import Enquiry
from bereg.transfers.acts import WITHDRAWN
from bereg.transfers.answering import settle
from bereg.transfers.choices import TransferState
from bereg.transfers.models import Transfer
from bereg.vault import actions as vault
from bereg.vault.because import Because


@beyond("transfer")
def stop(enquiry: Enquiry, by: User | None) -> None:
    """Take back what no enquiry has come of yet, and destroy the copies; also of one whose acceptance was cut short."""
    standing = Transfer.objects.through(enquiry=enquiry).filter(
        state__in=[TransferState.OFFERED, TransferState.ACCEPTED], received=None
    )
    found = list(standing.select_for_update(of=("self",)).order_by("pk"))
    standing.update(state=TransferState.WITHDRAWN, answered_at=timezone.now(), answered_by=by, version=F("version") + 1)
    audit.record_many(WITHDRAWN, targets=found, by=by)
    for each in found:
        settle(each)
    # Last, as no rollback brings a key back: what fails before leaves the copy as it was.
    vault.forget(found, by=by, because=Because.CONSENT_WITHDRAWN)
