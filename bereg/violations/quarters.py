"""Quarters of a centre: a violation is of one, and no date of it is finer."""

import datetime as dt

from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.core.quarters import next_quarter, quarter_before, quarter_of

OFFERED = 8  # as far back as a violation is raised


def latest_quarters(centre: Centre) -> list[dt.date]:
    """Return the quarters in which something may have happened, the latest first."""
    found = [quarter_of(today_at(centre))]
    while len(found) < OFFERED:
        found.append(quarter_before(found[-1]))
    return found


def is_over(quarter: dt.date, centre: Centre) -> bool:
    """Tell whether a quarter is a whole one by now."""
    return next_quarter(quarter) <= today_at(centre)
