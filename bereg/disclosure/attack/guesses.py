"""What an attacker would guess: by least squares over everything published, and by subtracting cumulative figures."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from bereg.disclosure.attack.published import MANY, Noise, Publication, place_of
from bereg.disclosure.attack.relations import MONTH, Box
from bereg.disclosure.attack.system import System
from bereg.disclosure.linear_programmes import Entries, Vector, summed
from bereg.disclosure.rules import Mark

EXACT = 1e-3  # the variance of a figure without noise, for the arithmetic
VAGUE = 1e4  # the variance of what nothing is known about
NEAR, MOST_STEPS = 1e-9, 5000


def by_least_squares(publication: Publication, given: System) -> NDArray[np.int64]:
    """Guess every cell: the counts that satisfy all relations and are nearest to all that is shown.

    A number is its count with the variance of the noise, a class its middle with the variance of its width; several
    vintages of a cell are averaged. The guess is rounded, and kept between the bounds that are known.
    """
    is_open = given.low < given.high
    # The other relations say how much at most, and so nothing of the nearest.
    certain = np.arange(given.matrix.shape[0]) < given.equal
    right = -given.matrix.times(np.where(is_open, 0.0, given.low))[certain]
    matrix = given.matrix.chosen(certain, is_open)
    weight, pull = (each[is_open] for each in _observed(publication, given))
    found = given.low.copy()
    found[is_open] = _nearest(matrix, right, weight, pull)
    return np.clip(np.rint(found), given.low, given.high)[given.where].astype(np.int64)


def _nearest(matrix: Entries, right: Vector, weight: Vector, pull: Vector) -> Vector:
    """Return the x of least sum of weight (x - pull / weight)^2 with matrix * x = right.

    x = (pull - matrix' y) / weight, where y solves matrix (1 / weight) matrix' y = matrix (pull / weight) - right. Some
    relations follow from others, so that y is not unique; conjugate gradients do not mind.
    """
    used = np.bincount(matrix.row, minlength=matrix.shape[0]) > 0
    matrix, right = matrix.chosen(used, np.full(matrix.shape[1], True)), right[used]
    if not matrix.shape[0]:
        return pull / weight
    prices = _conjugate_gradients(matrix, 1 / weight, matrix.times(pull / weight) - right)
    return (pull - matrix.transposed_times(prices)) / weight


def _conjugate_gradients(matrix: Entries, scale: Vector, right: Vector) -> Vector:
    """Solve matrix * scale * matrix' * y = right, preconditioned by the diagonal. Source: Saad 2003, algorithm 9.1."""
    diagonal = summed(matrix.row, matrix.value**2 * scale[matrix.column], matrix.shape[0])
    found, left = np.zeros(len(right)), right
    direction, length = np.zeros(len(right)), float("inf")
    enough = NEAR * np.linalg.norm(right)
    for _ in range(MOST_STEPS):
        if np.linalg.norm(left) <= enough:
            break
        before, length = length, float(left @ (left / diagonal))
        direction = left / diagonal + length / before * direction
        image = matrix.times(scale * matrix.transposed_times(direction))
        step = length / (direction @ image)
        found, left = found + step * direction, left - step * image
    return found


def _observed(publication: Publication, given: System) -> tuple[Vector, Vector]:
    """Return for each unknown the sum of 1/variance, and of figure/variance."""
    weight, pull = np.full(len(given.low), 1 / VAGUE), np.zeros(len(given.low))
    for cell, at in zip(publication.cells, given.where, strict=True):
        low, high = publication.known.range_of(cell.shown)
        if high < MANY:
            variance = _variance(publication, low, high) if isinstance(cell.shown, Mark) else _noise(publication)
            figure = (low + high) / 2 if isinstance(cell.shown, Mark) else cell.shown
            weight[at] += 1 / variance
            pull[at] += figure / variance
    return weight, pull


def _variance(publication: Publication, low: float, high: float) -> float:
    """Return the variance of a count that may be anything between two bounds."""
    return max(((high - low + 1) ** 2 - 1) / 12, _noise(publication))


def _noise(publication: Publication) -> float:
    return EXACT if publication.known.noise is Noise.NONE else publication.known.rules.variance


def by_subtraction(publication: Publication) -> dict[int, int | None]:
    """Guess each cell as the difference of two periods that it alone lies between; by number of the cell.

    Cells without such periods are left out. Where no pair of figures is shown as numbers, there is no guess: None.
    Several pairs are averaged.
    """
    shown: defaultdict[tuple[Box, int], dict[frozenset[str | int], int | Mark]] = defaultdict(dict)
    own = [_by_months(place_of(cell.definition, publication)) for cell in publication.cells]
    for (base, months), cell in zip(own, publication.cells, strict=True):
        if cell.shown is not Mark.UNPUBLISHED:
            shown[base, cell.definition.vintage][months] = cell.shown
    guesses: dict[int, int | None] = {}
    for number, ((base, months), cell) in enumerate(zip(own, publication.cells, strict=True)):
        if cell.is_small:
            periods = shown[base, cell.definition.vintage]
            pairs = [(longer, longer - months) for longer in periods if months < longer and longer - months in periods]
            if pairs:
                guesses[number] = _mean([(periods[longer], periods[shorter]) for longer, shorter in pairs])
    return guesses


def _by_months(place: Box) -> tuple[Box, frozenset[str | int]]:
    months = dict(place.axes)[MONTH].values
    return place.without(MONTH), months


def _mean(pairs: list[tuple[int | Mark, int | Mark]]) -> int | None:
    found = [more - less for more, less in pairs if isinstance(more, int) and isinstance(less, int)]
    return round(sum(found) / len(found)) if found else None
