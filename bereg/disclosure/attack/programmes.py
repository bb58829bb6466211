"""The least and the greatest count of each cell that agree with everything public, by linear programmes (HiGHS).

One programme can settle many cells. If a solution of all conditions holds a cell at the bound that propagation left,
no other can go beyond it. So first the sum of all open cells is made small (or great), then the sum of those that
are still open, and only what stays open gets a programme of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bereg.disclosure.attack.published import ContradictionError
from bereg.disclosure.attack.system import System
from bereg.disclosure.linear_programmes import (
    Entries,
    Indices,
    InfeasibleProgrammeError,
    LinearConditions,
    ManyCosts,
    Vector,
)

ROUNDING = 1e-5  # by how much HiGHS may miss a whole number
WORTH_ANOTHER = 0.9  # a further common programme is tried where the last one left at most this share open

Progress = Callable[[int, int], None]  # cells settled, cells altogether


@dataclass(frozen=True)
class Component:
    """Open unknowns that hang together. columns: their numbers in the whole."""

    columns: Indices
    conditions: LinearConditions

    @cached_property
    def programmes(self) -> ManyCosts:
        """The linear programmes of this part."""
        return ManyCosts(self.conditions)

    def extreme(self, chosen: NDArray[np.bool_], sign: float) -> Vector:
        """Return the solution with the least (sign 1) or greatest (sign -1) sum of the chosen unknowns."""
        try:
            return self.programmes.minimum(sign * chosen.astype(float))
        except InfeasibleProgrammeError:
            raise ContradictionError("The published figures contradict each other under these rules") from None


def components(given: System) -> Iterator[Component]:
    """Split what propagation left open into parts that do not touch each other."""
    is_open = given.low < given.high
    # What is settled stands on the right.
    right = -given.matrix.times(np.where(is_open, 0.0, given.low))
    inside = is_open[given.matrix.column]
    row, column, value = given.matrix.row[inside], given.matrix.column[inside], given.matrix.value[inside]
    label = _labels(row, column, given.matrix.shape)
    of_open = np.flatnonzero(is_open)
    unknowns = _by_label(of_open, label[of_open])
    entries = _by_label(np.arange(len(column)), label[column])
    for name, columns in unknowns.items():
        at = entries.get(name, np.empty(0, dtype=np.int64))
        lines, number = np.unique(row[at], return_inverse=True)
        matrix = Entries(number, np.searchsorted(columns, column[at]), value[at], (len(lines), len(columns)))
        sums = right[lines]
        yield Component(columns, LinearConditions(matrix, sums, sums, given.low[columns], given.high[columns]))


def _labels(row: Indices, column: Indices, shape: tuple[int, int]) -> Indices:
    """Return one number for all columns that lines join, directly or by others: that of the first of them."""
    label = np.arange(shape[1])
    while True:
        of_row = np.full(shape[0], shape[1])
        np.minimum.at(of_row, row, label[column])
        joined = label.copy()
        np.minimum.at(joined, column, of_row[row])
        joined = joined[joined]
        if (joined == label).all():
            return label
        label = joined


def _by_label(numbers: Indices, labels: Indices) -> dict[int, Indices]:
    """Return the numbers of each label, in their order."""
    order = np.argsort(labels, kind="stable")
    names, first = np.unique(labels[order], return_index=True)
    return dict(zip(names.tolist(), np.split(numbers[order], first[1:]), strict=True)) if len(names) else {}


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
