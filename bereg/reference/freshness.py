"""How long an entry is relied on.

By `review_by` its owner looks at it again; a law that ends earlier brings that day forward. What nobody looked at for a
second term after it leaves the public pages, except what stays by its kind: a number for emergencies that may be old is
better than none.
"""

import datetime as dt

from bereg.reference.choices import Freshness
from bereg.reference.models import EntryVersion

SECOND_TERM = dt.timedelta(days=30)


def due_on(version: EntryVersion) -> dt.date | None:
    """Return the day by which somebody is to look at it again."""
    return min(filter(None, (version.review_by, version.law_to)), default=None)


def leaves_on(version: EntryVersion) -> dt.date | None:
    """Return the first day on which the public does not see it; None where it stays."""
    due = due_on(version)
    return None if due is None or version.entry.of_kind.stays(version.content) else due + SECOND_TERM


def freshness(version: EntryVersion, today: dt.date) -> Freshness:
    """Tell how an entry stands on a day."""
    due = due_on(version)
    if due is None or today <= due:
        return Freshness.CURRENT
    return Freshness.EXPIRED if version.leaves_on and version.leaves_on <= today else Freshness.OVERDUE


def is_in_force(version: EntryVersion, today: dt.date) -> bool:
    """Tell whether the law that it tells of is in force on a day."""
    return (version.law_from is None or version.law_from <= today) and (
        version.law_to is None or today <= version.law_to
    )
