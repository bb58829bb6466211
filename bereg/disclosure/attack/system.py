"""Unknowns and relations as arrays, and what follows from each relation by itself."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bereg.disclosure.attack.published import MANY, Cell, ContradictionError, Publication, place_of
from bereg.disclosure.attack.relations import CENTRE, EVERYTHING, MONTH, Box, Network, network
from bereg.disclosure.attack.unions import relations, wholes
from bereg.disclosure.linear_programmes import Entries, Vector

MOST_ROUNDS = 200


@dataclass(frozen=True)
class System:
    """Bounds of each unknown, and the relations: matrix * unknowns = 0. where: the unknown of each cell.

    equal: how many of the relations, the first ones, have no unknown that only says how much is left over.
    """

    matrix: Entries
    low: Vector
    high: Vector
    where: NDArray[np.int64]
    equal: int


def system(publication: Publication) -> System:
    """State what is public as bounds and relations. Raise ContradictionError where the true counts deny it."""
    apart = _vintages_differ(publication)
    own = [place_of(cell.definition, publication, apart=apart) for cell in publication.cells]
    equal = network([*own, *wholes(own, publication.unions)])
    unequal = relations(equal.places, publication.unions)
    beside = (place for relation in unequal for place in (relation.whole, *relation.parts))
    found = Network(tuple(dict.fromkeys((*equal.places, *beside))), (*equal.relations, *unequal))
    number = {place: n for n, place in enumerate(found.places)}
    where = np.array([number[place] for place in own], dtype=np.int64)
    low, high = np.zeros(len(number)), np.full(len(number), MANY)
    high[[at for place, at in number.items() if _is_empty(place, publication)]] = 0
    for cell, at in zip(publication.cells, where, strict=True):
        least, most = publication.known.of(cell)
        low[at], high[at] = max(low[at], least), min(high[at], most)
        _agrees(cell, low[at], high[at])
    return System(_matrix(found, number), low, high, where, len(equal.relations))


def _is_empty(place: Box, publication: Publication) -> bool:
    """Tell whether a box is of centres alone that were closed in all of its months, or of no code that there is."""
    axes = dict(place.axes)
    for variable, codes in publication.complete.items():
        left = axes.get(variable)
        if left and left.rest and left.values >= codes:
            return True
    centres, months = axes.get(CENTRE, EVERYTHING), axes.get(MONTH, EVERYTHING)
    if centres.rest or months.rest:
        return False
    return all(months.values <= publication.closed.get(str(centre), frozenset()) for centre in centres.values)


def _agrees(cell: Cell, low: float, high: float) -> None:
    if low > high or (cell.true is not None and not low <= cell.true <= high):
        raise ContradictionError(f"{cell.definition} is shown as {cell.shown}, which the rules exclude")


def _vintages_differ(publication: Publication) -> bool:
    """Tell whether a correction changed a true count; then one vintage says nothing certain of another."""
    counts: dict[object, int] = {}
    for cell in publication.cells:
        if cell.true is not None:
            place = place_of(cell.definition, publication)
            if counts.setdefault(place, cell.true) != cell.true:
                return True
    return False


def _matrix(found: Network, number: dict[Box, int]) -> Entries:
    rows, columns, values = [], [], []
    for row, (whole, parts) in enumerate(found.relations):
        rows += [row] * (len(parts) + 1)
        columns += [number[whole], *(number[part] for part in parts)]
        values += [1.0, *[-1.0] * len(parts)]
    at = np.array([rows, columns], dtype=np.int64).reshape(2, -1)
    return Entries(at[0], at[1], np.array(values), (len(found.relations), len(number)))


def propagate(given: System) -> System:
    """Narrow the bounds by each relation until none narrows them further.

    In a relation each term is what the others leave: between -(greatest sum of the others) and -(their least sum).
    """
    row, column, value = given.matrix.row, given.matrix.column, given.matrix.value
    low, high = given.low.copy(), given.high.copy()
    for _ in range(MOST_ROUNDS):
        least = np.where(value > 0, low[column], -high[column])
        most = np.where(value > 0, high[column], -low[column])
        floor = most - np.bincount(row, most, given.matrix.shape[0])[row]
        ceiling = least - np.bincount(row, least, given.matrix.shape[0])[row]
        newer_low, newer_high = low.copy(), high.copy()
        np.maximum.at(newer_low, column, np.where(value > 0, floor, -ceiling))
        np.minimum.at(newer_high, column, np.where(value > 0, ceiling, -floor))
        if (newer_low > newer_high).any():
            raise ContradictionError("The published figures contradict each other under these rules")
        if (newer_low == low).all() and (newer_high == high).all():
            break
        low, high = newer_low, newer_high
    return replace(given, low=low, high=high)
