"""Who let whom in lately: one person may hold both accounts, and be both persons of an act that takes two.

docs/decisions/0142-who-is-no-second-person.md says why, and for how long.
"""

import datetime as dt
from uuid import UUID

from django.utils import timezone

from bereg.accounts.models import Reset, User

LASTS = dt.timedelta(days=30)


def tied_to(person: UUID) -> frozenset[UUID]:
    """Return the ids of those whom somebody let in lately, and of those who let them in."""
    since = timezone.now() - LASTS
    invited = User.objects.filter(joined_at__gt=since, invited_by__isnull=False).order_by()
    let_in = Reset.objects.filter(let_in_at__gt=since, offered_by__isnull=False).order_by()
    found = invited.filter(invited_by=person).values_list("pk", flat=True)
    return frozenset(
        found.union(
            invited.filter(pk=person).values_list("invited_by", flat=True),
            let_in.filter(offered_by=person).values_list("user", flat=True),
            let_in.filter(user=person).values_list("offered_by", flat=True),
        )
    )
