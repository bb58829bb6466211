"""An offer in danger that nobody answers in time: it goes on to those of both centres, though it can be taken still."""

from django.db import transaction
from django.utils import timezone

from bereg.centres.scope import beyond
from bereg.dangers.alarm_reach import patience
from bereg.enquiries.outcomes import Urgency
from bereg.transfers.answering import tell_both
from bereg.transfers.models import Transfer


@beyond("transfer")
def tell_unanswered() -> int:
    """Tell both centres of what has waited as long as an alarm does. Return of how many offers."""
    now = timezone.now()
    late = Transfer.objects.everywhere(because="transfer").filter(
        Transfer.unanswered(now), urgency=Urgency.DANGER, told_again_at=None, offered_at__lte=now - patience()
    )
    return sum(_tell(each) for each in late.select_related("centre", "from_centre", "offered_by"))


@transaction.atomic
def _tell(offer: Transfer) -> bool:
    # One UPDATE decides: of several workers one tells, and none where somebody has answered meanwhile.
    now = timezone.now()
    untold = Transfer.objects.of(offer).filter(Transfer.unanswered(now), told_again_at=None)
    if not untold.update(told_again_at=now):
        return False
    tell_both(offer)
    return True
