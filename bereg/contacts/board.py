"""The contacts of today by hour, beside the usual day, for the board of a centre."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.centres.board import BoardCard, Headline, share
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.contacts.usual_day import DAYS_LOOKED_AT, DayByHour, HourOfDay, day_by_hour


@dataclass(frozen=True)
class HourLine:
    """One hour; the bar of today and the mark of the usual day in percent of the longest."""

    hour: HourOfDay
    usual: str
    length: int
    mark: int


def card(person: User, centre: Centre, now: dt.datetime) -> BoardCard:
    """Say how many contacts each hour has brought, what is usual on this weekday, and which calls were lost."""
    day = day_by_hour(centre, person, now)
    most = max(max(each.today, each.usual) for each in day.hours)
    lines = [HourLine(each, plain(each.usual), share(each.today, most), share(each.usual, most)) for each in day.hours]
    shows = {
        "day": day,
        "lines": lines,
        "weekday": date_format(in_zone(now, centre), "l"),
        "most_days": DAYS_LOOKED_AT,
    }
    return BoardCard(50, "contacts/board.html", shows, tuple(_headlines(day)), is_wide=True)


def _headlines(day: DayByHour) -> list[Headline]:
    return [
        Headline(str(day.today), ngettext("contact today", "contacts today", day.today), _usual(day, day.usual_today)),
        Headline(
            str(day.lost),
            ngettext("call lost or hung up", "calls lost or hung up", day.lost),
            _usual(day, day.usual_lost),
            "soon" if day.rests_on and day.lost > day.usual_lost else "",
        ),
    ]


def _usual(day: DayByHour, count: float) -> str:
    """Say what is usual by this time; a median of an even number of days may end in a half."""
    return _("usually %(count)s by now") % {"count": plain(count)} if day.rests_on else ""


def plain(count: float) -> str:
    """Write a median: 4, or 4½."""
    return f"{int(count) or ''}½" if count % 1 else str(int(count))
