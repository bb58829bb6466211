"""The children concerned whom no supervisor took on, or one who left, for the first page of the supervisors."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.due import DueItem, DueTime, items_of
from bereg.core.pagination import FirstRows
from bereg.persons.children import children_for, left_alone
from bereg.persons.models import Person

MOST = 60  # of those that wait longest; a page with more helps nobody


def due(person: User, _now: dt.datetime) -> Iterator[DueItem]:
    """Yield what a supervisor is to look at, late from the moment at which it was noted. No reason is opened."""
    if not person.may(Permission.CHILD_TAKE_ON):
        return
    untaken = FirstRows(children_for(person).filter(taken_at=None).defer("reason"), MOST)
    yield from items_of(untaken, (_item(child, _("any supervisor")) for child in untaken))
    left = FirstRows(left_alone(person).defer("reason"), MOST)
    yield from items_of(left, (_item(child, _("left by %(name)s") % {"name": child.taken_by}) for child in left))


def _item(child: Person, whom: str) -> DueItem:
    return DueItem(
        time=DueTime(child.entered_at, child.centre),
        words=_("somebody under 18 is concerned"),
        address=child.enquiry.get_absolute_url(),
        about=child.enquiry.number,
        whom=whom,
    )
