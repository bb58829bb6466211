"""The board of a centre: what every room says of its work now, for whoever looks after it.

A room says it in its module `board`, as `card(person, centre, now)`, found by that name. No card holds a caller's name
or a text.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.centres.load import LoadColumn
from bereg.centres.models import Centre
from bereg.core.concerns import said


@dataclass(frozen=True)
class Headline:
    """One number that stands on top, with its words; what changes by the minute stands in `more`. state: a colour."""

    figure: str
    words: StrOrPromise
    more: StrOrPromise = ""
    state: str = ""


@dataclass(frozen=True)
class BoardCard:
    """What one room says. Its template shows it under the name `card.shows`; `order` is from the top.

    load: what each colleague has of it, which stands in one table with that of other rooms.
    """

    order: int
    template: str
    shows: Mapping[str, Any]
    headlines: tuple[Headline, ...] = ()
    is_wide: bool = False
    load: LoadColumn | None = None


Says = Callable[[User, Centre, dt.datetime], BoardCard]


def cards_of(person: User, centre: Centre, now: dt.datetime) -> list[BoardCard]:
    """Return what every room says of a centre at which the person works."""
    says: list[Says] = list(said("board", "card"))
    return sorted((each(person, centre, now) for each in says), key=lambda card: card.order)


def how_long(time: dt.timedelta) -> str:
    """Say how long something lasts: minutes, hours with minutes, or days."""
    minutes = max(int(time.total_seconds()), 0) // 60
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    if minutes < 24 * 60:
        hours, minutes = divmod(minutes, 60)
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    days = minutes // (24 * 60)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def up_to(count: int, most: int) -> str:
    """Say a count that was taken up to one above `most`."""
    return _("more than %(most)s") % {"most": most} if count > most else str(count)


def share(part: float, whole: float) -> int:
    """Return how long a bar is, in percent."""
    return round(100 * part / whole) if whole else 0
