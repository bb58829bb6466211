"""The offers of other centres that wait for an answer, for the first page of whoever answers them."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.centres.due import DueItem, DueTime
from bereg.transfers.queries import offers_to

MOST = 60  # in danger first, then of those that wait longest; a page with more helps nobody
DAY = dt.timedelta(days=1)


def due(person: User, _now: dt.datetime) -> Iterator[DueItem]:
    """Yield the offers: in danger late from the first minute, else due within a day. Nothing is opened for it."""
    for each in offers_to(person, _now)[:MOST]:
        centre = {"centre": each.from_centre}
        danger = _("in danger: %(centre)s passes on an enquiry") % centre
        yield DueItem(
            time=DueTime(each.offered_at if each.in_danger else each.offered_at + DAY, each.centre),
            words=danger if each.in_danger else _("%(centre)s offers an enquiry") % centre,
            address=each.get_absolute_url(),
            whom=_("whoever is on duty") if each.in_danger else _("any operator or supervisor"),
        )
