"""What would hide the cells that were found out: which categories to merge."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bereg.disclosure.attack.published import Cell, Publication, place_of
from bereg.disclosure.attack.relations import Box, Subset
from bereg.disclosure.rules import Mark


@dataclass(frozen=True)
class Advice:
    """Merge one category of a variable with another; cells: how many found out cells it would hide.

    with_codes is empty where no other category stands beside it: then leave the category out, or show it for longer
    periods only.
    """

    variable: str
    codes: tuple[str, ...]
    with_codes: tuple[str, ...]
    cells: int


def advise(publication: Publication, found_out: Iterable[Cell]) -> tuple[Advice, ...]:
    """Return what to merge, the most useful first: each category with the smallest of its neighbours."""
    beside = _neighbours(publication)
    wanted: Counter[tuple[str, tuple[str, ...], tuple[str, ...]]] = Counter()
    for cell in found_out:
        place = place_of(cell.definition, publication)
        options = [_option(place, variable, codes, beside) for variable, codes in cell.definition.conditions]
        # Merge the finest of its conditions: that with most neighbours.
        if options:
            wanted[max(options, key=lambda option: (option[0], option[1]))[1]] += 1
    return tuple(Advice(*option, cells) for option, cells in wanted.most_common())


Neighbours = dict[tuple[str, Box], list[tuple[Subset, int]]]
Option = tuple[str, tuple[str, ...], tuple[str, ...]]


def _neighbours(publication: Publication) -> Neighbours:
    """Return the categories of each variable in each table column, with their figures."""
    beside: defaultdict[tuple[str, Box], list[tuple[Subset, int]]] = defaultdict(list)
    for cell in publication.cells:
        place = place_of(cell.definition, publication)
        for variable, codes in cell.definition.conditions:
            figure = 0 if isinstance(cell.shown, Mark) else cell.shown
            beside[variable, place.without(variable)].append((Subset(frozenset(codes)), figure))
    return beside


def _option(place: Box, variable: str, codes: Sequence[str], beside: Neighbours) -> tuple[int, Option]:
    """Return how many neighbours a category has, and the smallest to merge it with."""
    own = frozenset[str | int](codes)
    others = [
        (subset, figure) for subset, figure in beside[variable, place.without(variable)] if not subset.values & own
    ]
    if not others:
        return 0, (variable, tuple(codes), ())
    smallest = min(others, key=lambda other: (other[1], sorted(map(str, other[0].values))))[0]
    return len(others), (variable, tuple(codes), tuple(sorted(map(str, smallest.values))))
