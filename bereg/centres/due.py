"""What is due of every room, for the first page of whoever is to see to it.

A room says it in its module `due`, as `due(person, now)`, found by that name. What is late, and by how much, is said
here in words, by the clock of the centre.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.centres.wording import clock
from bereg.core.concerns import said
from bereg.core.pagination import FirstRows

SOON = dt.timedelta(hours=2)


@dataclass(frozen=True)
class DueTime:
    """When something is due. Of what is due on a day, `at` is the moment at which that day ends at the centre."""

    at: dt.datetime
    centre: Centre
    is_timed: bool = True

    def words(self, now: dt.datetime) -> str:
        """Say when: late by how much, today at an hour, tomorrow, else the day."""
        if self.is_late(now):
            return _late_by(now - self.at) if self.is_timed else _("late since %(day)s") % {"day": self._day()}
        hour = clock(in_zone(self.at, self.centre)) if self.is_timed else ""
        match (self.on - in_zone(now, self.centre).date()).days:
            case 0:
                return _("today by %(time)s") % {"time": hour} if hour else _("today")
            case 1:
                return _("tomorrow by %(time)s") % {"time": hour} if hour else _("tomorrow")
        return f"{self._day()}, {hour}" if hour else self._day()

    def state(self, now: dt.datetime) -> str:
        """Return the colour that goes with the words: late, soon, or none."""
        if self.is_late(now):
            return "late"
        return "soon" if self.is_timed and self.at - now <= SOON else ""

    def is_late(self, now: dt.datetime) -> bool:
        return self.at <= now

    @property
    def on(self) -> dt.date:
        """The day of it at the centre."""
        at = self.at if self.is_timed else self.at - dt.timedelta(seconds=1)
        return in_zone(at, self.centre).date()

    def _day(self) -> str:
        return date_format(self.on, "j E")


@dataclass(frozen=True)
class DueItem:
    """One thing that is due. What its template shows below stands there under the name `item.shows`."""

    time: DueTime
    words: StrOrPromise
    address: str
    about: str = ""  # the number of an enquiry
    whom: StrOrPromise = ""  # for whoever has a role, or had it; empty: the person's own
    template: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)  # physical key to address, while its row has the focus
    shows: Mapping[str, Any] = field(default_factory=dict)
    more_follow: bool = False  # as late, or else later than this: more than a room counts


Says = Callable[[User, dt.datetime], Iterable[DueItem]]


def due_for(person: User, now: dt.datetime) -> list[DueItem]:
    """Return what every room has for somebody to see to, the most late first."""
    says: list[Says] = list(said("due", "due"))
    return sorted((item for each in says for item in each(person, now)), key=lambda item: item.time.at)


def items_of(rows: FirstRows[Any], items: Iterable[DueItem]) -> Iterator[DueItem]:
    """Yield what is due of some rows; the last says whether more of them follow."""
    shown = list(items)
    yield from shown[:-1]
    yield from (replace(item, more_follow=rows.is_cut) for item in shown[-1:])


def _late_by(late: dt.timedelta) -> str:
    minutes = int(late.total_seconds()) // 60
    if minutes < 60:
        return _("late by %(minutes)s min") % {"minutes": minutes}
    if minutes < 24 * 60:
        hours, minutes = divmod(minutes, 60)
        return _("late by %(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    days = minutes // (24 * 60)
    return ngettext("late by %(days)s day", "late by %(days)s days", days) % {"days": days}
