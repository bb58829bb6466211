"""The periods of a recipient: whole months from the first one on, by its rhythm, and when each letter is due."""

import datetime as dt
from collections.abc import Iterator

from bereg.centres.clock import in_zone, today_at
from bereg.counting import months
from bereg.counting.months import Period
from bereg.figure_letters.choices import MONTHS_OF, Rhythm
from bereg.figure_letters.models import FiguresRecipient


def periods_over(recipient: FiguresRecipient) -> list[Period]:
    """Return the periods that ended by the clock of the centre, the earliest first."""
    return list(_periods(recipient, months.of(today_at(recipient.centre))))


def period_from(recipient: FiguresRecipient, month: dt.date) -> Period | None:
    """Return the period that begins with a month; None where none does that is over."""
    return next((each for each in periods_over(recipient) if each.first == month), None)


def due_on(recipient: FiguresRecipient, period: Period) -> dt.date:
    """Return the day by which the letter about a period is to be sent."""
    return months.following(period.last) + dt.timedelta(days=recipient.due_days - 1)


def _periods(recipient: FiguresRecipient, now: dt.date) -> Iterator[Period]:
    first, last = recipient.first_month, _last(recipient, now)
    while True:
        if recipient.rhythm == Rhythm.ONCE:
            period = Period(first, recipient.last_month or first)
        else:
            period = Period(first, months.earlier(first, 1 - MONTHS_OF[Rhythm(recipient.rhythm)]))
        if period.last > last:
            return
        yield period
        if recipient.rhythm == Rhythm.ONCE:
            return
        first = months.following(period.last)


def _last(recipient: FiguresRecipient, now: dt.date) -> dt.date:
    """Return the last month that a period may hold: it is over, of the arrangement, and not after its end."""
    ends = [months.preceding(now)]
    if recipient.last_month:
        ends.append(recipient.last_month)
    if recipient.ended_at:
        ends.append(months.preceding(months.of(in_zone(recipient.ended_at, recipient.centre).date())))
    return min(ends)
