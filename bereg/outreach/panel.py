"""On the file of an enquiry: at which outreach it was opened."""

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.core.panels import Panel
from bereg.enquiries.models import Enquiry
from bereg.outreach.queries import opened_of


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return where an enquiry was opened, to whoever sees it."""
    opened = opened_of(enquiry)
    if opened is None:
        return None
    reads = person.may(Permission.OUTREACH)
    shows = {"opened": opened, "reads": reads, "may_unlink": reads and not opened.counted_in}
    return Panel("outreach/panel.html", shows)
