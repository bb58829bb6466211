"""Which enquiries are the same matter as one: what it was passed on as, and what it came from."""

from uuid import UUID

from bereg.centres.scope import beyond
from bereg.enquiries.models import Enquiry
from bereg.transfers.models import Transfer


@beyond("transfer")
def ends_of(enquiry: Enquiry) -> set[UUID]:
    """Return the ids of the enquiries directly beyond, in the transaction around.

    Locked: an offer that is being accepted is either an enquiry by now, or finds nothing to become one.
    """
    every = Transfer.objects.everywhere(because="transfer")
    sent = every.filter(enquiry=enquiry).order_by("pk").select_for_update(of=("self",))
    came = every.filter(received=enquiry).values_list("enquiry_id", flat=True)
    return {each for each in sent.values_list("received_id", flat=True) if each} | set(came)
