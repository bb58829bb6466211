"""One row of a perturbation table: the distribution of greatest entropy under the conditions of the row.

    minimise    sum p log2 p
    subject to  sum p = 1,  sum v p = 0,  sum v^2 p <= V,  1e-8 <= p <= 1
                p rises over v < 0 up to v = 0, where v = 0 is a target and monotony is asked for
                p(v=0) >= stay, where given

v = j - i is the change, j the value shown, i the true count. Where nothing else binds, p ~ exp(a v + b v^2).
Source: Giessing 2016, as in the R package ptable (pt_optim_entropy).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from bereg.disclosure import dual

LEAST = 1e-8  # no value that a row may show is impossible
ROUNDING = 1e-9
TOLERANCES = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}

SUMS = np.array([1.0, 0.0])  # of p and of v p

Vector = NDArray[np.float64]


def targets(count: int, max_deviation: int, smallest: int) -> NDArray[np.int64]:
    """Return the values that may be shown for a count: within the deviation, not below 0, none of 1..smallest."""
    near = range(max(count - max_deviation, 0), count + max_deviation + 1)
    return np.array([j for j in near if not 1 <= j <= smallest], dtype=np.int64)


@dataclass(frozen=True)
class Conditions:
    """The conditions of one row, but for the variance, in the form of linear programmes."""

    changes: Vector
    rising: int  # how many of the first probabilities rise up to the last of them, that of no change
    stay: float = 0.0

    @classmethod
    def of(cls, changes: NDArray[np.int64], monotone: bool, stay: float = 0.0) -> "Conditions":
        """State the conditions of a row with these changes."""
        rising = int((changes <= 0).sum()) if monotone and 0 in changes else 0
        return cls(changes.astype(float), rising, stay)

    @property
    def balance(self) -> NDArray[np.float64]:
        """The left sides of sum p = 1 and sum v p = 0."""
        return np.array([np.ones_like(self.changes), self.changes])

    @property
    def bounds(self) -> list[tuple[float, float]]:
        """Least and greatest probability of each change."""
        return [(max(LEAST, self.stay if change == 0 else 0), 1.0) for change in self.changes]

    def least_variance(self) -> Vector | None:
        """Return the distribution of least variance, None where no distribution meets the conditions."""
        if len(self.changes) < 2:
            return None
        rises = _rises(self.rising, len(self.changes))
        found = linprog(
            self.changes**2, rises, np.zeros(len(rises)), self.balance, SUMS, self.bounds, options=TOLERANCES
        )
        return np.asarray(found.x) if found.status == 0 else None


def _rises(rising: int, size: int) -> NDArray[np.float64]:
    """Return one line for each pair of neighbours that rises: the left less the right is at most 0."""
    return (np.eye(size) - np.eye(size, k=1))[: max(rising - 1, 0)]


def variance(changes: Vector, p: Vector) -> float:
    """Return sum v^2 p."""
    return float(changes**2 @ p)


def greatest_entropy(row: Conditions, most: float = np.inf) -> Vector | None:
    """Return the distribution of greatest entropy with at most this variance, None where there is none."""
    narrowest = row.least_variance()
    if narrowest is None or variance(row.changes, narrowest) > most + ROUNDING:
        return None
    if variance(row.changes, narrowest) > most - ROUNDING:
        return narrowest  # the only one: nothing is left to optimise
    shape = dual.Shape(np.array([low for low, _ in row.bounds]), row.rising)
    widest = dual.least(dual.Problem(row.balance, SUMS, shape), np.zeros(2))
    if variance(row.changes, widest) <= most:
        return widest
    lines, sums = np.vstack([row.balance, row.changes**2]), np.append(SUMS, most)
    return dual.least(dual.Problem(lines, sums, shape), _normal(most))


def _normal(most: float) -> Vector:
    """Return the multipliers of a normal distribution, which is where a row without other conditions ends."""
    return np.array([1 - np.log(2 * np.pi * most) / 2, 0.0, -1 / (2 * most)])
