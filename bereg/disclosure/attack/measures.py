"""What the attack achieved, as shares, and the gates that a publication must pass."""

from dataclasses import dataclass, fields
from typing import NamedTuple

MOST_ABOVE_COMMONEST = 0.05  # by how much least squares may beat always guessing the commonest value
LEAST_SHOWN = 0.65
MOST_CHANGED = 1.5
WITHOUT_TRUTH = frozenset({"recovered", "present", "shown", "changed"})  # found of what is shown, and of nothing else


@dataclass(frozen=True)
class Proportion:
    """So many of so many; of expected ones, a part."""

    hits: float = 0
    of: int = 0

    def __add__(self, other: "Proportion") -> "Proportion":
        return Proportion(self.hits + other.hits, self.of + other.of)

    @property
    def rate(self) -> float:
        """Return the share; of nothing it is 0."""
        return self.hits / self.of if self.of else 0.0


@dataclass(frozen=True)
class Tally:
    """How often each true count from 1 to 4 occurs among the cells that were guessed."""

    counts: tuple[int, ...] = (0, 0, 0, 0)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)))

    @property
    def commonest(self) -> float:
        """Return the share of right guesses of whoever always guesses the commonest value."""
        return max(self.counts) / sum(self.counts) if any(self.counts) else 0.0


class Gate(NamedTuple):
    """A measure with its limit."""

    name: str
    value: float
    limit: float
    holds: bool


@dataclass(frozen=True)
class Measures:
    """All measures of one publication; those of several may be added.

    recovered: of hidden cells, least and greatest equal. present: the least is 1 or more. nested: presence in a
    difference of 1 to 4, proven because the figures differ; beyond_noise: proven because they differ by more than the
    noise can. That has no gate, as bounded noise cannot exclude it; where the difference is itself a cell, it counts in
    `present`. whole: cells shown as numbers of all that the catalogue has, those of tables left out too;
    stated, without a gate.
    """

    recovered: Proportion = Proportion()
    present: Proportion = Proportion()
    nested: Proportion = Proportion()
    beyond_noise: Proportion = Proportion()
    squares: Proportion = Proportion()
    squares_true: Tally = Tally()
    subtracted: Proportion = Proportion()
    subtracted_true: Tally = Tally()
    shown: Proportion = Proportion()
    whole: Proportion = Proportion()
    changed: Proportion = Proportion()  # sum of the changes, of so many cells shown as numbers

    def __add__(self, other: "Measures") -> "Measures":
        return Measures(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def gates(self) -> tuple[Gate, ...]:
        guessed = min(self.squares_true.commonest + MOST_ABOVE_COMMONEST, 1.0)
        subtracted = self.subtracted_true.commonest
        return (
            _at_most("recovered", self.recovered.rate, 0.0),
            _at_most("present", self.present.rate, 0.0),
            _at_most("nested", self.nested.rate, 0.0),
            _at_most("squares", self.squares.rate, guessed),
            _at_most("subtracted", self.subtracted.rate, subtracted),
            Gate("shown", self.shown.rate, LEAST_SHOWN, not self.shown.of or self.shown.rate >= LEAST_SHOWN),
            _at_most("changed", self.changed.rate, MOST_CHANGED),
        )

    @property
    def gates_of_release(self) -> tuple[Gate, ...]:
        """Return the gates that decide on a release: those that do not depend on the true counts."""
        return tuple(gate for gate in self.gates if gate.name in WITHOUT_TRUTH)

    @property
    def broken(self) -> tuple[Gate, ...]:
        """Return the gates that do not hold."""
        return tuple(gate for gate in self.gates if not gate.holds)


def _at_most(name: str, value: float, limit: float) -> Gate:
    return Gate(name, value, limit, value <= limit)
