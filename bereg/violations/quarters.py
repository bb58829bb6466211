"""Quarters: a violation is of one, and no date of it is finer."""

import datetime as dt

from django.utils.translation import gettext as _

from bereg.centres.clock import today_at
from bereg.centres.models import Centre

OFFERED = 8  # as far back as a violation is raised


def quarter_of(day: dt.date) -> dt.date:
    """Return the first day of a day's quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def next_quarter(quarter: dt.date) -> dt.date:
    """Return the first day of the quarter after one."""
    return quarter_of(quarter + dt.timedelta(days=100))


def quarter_before(quarter: dt.date) -> dt.date:
    """Return the first day of the quarter before one."""
    return quarter_of(quarter - dt.timedelta(days=1))


def latest_quarters(centre: Centre) -> list[dt.date]:
    """Return the quarters in which something may have happened, the latest first."""
    found = [quarter_of(today_at(centre))]
    while len(found) < OFFERED:
        found.append(quarter_before(found[-1]))
    return found


def is_over(quarter: dt.date, centre: Centre) -> bool:
    """Tell whether a quarter is a whole one by now."""
    return next_quarter(quarter) <= today_at(centre)


def quarter_words(quarter: dt.date) -> str:
    """Say which quarter."""
    return _("quarter %(number)s of %(year)s") % {"number": (quarter.month + 2) // 3, "year": quarter.year}
