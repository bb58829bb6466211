"""On the file of an enquiry: at which outreach it was opened."""

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.core.panels import Panel
from bereg.enquiries.models import Enquiry
from bereg.outreach.queries import events_for, opened_of


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return where an enquiry was opened, to whoever sees it."""
    opened = opened_of(enquiry)
    if opened is None:
        return None
    reads = person.may(Permission.OUTREACH)
    # Another centre may hold it by now; of a coarse enquiry nobody knows it any more.
    sees = reads and opened.event_id is not None and events_for(person).filter(pk=opened.event_id).exists()
    shows = {"opened": opened, "sees": sees, "may_unlink": reads and not opened.counted_in}
    return Panel("outreach/panel.html", shows)
