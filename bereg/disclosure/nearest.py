"""The nearest parameters that yield a table, for those that do not."""

import math
from collections.abc import Iterator
from dataclasses import replace

from bereg.disclosure.entropy import Conditions, greatest_entropy, targets, variance
from bereg.disclosure.errors import Parameters

DIGITS = 3  # to which a variance counts as met
FURTHEST = 5  # how much larger a deviation is tried


def last_row(max_deviation: int, smallest: int) -> int:
    """Return the last row: n = D where js = 0, else D + js + 1."""
    return max_deviation + smallest + 1 if smallest else max_deviation


def monotone_at(monotone: bool | tuple[bool, ...], count: int) -> bool:
    """Tell whether monotony is asked for in the row of this count."""
    return monotone if isinstance(monotone, bool) else monotone[count - 1]


def nearest(asked: Parameters) -> tuple[Parameters, ...]:
    """Return the nearest variance, js, D and want of monotony that each alone suffice, else js and variance both."""
    found = [next((each for each in row if each), None) for row in _attempts(asked)]
    return tuple(each for each in found if each) or _with_both(asked)


def _attempts(asked: Parameters) -> Iterator[Iterator[Parameters | None]]:
    """For each parameter, the changed sets in the order of their distance; None where one does not suffice."""
    yield iter([_with_variance(asked)])
    if isinstance(asked.monotone, bool):  # else the number of truth values would have to change too
        yield (_if_met(replace(asked, smallest=js)) for js in range(asked.smallest - 1, -1, -1))
        deviations = range(asked.max_deviation + 1, asked.max_deviation + FURTHEST + 1)
        yield (_if_met(replace(asked, max_deviation=deviation)) for deviation in deviations)
    if asked.monotone is not False:
        yield iter([_if_met(replace(asked, monotone=False))])


def _with_both(asked: Parameters) -> tuple[Parameters, ...]:
    if not isinstance(asked.monotone, bool):
        return ()
    smaller = (_with_variance(replace(asked, smallest=js)) for js in range(asked.smallest - 1, -1, -1))
    return tuple(each for each in smaller if each)[:1]


def _if_met(tried: Parameters) -> Parameters | None:
    least, most = _variances(tried)
    return tried if least <= tried.variance <= most else None


def _with_variance(asked: Parameters) -> Parameters | None:
    least, most = _variances(asked)
    unit: float = 10**DIGITS
    low, high = math.ceil(least * unit) / unit if least < math.inf else least, math.floor(most * unit) / unit
    return replace(asked, variance=min(max(asked.variance, low), high)) if low <= high else None


def _variances(asked: Parameters) -> tuple[float, float]:
    """Return the least and the greatest variance that every row can have exactly.

    Below the least a row is infeasible; above the greatest the bound no longer binds, and its variance stays behind.
    """
    least, most = 0.0, float("inf")
    for count in range(1, last_row(asked.max_deviation, asked.smallest) + 1):
        changes = targets(count, asked.max_deviation, asked.smallest) - count
        row = Conditions.of(changes, monotone_at(asked.monotone, count))
        narrow, wide = row.least_variance(), greatest_entropy(row)
        if narrow is None or wide is None:
            return math.inf, 0.0
        least, most = max(least, variance(row.changes, narrow)), min(most, variance(row.changes, wide))
    return least, most
