"""The offers of other centres that wait for an answer, for the first page of whoever answers them."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.centres.due import DueItem, DueTime, items_of
from bereg.core.pagination import FirstRows
from bereg.transfers.models import Transfer
from bereg.transfers.queries import offers_to

MOST = 60  # in danger first, then of those that wait longest; a page with more helps nobody
DAY = dt.timedelta(days=1)


def due(person: User, _now: dt.datetime) -> Iterator[DueItem]:
    """Yield the offers: in danger late from the first minute, else due within a day. Nothing is opened for it."""
    offers = FirstRows(offers_to(person, _now), MOST)
    yield from items_of(offers, map(_item, offers))


def _item(offer: Transfer) -> DueItem:
    centre = {"centre": offer.from_centre}
    danger = _("in danger: %(centre)s passes on an enquiry") % centre
    return DueItem(
        time=DueTime(offer.offered_at if offer.in_danger else offer.offered_at + DAY, offer.centre),
        words=danger if offer.in_danger else _("%(centre)s offers an enquiry") % centre,
        address=offer.get_absolute_url(),
        whom=_("whoever is on duty") if offer.in_danger else _("any operator or supervisor"),
    )
