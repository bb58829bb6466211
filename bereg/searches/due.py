"""Searches that nobody has looked through for half a year, and people who are to be asked, for the first page."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.centres.due import DueItem, DueTime, items_of
from bereg.core.pagination import FirstRows
from bereg.searches.models import Match, SearchRequest
from bereg.searches.queries import reviews_due, waits_for

MOST = 60  # of those that wait longest; a page with more helps nobody
ASKED_WITHIN = dt.timedelta(days=7)


def due(person: User, now: dt.datetime) -> Iterator[DueItem]:
    """Yield them. Nothing is opened for it."""
    searches = FirstRows(reviews_due(person, now), MOST)
    yield from items_of(searches, map(_review, searches))
    matches = FirstRows(waits_for(person), MOST)
    yield from items_of(matches, (_question(match, match.asked_at) for match in matches if match.asked_at))


def _review(search: SearchRequest) -> DueItem:
    return DueItem(
        time=DueTime(search.review_due_at, search.centre),
        words=_("look through a search: does it go on?"),
        address=search.get_absolute_url(),
        whom=str(search.lawyer) if search.lawyer else _("any supervisor"),
    )


def _question(match: Match, asked_at: dt.datetime) -> DueItem:
    return DueItem(
        time=DueTime(asked_at + ASKED_WITHIN, match.centre),
        words=_("ask somebody whether they want to be found"),
        address=match.get_absolute_url(),
        whom=str(match.enquiry.assignee) if match.enquiry.assignee else _("any supervisor"),
    )
