"""What one person can lose: (epsilon, delta) of the noise of a cell, and of all cells that they stand in.

The noise is bounded, so a count may show what its neighbour cannot: that mass is a part of delta for which no epsilon
helps (and for which zero-concentrated privacy, Bun & Steinke 2016, knows no finite loss). The rest is composed exactly
but for a grid: the greatest delta at each epsilon, whatever the count of a cell, is made a distribution of privacy loss
whose curve passes through the true one on the grid and above it in between, and that is convolved with itself.

Sources: Dwork, Rothblum 2016, Concentrated Differential Privacy (the privacy loss as a random variable). Koskela,
Jälkö, Honkela 2020, Computing Tight Differential Privacy Guarantees Using FFT. Doroshenko et al. 2022, Connect the
Dots (the curve in between). Zhu, Dong, Wang 2022, Optimal Accounting of Differential Privacy via Characteristic
Function (that what dominates each cell dominates all together).
"""

import math
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from bereg.disclosure.perturbation_tables import table_of
from bereg.disclosure.rules import Rules, Shown

STEP = 2e-3  # of the grid of losses
BEYOND_CERTAIN = 0.01  # epsilon is told for a delta so far above the mass for which none helps

Vector = NDArray[np.float64]
Chances = dict[Shown, float]


@dataclass(frozen=True)
class Loss:
    """What somebody who stands in so many cells can lose to who knows everybody else in them.

    certain: the chance that a figure shows what it could not without them (or with them), so that no doubt is left.
    accuracy: how often who guesses whether they were there is right at most, where both are as likely beforehand.
    epsilon: of (epsilon, delta) with delta = certain + BEYOND_CERTAIN; delta: that.
    """

    cells: int
    certain: float
    accuracy: float
    epsilon: float
    delta: float


@dataclass(frozen=True)
class CellLoss:
    """The privacy loss of a cell. p[i]: the chance of a loss of (first + i) * STEP; certain: of an infinite one."""

    first: int
    p: Vector
    certain: float

    def composed(self, cells: int) -> "CellLoss":
        """Return the loss of so many cells together, each with noise of its own."""
        size = cells * (len(self.p) - 1) + 1
        length = 1 << (size - 1).bit_length()  # a power of two, which Fourier transforms take quickest
        summed = np.fft.irfft(np.fft.rfft(self.p, length) ** cells, length)[:size]
        return CellLoss(self.first * cells, np.maximum(summed, 0.0), 1 - (1 - self.certain) ** cells)

    def delta(self, epsilon: float) -> float:
        """Return the delta that belongs to an epsilon."""
        above = np.maximum(-np.expm1(epsilon - self._losses), 0.0)
        return min(self.certain + float(above @ self.p), 1.0)

    def epsilon(self, delta: float) -> float:
        """Return the least epsilon that belongs to a delta; infinite where none does."""
        if delta < self.certain:
            return math.inf
        low, high = 0.0, max(float(self._losses[-1]), 0.0)
        while high - low > STEP:
            middle = (low + high) / 2
            low, high = (low, middle) if self.delta(middle) <= delta else (middle, high)
        return high

    @cached_property
    def _losses(self) -> Vector:
        losses: Vector = (self.first + np.arange(len(self.p), dtype=np.float64)) * STEP
        return losses


def chances(count: int, rules: Rules) -> Chances:
    """Return how likely each thing is to be shown of a true count."""
    row = table_of(rules).rows[min(count, len(table_of(rules).rows) - 1)]
    found: Chances = {}
    for value, p in zip(row.values, row.probabilities, strict=True):
        shown = rules.shown(value + count - row.count)
        found[shown] = found.get(shown, 0.0) + p
    return found


def counts(rules: Rules) -> range:
    """Return the true counts among which every case occurs: beyond them only the last row, far from the class."""
    return range(max(len(table_of(rules).rows), rules.class_below) + 2 * rules.max_deviation + 2)


def neighbours(rules: Rules, *, joins: bool) -> list[tuple[Chances, Chances]]:
    """Return what is shown of each count beside what is shown of it with one person more, the true one first.

    joins: whether the person is there in truth.
    """
    pairs = [(chances(count + 1, rules), chances(count, rules)) for count in counts(rules)]
    return pairs if joins else [(without, with_one) for with_one, without in pairs]


def curve(pair: tuple[Chances, Chances], factors: Vector) -> Vector:
    """Return the delta of one pair for each e^epsilon."""
    true, other = pair
    every = [*true, *(shown for shown in other if shown not in true)]
    p = np.array([true.get(shown, 0.0) for shown in every])
    q = np.array([other.get(shown, 0.0) for shown in every])
    found: Vector = np.maximum(p[None, :] - factors[:, None] * q[None, :], 0.0).sum(axis=1)
    return found


@cache
def cell_loss(rules: Rules, *, joins: bool) -> CellLoss:
    """Return a loss at least as great as that of a cell of any count."""
    pairs = neighbours(rules, joins=joins)
    reach = math.ceil(max(_greatest(pair) for pair in pairs) / STEP) + 1
    factors = np.exp(np.arange(-reach, reach + 1) * STEP)
    worst = np.max([curve(pair, factors) for pair in pairs], axis=0)
    # A curve of straight lines is that of masses at its corners: the other side's mass is the change of the slope.
    slopes = np.concatenate([[(worst[0] - 1) / factors[0]], np.diff(worst) / np.diff(factors), [0.0]])
    return CellLoss(-reach, np.maximum(np.diff(slopes), 0.0) * factors, float(worst[-1]))


def _greatest(pair: tuple[Chances, Chances]) -> float:
    """Return the greatest finite loss of a pair, in either direction."""
    true, other = pair
    return max(abs(math.log(true[shown] / other[shown])) for shown in true if shown in other)


@cache
def lost(rules: Rules, cells: int) -> Loss:
    """Return what a person in so many cells can lose, whether they are there in truth or not."""
    both = [cell_loss(rules, joins=joins).composed(cells) for joins in (True, False)]
    certain = max(each.certain for each in both)
    delta = min(certain + BEYOND_CERTAIN, 1.0)
    return Loss(
        cells=cells,
        certain=certain,
        accuracy=(1 + max(each.delta(0.0) for each in both)) / 2,
        epsilon=max(each.epsilon(delta) for each in both),
        delta=delta,
    )
