"""The perturbation table: with which probability each count is shown as which value.

For parameters that yield none, the nearest that do (`nearest`).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from numbers import Integral

import numpy as np

from bereg.disclosure.entropy import Conditions, Vector, greatest_entropy, targets, variance
from bereg.disclosure.errors import InexactError, InfeasibleError, Parameters
from bereg.disclosure.rules import Rules

STAY_STEP, STAY_STEPS = 0.05, 20
DIGITS = 3  # to which a variance counts as met
FURTHEST = 5  # how much larger a deviation is tried
MOST = 100  # D, and js: a table of so many rows takes seconds, one of a slip with zeros would take all memory


@dataclass(frozen=True)
class PerturbationRow:
    """What one true count may be shown as. upper: the end of each value's part of [0, 1)."""

    count: int
    values: tuple[int, ...]
    probabilities: tuple[float, ...]

    @property
    def upper(self) -> Vector:
        """Return the upper bounds; the last is 1, whatever the rounding of the sum."""
        bounds = np.cumsum(self.probabilities)
        bounds[-1] = 1.0
        return bounds

    @property
    def variance(self) -> float:
        """Return the variance of the change."""
        return variance(np.array(self.values, dtype=float) - self.count, np.array(self.probabilities))


@dataclass(frozen=True)
class PerturbationTable:
    """Rows 0..n; the last serves every larger count too. Iteration gives (i, j, p): count, value, probability."""

    max_deviation: int
    variance: float
    smallest: int
    rows: tuple[PerturbationRow, ...]

    def __iter__(self) -> Iterator[tuple[int, int, float]]:
        for row in self.rows:
            for value, p in zip(row.values, row.probabilities, strict=True):
                yield row.count, value, p

    def values(self, count: int) -> tuple[int, ...]:
        """Return what a true count may be shown as."""
        row = self.rows[min(count, len(self.rows) - 1)]
        return tuple(value + count - row.count for value in row.values)

    def counts(self, value: int) -> tuple[int, ...]:
        """Return the true counts that may be shown as this value."""
        near = range(max(value - self.max_deviation, 0), value + self.max_deviation + 1)
        return tuple(count for count in near if value in self.values(count))


@cache
def table_of(rules: Rules) -> PerturbationTable:
    """Return the table of the rules of a publication, computed once."""
    return perturbation_table(rules.max_deviation, rules.variance, rules.smallest, rules.monotone)


def perturbation_table(
    max_deviation: int,
    variance: float,
    smallest: int = 0,
    monotone: bool | Sequence[bool] = True,
    stay: float | Sequence[float] | None = None,
    *,
    exact: bool = True,
) -> PerturbationTable:
    """Compute a perturbation table by optimisation of entropy (see entropy.py for the problem of a row).

    max_deviation: D, a count changes by no more. variance: V, of the change in every row. smallest: js, the values
    1..js are never shown. There are rows 1..n, n = D where js = 0, else D + js + 1, and row 0, where 0 stays 0.
    monotone: whether the probability rises up to no change; one truth value, or one for each row from 1.
    stay: a lower bound of the probability of no change, one or one for each row from 1; where a row then misses V at
    three digits, it is lowered in steps of 0.05, at most 20 times. exact: refuse a row that misses V nevertheless;
    the R original gives it unsaid.

    Raise InfeasibleError or InexactError, both ValueErrors, with the reason and the nearest parameters that can be had.
    Source: Giessing 2016; the R package ptable.
    """
    asked = _asked(max_deviation, variance, smallest, monotone)
    last = last_row(max_deviation, smallest)
    stays = _stays(stay, last)
    rows = [PerturbationRow(0, (0,), (1.0,))]
    rows += [_row(asked, count, stays[count - 1], exact) for count in range(1, last + 1)]
    return PerturbationTable(max_deviation, variance, smallest, tuple(rows))


def _asked(max_deviation: int, variance: float, smallest: int, monotone: bool | Sequence[bool]) -> Parameters:
    if not all(isinstance(each, Integral) and each <= MOST for each in (max_deviation, smallest)):
        raise ValueError(f"A perturbation table needs whole numbers D and js, of at most {MOST}")
    if max_deviation < 1 or smallest < 0 or not 0 < variance < np.inf:
        raise ValueError("A perturbation table needs D of at least 1, V above 0, and js of at least 0")
    last = last_row(max_deviation, smallest)
    if not isinstance(monotone, bool | int) and len(monotone) != last:
        raise ValueError(f"There are {last} rows, so {last} truth values are needed, not {len(monotone)}")
    given = bool(monotone) if isinstance(monotone, bool | int) else tuple(bool(each) for each in monotone)
    return Parameters(max_deviation, variance, smallest, given)


def _stays(stay: float | Sequence[float] | None, last: int) -> Sequence[float]:
    stays = [stay or 0.0] * last if stay is None or isinstance(stay, int | float) else list(stay)
    if len(stays) != last or not all(0 <= each <= 1 for each in stays):
        raise ValueError(
            f"There are {last} rows, so 1 or {last} probabilities of no change are needed, each from 0 to 1"
        )
    return stays


def _row(asked: Parameters, count: int, stay: float, exact: bool) -> PerturbationRow:
    values = targets(count, asked.max_deviation, asked.smallest)
    changes, p = values - count, None
    for step in range(STAY_STEPS + 1):
        floor = max(stay - step * STAY_STEP, 0.0)
        row = Conditions.of(changes, monotone_at(asked.monotone, count), floor)
        p = greatest_entropy(row, asked.variance)
        if floor == 0 or (p is not None and _is_exact(variance(row.changes, p), asked.variance)):
            break
    if p is None:
        raise InfeasibleError(asked, f"no distribution meets the conditions of row {count}", nearest(asked))
    if exact and not _is_exact(found := variance(row.changes, p), asked.variance):
        raise InexactError(asked, f"row {count} has variance {found:.3f}", nearest(asked))
    return PerturbationRow(count, tuple(values.tolist()), tuple(p.tolist()))


def _is_exact(found: float, wanted: float) -> bool:
    return round(found, DIGITS) == round(wanted, DIGITS)


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
