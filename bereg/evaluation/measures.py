"""What a campaign brought, each figure with its 95% interval. Arithmetic alone: counts and costs in, no record.

An enquiry comes by itself, so that their number varies like Poisson's; where days vary more than that, with the rhythm
of the week set aside, every interval is widened by as much. See docs/decisions/0135-what-a-campaign-brought.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from bereg.core.intervals import Interval, dispersion, of_count, ratio_of_counts

Key = TypeVar("Key")
WEEK = 7
THOUSAND = 1000
FEWEST = 10  # enquiries, under which days tell nothing of how much they vary


@dataclass(frozen=True)
class Measured:
    """A figure with its interval. value: None where nothing came, so that a limit alone is known."""

    value: float | None
    interval: Interval


@dataclass(frozen=True)
class Compared:
    """How many came in whole weeks before something and after it, and how many times as often; None if none came."""

    before: int
    after: int
    weeks_before: int
    weeks_after: int
    ratio: Measured | None


def spread(*series: Sequence[int]) -> float:
    """Return how many times more the counts of days vary than they would by chance. series: days without a gap."""
    return dispersion(series, WEEK) if sum(map(sum, series)) >= FEWEST else 1.0


def per_thousand(enquiries: int, copies: int, spread: float = 1.0) -> Measured | None:
    """Return how many enquiries a thousand copies brought; None where none was given out."""
    return for_each(enquiries, copies, spread, many=THOUSAND)


def for_each(enquiries: int, times: int, spread: float = 1.0, many: int = 1) -> Measured | None:
    """Return how many enquiries so many broadcasts, days or copies brought; None where there was none."""
    if times <= 0:
        return None
    each = many / times
    return Measured(enquiries * each, of_count(enquiries, spread).times(each))


def cost_of_one(cost: float, enquiries: int, spread: float = 1.0) -> Measured:
    """Return what an enquiry cost. Where none came, it is more than the lower end of the interval."""
    came = of_count(enquiries, spread)
    most = cost / came.lower if came.lower else float("inf")
    return Measured(cost / enquiries if enquiries else None, Interval(cost / came.upper, most))


def change(before: Sequence[int], after: Sequence[int]) -> Compared | None:
    """Compare the counts of whole weeks of days, so that each weekday weighs as much before as after.

    Of the days before, the last ones are taken, of those after, the first ones; None where either side has no week.
    """
    weeks_before, weeks_after = len(before) // WEEK, len(after) // WEEK
    if not (weeks_before and weeks_after):
        return None
    before, after = before[len(before) - weeks_before * WEEK :], after[: weeks_after * WEEK]
    fewer, more = sum(before), sum(after)
    if not fewer + more:
        return Compared(0, 0, weeks_before, weeks_after, None)
    weight = weeks_before / weeks_after
    interval = ratio_of_counts(more, fewer, weight=weight, dispersion=spread(before, after))
    ratio = Measured(weight * more / fewer if fewer else None, interval)
    return Compared(fewer, more, weeks_before, weeks_after, ratio)


def alike(measured: Mapping[Key, Interval]) -> list[list[Key]]:
    """Put into groups what no interval tells apart, the highest group first.

    Two whose intervals overlap are in one group, and so is whoever overlaps with either: so everything in a group is
    surely above everything in the next, and nothing is said of the order inside. There the order is the one given.
    """
    downwards = sorted(measured, key=lambda key: -measured[key].upper)
    groups: list[set[Key]] = []
    least = float("inf")
    for key in downwards:
        if not groups or measured[key].upper < least:
            groups.append(set())
        groups[-1].add(key)
        least = min(least, measured[key].lower)
    return [[key for key in measured if key in group] for group in groups]


def days_between(begins: date, ends: date) -> list[date]:
    """Return the days of [begins, ends)."""
    return [begins + timedelta(days=at) for at in range((ends - begins).days)]


def days_of(counts: Mapping[Key, int], days: Iterable[Key]) -> list[int]:
    """Return the counts of days in their order; nothing came on those that have none."""
    return [counts.get(day, 0) for day in days]
