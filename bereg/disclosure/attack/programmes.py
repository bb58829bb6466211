"""The least and the greatest count of each cell that agree with everything public, by linear programmes (HiGHS).

One programme can settle many cells. If a solution of all conditions holds a cell at the bound that propagation left,
no other can go beyond it. So first the sum of all open cells is made small (or great), then the sum of those that
are still open, and only what stays open gets a programme of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from bereg.disclosure.attack.published import ContradictionError
from bereg.disclosure.attack.system import System, Vector

ROUNDING = 1e-5  # by how much HiGHS may miss a whole number
WORTH_ANOTHER = 0.9  # a further common programme is tried where the last one left at most this share open

Indices = NDArray[np.int64]
Progress = Callable[[int, int], None]  # cells settled, cells altogether


@dataclass(frozen=True)
class Component:
    """Open unknowns that hang together. columns: their numbers in the whole; right: what the settled ones sum to."""

    columns: Indices
    matrix: csr_array
    right: Vector
    bounds: NDArray[np.float64]

    def extreme(self, chosen: NDArray[np.bool_], sign: float) -> Vector:
        """Return the solution with the least (sign 1) or greatest (sign -1) sum of the chosen unknowns."""
        # The interior-point method takes a fifth of the time of the simplex here.
        found = linprog(sign * chosen, A_eq=self.matrix, b_eq=self.right, bounds=self.bounds, method="highs-ipm")
        if found.status != 0:
            found = linprog(sign * chosen, A_eq=self.matrix, b_eq=self.right, bounds=self.bounds, method="highs-ds")
        if found.status == 2:
            raise ContradictionError("The published figures contradict each other under these rules")
        if found.status != 0:
            raise ArithmeticError(f"HiGHS gave up: {found.message}")
        return np.asarray(found.x)


def components(given: System) -> Iterator[Component]:
    """Split what propagation left open into parts that do not touch each other."""
    row, column, _ = given.entries
    is_open = given.low < given.high
    rows, size = given.matrix.shape
    links = csr_array(
        (np.ones(is_open[column].sum()), (row[is_open[column]], column[is_open[column]])), shape=(rows, size)
    )
    _, label = connected_components(links.T @ links, directed=False)
    right = -given.matrix @ np.where(is_open, 0.0, given.low)
    of_open = np.flatnonzero(is_open)
    order = of_open[np.argsort(label[of_open], kind="stable")]
    for columns in np.split(order, np.flatnonzero(np.diff(label[order])) + 1) if len(order) else []:
        lines = np.unique(links[:, columns].nonzero()[0])
        yield Component(columns, given.matrix[lines][:, columns], right[lines], np.c_[given.low, given.high][columns])


def narrow(given: System, targets: Indices, progress: Progress, *, thorough: bool = False) -> System:
    """Narrow the bounds of the targets to the least and greatest counts that can be.

    Where the least is 0 the greatest cannot matter, as the cell is not recovered however low it is; there it is left as
    propagation has it, which is never too small. thorough: find it there too.
    """
    low, high = given.low.copy(), given.high.copy()
    wanted = np.zeros(len(low), dtype=bool)
    wanted[targets] = True
    wanted &= low < high
    done = len(targets) - int(wanted.sum())
    progress(done, len(targets))
    for part in components(given):
        inside = wanted[part.columns]
        if inside.any():
            for left in _settle(part, inside, low, 1.0):
                progress(done + int(inside.sum()) - left, len(targets))
            matters = inside & (thorough | (low[part.columns] >= 1))
            for _ in _settle(part, matters, high, -1.0):
                progress(done + int(inside.sum()), len(targets))
            done += int(inside.sum())
    return replace(given, low=low, high=high)


def _settle(part: Component, wanted: NDArray[np.bool_], bound: Vector, sign: float) -> Iterator[int]:
    """Move the bounds of the wanted unknowns to where they can be; yield how many are still open."""
    is_open = wanted.copy()
    reached = np.full(len(wanted), np.inf)  # the best of all solutions so far, times the sign
    together = True
    while is_open.any():
        chosen = is_open if together else _one_of(is_open)
        before = int(is_open.sum())
        reached = np.minimum(reached, np.ceil(sign * part.extreme(chosen, sign) - ROUNDING))
        is_open &= reached > sign * bound[part.columns]
        if not together or before == 1:
            # A programme of its own gives the cell its bound for good.
            bound[part.columns[chosen]] = sign * reached[chosen]
            is_open &= ~chosen
        together = together and int(is_open.sum()) <= WORTH_ANOTHER * before
        yield int(is_open.sum())


def _one_of(is_open: NDArray[np.bool_]) -> NDArray[np.bool_]:
    one = np.zeros_like(is_open)
    one[np.argmax(is_open)] = True
    return one
