"""What of offers stands on the page of an enquiry: where it went and how that ended, or from where it came."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.core.panels import Panel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.panels import Dated
from bereg.transfers.access import may_offer
from bereg.transfers.choices import TransferState
from bereg.transfers.queries import centres_for, ended_there, received_as, transfers_on


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return the offers of an enquiry with the outcome of each, to whoever sees it."""
    sent = [(each, ended_there(each) if each.received_id else None) for each in transfers_on(enquiry)]
    came = received_as(enquiry) if enquiry.is_received else None
    is_waiting = any(each.is_open for each, _ended in sent)
    may = may_offer(person, enquiry) and not is_waiting and centres_for(enquiry).exists()
    if not (sent or came or may):
        return None
    return Panel("transfers/panel.html", {"sent": sent, "came": came, "may_offer": may})


def dated(enquiry: Enquiry, _person: User) -> Iterable[Dated]:
    """Return the offers for the time line: when each was made, and how it was answered."""
    for each in transfers_on(enquiry):
        centre = {"centre": each.centre}
        yield Dated(each.offered_at, _("Offered to: %(centre)s") % centre, who=str(each.offered_by or ""))
        if each.answered_at and each.state != TransferState.OFFERED:
            words = _("%(centre)s: %(state)s") % {**centre, "state": each.get_state_display()}
            yield Dated(each.answered_at, words, who=str(each.answered_by or ""))
