"""What waits for a person, as notices. Each is given anew after a week, until it is done."""

from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.permissions import Permission
from bereg.centres.queries import people_at
from bereg.enquiries.retention_periods import IDLE, idle_centres
from bereg.retention import holds
from bereg.retention.holds import REVIEW


def tell() -> None:
    """Tell supervisors of what nobody closes, and who looks after a hold that it is to be looked at."""
    for centre in sorted(idle_centres(timezone.now()), key=str):
        notices.settle(kind=IDLE, target=str(centre))
        notices.give(kind=IDLE, target=str(centre), to=people_at(centre, Permission.HOLD_SET))
    for hold in holds.standing().select_related("owner"):
        if holds.is_review_due(hold):
            notices.settle(kind=REVIEW, target=str(hold.pk))
            notices.give(kind=REVIEW, target=str(hold.pk), to=holds.looked_after_by(hold))
