"""The children concerned whom no supervisor took on yet, for the first page of the supervisors."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.centres.due import DueItem, DueTime
from bereg.persons.children import children_for

MOST = 60  # of those that wait longest; a page with more helps nobody


def due(person: User, _now: dt.datetime) -> Iterator[DueItem]:
    """Yield what a supervisor is to look at, late from the moment at which it was noted. No reason is opened."""
    for child in children_for(person).filter(taken_at=None).defer("reason")[:MOST]:
        yield DueItem(
            time=DueTime(child.entered_at, child.centre),
            words=_("somebody under 18 is concerned"),
            address=child.enquiry.get_absolute_url(),
            about=child.enquiry.number,
            whom=_("any supervisor"),
        )
