"""What came to somebody since they were here last: notes that colleagues left to the next shift."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.centres.news import NewsLine
from bereg.shifts.queries import notes_for


def news(person: User, since: dt.datetime, _told: Counter[str]) -> Iterator[NewsLine]:
    """Count the notes of others, and lead to the last one; its words open there."""
    left = list(notes_for(person).filter(written_at__gt=since).exclude(written_by=person).values_list("pk", flat=True))
    if left:
        words = ngettext("%(count)s note to the next shift", "%(count)s notes to the next shift", len(left))
        yield NewsLine(words % {"count": len(left)}, reverse("shifts:note", args=[left[0]]))
