"""The noise of a cell: the change of its count, looked up in the perturbation table by the cell's key."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bereg.disclosure.perturbation_tables import PerturbationTable


def perturb(count: int, key: float, table: PerturbationTable) -> int:
    """Return the value of a count: in row min(count, last), the first whose upper bound exceeds the key.

    So a value's part of [0, 1) holds its lower bound and not its upper one.
    """
    return int(perturb_all([count], [key], table)[0])


def perturb_all(counts: ArrayLike, keys: ArrayLike, table: PerturbationTable) -> NDArray[np.int64]:
    """Perturb many counts. counts, keys: of the same shape (n,).

    Raise ValueError on a count that is no whole number or below 0, and on a key outside [0, 1).
    """
    true, fractions = _whole(np.asarray(counts)), np.asarray(keys, dtype=float)
    if true.shape != fractions.shape or true.ndim != 1:
        raise ValueError("Each count needs its key")
    if (true < 0).any() or not ((fractions >= 0) & (fractions < 1)).all():
        raise ValueError("A count is at least 0, and a key is at least 0 and below 1")
    upper, changes = _lines(table)
    row = np.minimum(true, len(table.rows) - 1)
    place = (upper[row] <= fractions[:, None]).sum(axis=1)
    return np.asarray(true + changes[row, place])


def _whole(counts: NDArray[Any]) -> NDArray[np.int64]:
    """Return counts as whole numbers; one of a half is no count, and would be cut off unsaid."""
    is_whole = counts.dtype.kind in "iu" or (
        counts.dtype.kind == "f" and bool((np.isfinite(counts) & (counts == np.floor(counts))).all())
    )
    if not is_whole:
        raise ValueError("A count is a whole number of at most 64 bits")
    return counts.astype(np.int64)


@cache
def _lines(table: PerturbationTable) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return upper bounds and changes, one line a row; the bounds are filled up with 1, which no key reaches."""
    upper = _filled([row.upper.tolist() for row in table.rows], 1.0)
    changes = _filled([[value - row.count for value in row.values] for row in table.rows], 0)
    return upper, changes


def _filled(lines: Sequence[Sequence[float]], rest: float) -> NDArray[Any]:
    width = max(len(line) for line in lines)
    return np.array([[*line, *[rest] * (width - len(line))] for line in lines])
