"""One row of a perturbation table: the distribution of greatest entropy under the conditions of the row.

    minimise    sum p log2 p
    subject to  sum p = 1,  sum v p = 0,  sum v^2 p <= V,  1e-8 <= p <= 1
                p rises over v < 0 up to v = 0, where v = 0 is a target and monotony is asked for
                p(v=0) >= stay, where given

v = j - i is the change, j the value shown, i the true count. Where nothing else binds, p ~ exp(a v + b v^2).

It is found by the dual method. The conditions sum p = 1, sum v p = 0 and, where it binds, sum v^2 p = V are F p = b,
with a multiplier each. For given multipliers x the best p is known in closed form: ln p = (F'x) - 1, with neighbours
that break the rise pooled to their mean (pool adjacent violators), and nothing below its bound. What remains is to find
at most three multipliers, by Newton's method on a convex function. scipy's SLSQP gives the same digits where it
converges (a test holds that); from about D = 10 on it may end beside its conditions, or take minutes.

Source: Giessing 2016, as in the R package ptable (pt_optim_entropy). Boyd and Vandenberghe, Convex Optimization, 5.2
and 9.5, for the dual. Barlow and others 1972 for the pooling.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bereg.disclosure import linear_programmes
from bereg.disclosure.linear_programmes import Entries, InfeasibleProgrammeError

LEAST = 1e-8  # no value that a row may show is impossible
ROUNDING = 1e-9
TOLERANCES = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}

SUMS = np.array([1.0, 0.0])  # of p and of v p

TOLERANCE = 1e-13  # of the dual method
GOOD_ENOUGH = 1e-10  # where rounding stops the steps before that
MOST_STEPS = 500
HALVINGS = 60
ENOUGH = 1e-4  # of the descent that the slope promises
NEAR_END = 1e-5
RIDGE = 1e-14  # keeps a step finite where all but a few values lie at their bounds

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


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
        low, high = np.array(self.bounds).T
        matrix = Entries.of(np.vstack([rises, self.balance]))
        least, most = np.append(np.full(len(rises), -np.inf), SUMS), np.append(np.zeros(len(rises)), SUMS)
        conditions = linear_programmes.LinearConditions(matrix, least, most, low, high)
        try:
            return linear_programmes.minimum(self.changes**2, conditions, **TOLERANCES)
        except InfeasibleProgrammeError:
            return None


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
    shape = Shape(np.array([low for low, _ in row.bounds]), row.rising)
    widest = solve_dual(DualProblem(row.balance, SUMS, shape), np.zeros(2))
    if variance(row.changes, widest) <= most:
        return widest
    lines, sums = np.vstack([row.balance, row.changes**2]), np.append(SUMS, most)
    return solve_dual(DualProblem(lines, sums, shape), _normal(most))


def _normal(most: float) -> Vector:
    """Return the multipliers of a normal distribution, which is where a row without other conditions ends."""
    return np.array([1 - np.log(2 * np.pi * most) / 2, 0.0, -1 / (2 * most)])


@dataclass(frozen=True)
class Shape:
    """What holds for each p by itself: bounds, and how many of the first ones rise up to the last of them."""

    floors: Vector
    rising: int


@dataclass(frozen=True)
class DualProblem:
    """Find the p of least sum p ln p with equal * p = sums."""

    equal: Matrix
    sums: Vector
    shape: Shape

    def best(self, x: Vector) -> "Best":
        """Return the best p for these multipliers."""
        return _best(self.equal.T @ x - 1, self.shape)

    def slope(self, best: "Best") -> Vector:
        """Return how far the sums are from what they must be."""
        return np.asarray(self.equal @ best.p - self.sums)

    def steepness(self, x: Vector) -> float:
        """Return the greatest of those distances."""
        return float(np.abs(self.slope(self.best(x))).max())

    def height(self, x: Vector) -> float:
        """Return the dual function: max over p of x'F p - sum p ln p, less x'b."""
        with np.errstate(over="ignore", invalid="ignore"):
            p = self.best(x).p
            height = float((self.equal.T @ x) @ p - p @ np.log(p) - x @ self.sums)
        return height if np.isfinite(height) else np.inf


@dataclass(frozen=True)
class Best:
    """The best p for some multipliers. blocks: which p were pooled; free: which p no bound holds."""

    p: Vector
    blocks: NDArray[np.int64]
    free: NDArray[np.bool_]


def solve_dual(problem: DualProblem, start: Vector) -> Vector:
    """Return the p that solves the problem. Raise ArithmeticError where the steps come to no rest."""
    x = start
    for _ in range(MOST_STEPS):
        best = problem.best(x)
        slope = problem.slope(best)
        if np.abs(slope).max() < TOLERANCE:
            return best.p
        moved = _moved(problem, x, slope, _step(problem.equal, best, slope))
        if moved is None:
            break
        x = moved
    if np.abs(slope).max() > GOOD_ENOUGH:
        raise ArithmeticError(f"The optimisation came to no rest: {np.abs(slope).max():.1e} beside its conditions")
    return best.p


def _moved(problem: DualProblem, x: Vector, slope: Vector, step: Vector) -> Vector | None:
    """Return the first of the halved steps that goes down far enough, None where rounding lets none."""
    height, steep, length = problem.height(x), np.abs(slope).max(), 1.0
    for _ in range(HALVINGS):
        there = x + length * step
        lower = problem.height(there)
        if lower < height + ENOUGH * length * float(slope @ step):
            return there
        # Near the end differences of height drown in rounding, but not those of the slope.
        if steep < NEAR_END and lower < np.inf and problem.steepness(there) < steep:
            return there
        length /= 2
    return None


def _step(equal: Matrix, best: Best, slope: Vector) -> Vector:
    bend = np.zeros((len(equal), len(equal)))
    for block in np.unique(best.blocks[best.free]):
        members = best.blocks == block
        mean = equal[:, members].mean(axis=1)
        bend += best.p[members].sum() * np.outer(mean, mean)
    bend += RIDGE * (1 + np.trace(bend)) * np.eye(len(bend))
    return np.asarray(-np.linalg.solve(bend, slope), dtype=float)


def _best(logs: Vector, shape: Shape) -> Best:
    """Return the best p for the logarithms that the multipliers give."""
    blocks = np.arange(len(logs))
    blocks[: shape.rising] = _pooled(logs[: shape.rising])
    p = _means(logs, blocks)
    if shape.rising and p[shape.rising - 1] < shape.floors[shape.rising - 1]:
        # The bound holds up the last of the rising ones, so it no longer pulls its neighbours.
        blocks = np.arange(len(logs))
        blocks[: shape.rising - 1] = _pooled(logs[: shape.rising - 1])
        p = _means(logs, blocks)
        top = shape.floors[shape.rising - 1]
        held = np.minimum(p, np.where(np.arange(len(p)) < shape.rising, top, np.inf))
        return Best(np.maximum(held, shape.floors), blocks, (held == p) & (p > shape.floors))
    return Best(np.maximum(p, shape.floors), blocks, p > shape.floors)


def _means(logs: Vector, blocks: NDArray[np.int64]) -> Vector:
    sizes = np.bincount(blocks)
    means = np.bincount(blocks, weights=logs) / np.maximum(sizes, 1)
    with np.errstate(over="ignore"):
        return np.asarray(np.exp(means[blocks]))


def _pooled(logs: Vector) -> NDArray[np.int64]:
    """Return for each value the first one of its block; the means of the blocks rise."""
    blocks: list[tuple[float, int]] = []
    for log in logs.tolist():
        total, size = log, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / size:
            before, its = blocks.pop()
            total, size = total + before, size + its
        blocks.append((total, size))
    starts = np.cumsum([0, *(size for _, size in blocks)])[:-1]
    return np.repeat(starts, [size for _, size in blocks]).astype(np.int64)
