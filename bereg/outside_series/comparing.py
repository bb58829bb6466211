"""A series of another body beside one of our own monthly figures: exact, for the staff, over the same months."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from bereg.counting import catalogue, months, queries
from bereg.counting.catalogue import ALL, TableKind
from bereg.counting.figures import Figures
from bereg.counting.months import Period
from bereg.outside_series import periods
from bereg.outside_series.models import OutsideSeries, SeriesValue

ENQUIRIES = "enquiries"  # any other choice is the code of a topic
MOST_MONTHS = 60  # the latest are shown


@dataclass(frozen=True)
class OutsideValue:
    """One value that stands, with those of its period that stood before, the latest first."""

    value: SeriesValue
    last_month: dt.date
    before: list[SeriesValue]


def values_of(series: OutsideSeries) -> list[OutsideValue]:
    """Return the values that stand, the oldest first."""
    before = _before(series)
    standing = series.values.filter(replaced_at=None).select_related("source__taken_by").order_by("first_month")
    return [
        OutsideValue(each, periods.last_month(each.first_month, series.rhythm), before.get(each.first_month, []))
        for each in standing
    ]


def taken_off(series: OutsideSeries) -> list[SeriesValue]:
    """Return the values of periods of which none stands any more, the latest period first."""
    before = _before(series)
    stand = set(series.values.filter(replaced_at=None).values_list("first_month", flat=True))
    return [each for month in sorted(before.keys() - stand, reverse=True) for each in before[month]]


def _before(series: OutsideSeries) -> dict[dt.date, list[SeriesValue]]:
    """Return what stood before, by its first month, the latest first."""
    found = defaultdict[dt.date, list[SeriesValue]](list)
    for each in series.values.exclude(replaced_at=None).select_related("source__taken_by").order_by("-replaced_at"):
        found[each.first_month].append(each)
    return dict(found)


def months_of(values: list[OutsideValue]) -> Period | None:
    """Return the months that a series is about, at most the latest ones; None where it has no value."""
    if not values:
        return None
    first, last = values[0].value.first_month, values[-1].last_month
    return Period(max(first, months.earlier(last, MOST_MONTHS - 1)), last)


def ours(period: Period, wanted: str, centre: str) -> dict[dt.date, int]:
    """Return our own figure of each month in which there is any record. Raise FiguresFault."""
    existing = [month for month in queries.months_that_exist() if period.first <= month <= period.last]
    if not existing:
        return {}
    recorded = Period(existing[0], existing[-1])
    queries.refresh(recorded)
    total = [each for each in catalogue.tables() if (each.id, each.kind) == (ENQUIRIES, TableKind.COUNT)]
    topics = [] if wanted == ENQUIRIES else [wanted]
    found = queries.counted_by_month(recorded, total, topics)
    return {month: _one(figures, wanted, centre) for month, figures in found.items()}


def _one(found: Figures, wanted: str, centre: str) -> int:
    if wanted == ENQUIRIES:
        return found.size(ENQUIRIES, centre)
    return found.topics(ENQUIRIES, centre, ALL).get(wanted, 0)
