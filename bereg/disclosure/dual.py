"""The dual method that finds the distribution of greatest entropy.

The conditions sum p = 1, sum v p = 0 and, where it binds, sum v^2 p = V are F p = b, with a multiplier each. For given
multipliers x the best p is known in closed form: ln p = (F'x) - 1, with neighbours that break the rise pooled to their
mean (pool adjacent violators), and nothing below its bound. What remains is to find at most three multipliers, by
Newton's method on a convex function. scipy's SLSQP gives the same digits where it converges (a test holds that); from
about D = 10 on it may end beside its conditions, or take minutes.

Source: Boyd and Vandenberghe, Convex Optimization, 5.2 and 9.5; Barlow and others 1972 for the pooling.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOLERANCE = 1e-13
GOOD_ENOUGH = 1e-10  # where rounding stops the steps before that
MOST_STEPS = 500
HALVINGS = 60
ENOUGH = 1e-4  # of the descent that the slope promises
NEAR_END = 1e-5
RIDGE = 1e-14  # keeps a step finite where all but a few values lie at their bounds

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Shape:
    """What holds for each p by itself: bounds, and how many of the first ones rise up to the last of them."""

    floors: Vector
    rising: int


@dataclass(frozen=True)
class Problem:
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


def least(problem: Problem, start: Vector) -> Vector:
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


def _moved(problem: Problem, x: Vector, slope: Vector, step: Vector) -> Vector | None:
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
