"""Nested cells and vintages: whether different figures prove that somebody is in the difference.

Where the noise comes from the records, or there is none, the same records have the same figure; so different figures
mean different records. Where it comes from the definition they mean nothing. The attacker need not believe what is
declared: pairs that hold the same records and differ nevertheless refute the inference, and if there are such pairs
and none ever differs, the noise comes from the records, whatever is said.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations

from bereg.disclosure.attack.published import SMALL_COUNTS, Cell, Noise, Publication, place_of
from bereg.disclosure.attack.relations import EVERYTHING, Box, Subset, families
from bereg.disclosure.rules import Mark

ENOUGH_TO_DOUBT = 5  # pairs of the same records, at least one shown as a number, before what is declared is doubted


@dataclass(frozen=True)
class Nested:
    """Pairs of nested cells or vintages that differ by 1 to 4, how many are proven to differ, and by what.

    by_difference: since other figures prove other records. beyond_noise: since the figures are further apart than noise
    can take them.
    """

    pairs: int
    by_difference: int
    beyond_noise: int


def compare(publication: Publication) -> Nested:
    """Compare all nested cells and vintages whose true counts are known."""
    published = [cell for cell in publication.cells if cell.shown is not Mark.UNPUBLISHED and cell.true is not None]
    found = list(_pairs(published, publication))
    gaps = [(abs((outer.true or 0) - (inner.true or 0)), inner, outer) for inner, outer in found]
    close = [(inner, outer) for gap, inner, outer in gaps if gap in SMALL_COUNTS]
    same = [(inner, outer) for gap, inner, outer in gaps if gap == 0]
    tells = difference_tells(publication.known.noise, same)
    return Nested(
        pairs=len(close),
        by_difference=sum(tells and inner.shown != outer.shown for inner, outer in close),
        beyond_noise=sum(_is_apart(publication, inner, outer) for inner, outer in close),
    )


def difference_tells(declared: Noise, same: list[tuple[Cell, Cell]]) -> bool:
    """Tell whether different figures prove different records. same: pairs that hold the same records."""
    visible = [pair for pair in same if any(isinstance(cell.shown, int) for cell in pair)]
    if declared is Noise.DEFINITION and len(visible) < ENOUGH_TO_DOUBT:
        return False
    return all(inner.shown == outer.shown for inner, outer in visible)


def _is_apart(publication: Publication, inner: Cell, outer: Cell) -> bool:
    (low, high), (least, most) = (publication.known.range_of(cell.shown) for cell in (inner, outer))
    return least > high or low > most


def _pairs(cells: list[Cell], publication: Publication) -> Iterator[tuple[Cell, Cell]]:
    """Yield inner and outer cells of the same vintage, and cells of two vintages."""
    at: defaultdict[Box, dict[int, Cell]] = defaultdict(dict)
    for cell in cells:
        at[place_of(cell.definition, publication)][cell.definition.vintage] = cell
    for vintages in at.values():
        yield from combinations(vintages.values(), 2)
    for axis, base, subsets in families(at, at):
        for inner, outer in permutations(subsets, 2):
            if _is_within(inner, outer):
                less, more = at[base.along(axis, inner)], at[base.along(axis, outer)]
                yield from ((less[vintage], more[vintage]) for vintage in less.keys() & more.keys())


def _is_within(inner: Subset, outer: Subset) -> bool:
    return outer == EVERYTHING or (not outer.rest and not inner.rest and inner.values < outer.values)
