"""The check requests for which a second enquiry has come, for the first page of the lawyer who asked."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.centres.due import DueItem, DueTime, items_of
from bereg.core.pagination import FirstRows
from bereg.violations.grounds import candidates, ground_of, waiting_of
from bereg.violations.models import CheckRequest

MOST = 60  # of those that wait longest; a page with more helps nobody


def due(person: User, _now: dt.datetime) -> Iterator[DueItem]:
    """Yield what a lawyer is to judge or to draft. Nothing is opened for it."""
    requests = FirstRows(waiting_of(person), MOST)
    yield from items_of(requests, _due_of(requests, person))


def _due_of(requests: list[CheckRequest], person: User) -> Iterator[DueItem]:
    for each in requests:
        ready = ground_of(each) is not None
        if ready or candidates(each, person):
            yield DueItem(
                time=DueTime(each.asked_at, each.centre),
                words=_("a check may be drafted") if ready else _("a second enquiry names the same firm: judge it"),
                address=each.get_absolute_url(),
                about=each.enquiry.number,
            )
