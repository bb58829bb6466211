"""Quarters of a year, as authorities count them."""

import datetime as dt

from django.utils.translation import gettext as _


def quarter_of(day: dt.date) -> dt.date:
    """Return the first day of a day's quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def next_quarter(quarter: dt.date) -> dt.date:
    """Return the first day of the quarter after one."""
    return quarter_of(quarter + dt.timedelta(days=100))


def quarter_before(quarter: dt.date) -> dt.date:
    """Return the first day of the quarter before one."""
    return quarter_of(quarter - dt.timedelta(days=1))


def quarter_words(quarter: dt.date) -> str:
    """Say which quarter."""
    return _("quarter %(number)s of %(year)s") % {"number": (quarter.month + 2) // 3, "year": quarter.year}
