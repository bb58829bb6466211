"""Unequal relations: of those who have any of several things.

One record may have several things at once, such as topics. Who has any of them is at least as many as have one of
them, and at most as many as have each, added up. Both are written as sums with an unknown beside: the whole is a part
and whoever has only others; all parts together are the whole and whoever is counted more than once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from typing import NamedTuple

from bereg.disclosure.attack.relations import Box, Relation, Subset

Unions = Mapping[str, frozenset[str]]  # variable to the things of which its records have any


class _Family(NamedTuple):
    """Boxes that differ in what their records have any of. base: the box without that; yes: the answer that says so."""

    base: Box
    yes: Subset


def wholes(places: Iterable[Box], unions: Unions) -> list[Box]:
    """Return the boxes of unions beside parts of theirs, published or not: months and centres may sum up to them."""
    return [
        family.base.along(whole, family.yes)
        for family, parts in _families(places, unions).items()
        for whole in unions
        if any(unions[part] < unions[whole] for part in parts)
    ]


def relations(places: Iterable[Box], unions: Unions) -> list[Relation]:
    """Return the unequal relations among boxes, with unknowns of their own, whose population begins with a blank."""
    found: list[Relation] = []
    for family, variables in _families(places, unions).items():
        for part, whole in permutations(variables, 2):
            if unions[part] < unions[whole]:
                others = Box(f" with {whole} without {part}", family.base.axes)
                found.append(
                    Relation(family.base.along(whole, family.yes), (family.base.along(part, family.yes), others))
                )
        found += _sums(family, variables, unions)
    return found


def _sums(family: _Family, variables: list[str], unions: Unions) -> Iterator[Relation]:
    """Yield that each whole is at most as many as its smallest parts together, where these leave nothing out."""
    for whole in variables:
        within = [part for part in variables if unions[part] < unions[whole]]
        least = [part for part in within if not any(unions[other] < unions[part] for other in within)]
        if frozenset[str]().union(*(unions[part] for part in least)) == unions[whole]:
            together = Box(f" each of {whole}", family.base.axes)
            again = Box(f" again in {whole}", family.base.axes)
            yield Relation(together, tuple(family.base.along(part, family.yes) for part in least))
            yield Relation(together, (family.base.along(whole, family.yes), again))


def _families(places: Iterable[Box], unions: Unions) -> dict[_Family, list[str]]:
    """Return by which variables boxes that are alike otherwise are restricted; a box with two of them is in none."""
    found: defaultdict[_Family, dict[str, None]] = defaultdict(dict)
    for place in places:
        own = [(variable, subset) for variable, subset in place.axes if variable in unions]
        if len(own) == 1 and not own[0][1].rest:
            variable, yes = own[0]
            found[_Family(place.without(variable), yes)][variable] = None
    return {family: sorted(variables) for family, variables in found.items()}
