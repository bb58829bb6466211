"""All linear relations among published cells.

A cell is a box: a set of centres, a set of months, a set of codes of each variable. Boxes that differ along one axis
only are a family. Their sets, cut by each other, fall into disjoint pieces, and each box is the sum of its pieces:
margins of codes, groups and classes, months of a period, differences of cumulative periods, centres of the whole. A
piece that is not published becomes an unknown of its own, at least 0, and may belong to families along other axes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

CENTRE, MONTH = " centre", " month"  # no variable begins with a blank
MOST_ROUNDS = 6
MOST_PLACES = 300_000


class Subset(NamedTuple):
    """Some values of an axis: those named or, where `rest` is set, all but those named, no answer included."""

    values: frozenset[str | int]
    rest: bool = False


EVERYTHING = Subset(frozenset(), rest=True)
Axes = frozenset[tuple[str, Subset]]


class Box(NamedTuple):
    """A box whose count is unknown: the population and its sets; an axis without a set is not restricted."""

    population: str
    axes: Axes

    def without(self, axis: str) -> "Box":
        """Return the box that is not restricted along an axis."""
        return Box(self.population, frozenset(pair for pair in self.axes if pair[0] != axis))

    def along(self, axis: str, subset: Subset) -> "Box":
        """Return an unrestricted box restricted along an axis."""
        return self if subset == EVERYTHING else Box(self.population, self.axes | {(axis, subset)})


class Relation(NamedTuple):
    """The whole is the sum of its parts."""

    whole: Box
    parts: tuple[Box, ...]


@dataclass(frozen=True)
class Network:
    """The unknowns in a fixed order, published or not, and the relations among them."""

    places: tuple[Box, ...]
    relations: tuple[Relation, ...]


def network(published: Iterable[Box]) -> Network:
    """Find all relations, until the pieces that they need bring no new ones."""
    places = dict.fromkeys(published)
    relations: dict[Relation, None] = {}
    waiting = list(places)
    for _ in range(MOST_ROUNDS):
        found = [relation for family in families(places, waiting) for relation in _cut(*family)]
        relations.update(dict.fromkeys(found))
        waiting = [part for relation in found for part in relation.parts if part not in places]
        places.update(dict.fromkeys(waiting))
        if not waiting:
            break
        if len(places) > MOST_PLACES:
            raise ValueError(f"More than {MOST_PLACES} unknowns: audit fewer tables at once")
    return Network(tuple(places), tuple(relations))


def families(places: Collection[Box], new: Collection[Box]) -> Iterator[tuple[str, Box, list[Subset]]]:
    """Yield axis, the box without that axis and the sets along it, of each family of two or more with a new member."""
    fresh = set(new)
    found: defaultdict[tuple[str, Box], list[Subset]] = defaultdict(list)
    touched: set[tuple[str, Box]] = set()
    for place in places:
        for axis, subset in place.axes:
            family = axis, place.without(axis)
            found[family].append(subset)
            if place in fresh:
                touched.add(family)
    for (axis, base), subsets in found.items():
        if (axis, base) in touched or base in fresh:
            members = [*subsets, EVERYTHING] if base in places else subsets
            if len(members) > 1:
                # In a fixed order: sets are stored in another one in each process.
                yield axis, base, sorted(members, key=lambda subset: (subset.rest, sorted(map(str, subset.values))))


def _cut(axis: str, base: Box, subsets: list[Subset]) -> Iterator[Relation]:
    """Yield the sum that each box of a family is, unless it is a piece itself."""
    pieces = _pieces(subsets)
    for number, subset in enumerate(subsets):
        parts = [piece for members, piece in pieces.items() if number in members]
        if parts != [subset]:
            yield Relation(base.along(axis, subset), tuple(base.along(axis, part) for part in parts))


def _pieces(subsets: list[Subset]) -> dict[frozenset[int], Subset]:
    """Return the disjoint pieces into which sets cut each other, by the numbers of the sets that hold them."""
    values = sorted(frozenset[str | int]().union(*(subset.values for subset in subsets)), key=str)
    held: defaultdict[frozenset[int], list[str | int]] = defaultdict(list)
    for value in values:
        held[frozenset(n for n, subset in enumerate(subsets) if (value in subset.values) != subset.rest)].append(value)
    others = frozenset(n for n, subset in enumerate(subsets) if subset.rest)
    pieces = {members: Subset(frozenset(those)) for members, those in held.items() if members}
    if others:
        pieces[others] = Subset(frozenset(values) - frozenset(held.get(others, ())), rest=True)
    return pieces
