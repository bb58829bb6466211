"""What of enquiries stands on the page of retention: those that nobody closes, so that their time does not begin."""

from django.utils import timezone

from bereg.accounts.models import User
from bereg.core.panels import Panel
from bereg.enquiries.queries import enquiries_for
from bereg.enquiries.retention_periods import idle
from bereg.retention.rules import MOST_COUNTED

MOST_SHOWN = 50


def panel(person: User) -> Panel | None:
    """Return the enquiries of somebody's centres that are open and that nobody has touched for a year."""
    forgotten = (idle(timezone.now()) & enquiries_for(person)).order_by("changed_at")
    count = forgotten.order_by()[: MOST_COUNTED + 1].count()
    if not count:
        return None
    shows = {
        "enquiries": forgotten[:MOST_SHOWN],
        "count": count,
        "plural": min(count, MOST_COUNTED),  # "more than 500 enquiries", not as 501 would be
        "most": MOST_COUNTED,
    }
    return Panel("enquiries/idle.html", shows)
