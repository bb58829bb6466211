"""How often signals are false, and how often a real rise is found: tried on made-up months with a base of 180."""

from collections.abc import Iterator

import numpy as np

from bereg.signals import unusual_months
from bereg.signals.unusual_months import LEAST

BASE, YEARS = 180, 24  # people who answered; months of one course
SHARES = (0.02, 0.05, 0.1, 0.3, 0.5)
RISE, LASTS = 0.12, 2
BEFORE = (LEAST, 12, 24)  # how many months went before the rise
FALSE_AT_MOST, FOUND_AT_LEAST = 1 / 200, 0.7


def false_signals(repetitions: int, seed: int = 1) -> dict[float, float]:
    """Return, for each share, the part of the months that are signals although nothing changed."""
    random = np.random.default_rng(seed)
    found = {}
    for share in SHARES:
        counts = random.binomial(BASE, share, (YEARS, repetitions))
        found[share] = float(unusual_months.chart(counts, np.full(counts.shape, BASE)).signal[LEAST:].mean())
    return found


def found_rises(repetitions: int, seed: int = 1) -> dict[tuple[float, int], float]:
    """Return, for each share and number of months before, the part of the rises found while they last."""
    random = np.random.default_rng(seed)
    return {case: _found(*case, repetitions, random) for case in _cases()}


def _cases() -> Iterator[tuple[float, int]]:
    # A rise is hardest to find where it ends as far above a half as it began below.
    return ((share, before) for share in (*SHARES, 0.44) for before in BEFORE)


def _found(share: float, before: int, repetitions: int, random: np.random.Generator) -> float:
    shares = np.array([share] * before + [share + RISE] * LASTS)
    counts = random.binomial(BASE, shares[:, None], (len(shares), repetitions))
    return float(unusual_months.chart(counts, np.full(counts.shape, BASE)).signal[before:].any(axis=0).mean())
