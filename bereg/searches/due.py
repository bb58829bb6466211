"""Searches that nobody has looked through for half a year, and people who are to be asked, for the first page."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.centres.due import DueItem, DueTime
from bereg.searches.queries import reviews_due, waits_for

MOST = 60  # of those that wait longest; a page with more helps nobody
ASKED_WITHIN = dt.timedelta(days=7)


def due(person: User, now: dt.datetime) -> Iterator[DueItem]:
    """Yield them. Nothing is opened for it."""
    for search in reviews_due(person, now)[:MOST]:
        yield DueItem(
            time=DueTime(search.review_due_at, search.centre),
            words=_("look through a search: does it go on?"),
            address=search.get_absolute_url(),
            whom=str(search.lawyer) if search.lawyer else _("any supervisor"),
        )
    for match in waits_for(person)[:MOST]:
        if match.asked_at:
            yield DueItem(
                time=DueTime(match.asked_at + ASKED_WITHIN, match.centre),
                words=_("ask somebody whether they want to be found"),
                address=match.get_absolute_url(),
                whom=str(match.enquiry.assignee) if match.enquiry.assignee else _("any supervisor"),
            )
