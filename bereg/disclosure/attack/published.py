"""What an attacker has before him: cells with what is shown of them, and the rules, which he knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from bereg.disclosure.attack.relations import CENTRE, MONTH, Box, Subset
from bereg.disclosure.keys import Definition
from bereg.disclosure.perturbation_tables import table_of
from bereg.disclosure.rules import Mark, Rules, Shown

MANY = 1e9  # more than anybody counts: the upper bound of what nothing is known about
SMALL_COUNTS = range(1, 5)  # the true counts that must not be found out


class Noise(Enum):
    """What the noise of a cell comes from."""

    NONE = "none"
    RECORDS = "records"  # keys of the records summed, as statistical offices do
    DEFINITION = "definition"


@dataclass(frozen=True)
class Cell:
    """One published figure. true: the true count where the auditor knows it, to judge the attack by; no attack uses it.

    A cell that is not published (Mark.UNPUBLISHED) may be among them, so that it is attacked too. is_left_out: its
    table is not published, because of what would be shown in it. As that tells something of what would be shown,
    attacks are given the figure; only how useful the publication is, is judged without it. is_large: it is not
    published, but with its noise it would be a number, so that nothing is lost where somebody is proven to be in it.
    below: it is not published, and known to be less than this with its noise.
    """

    definition: Definition
    shown: Shown
    true: int | None = None
    is_left_out: bool = False
    is_large: bool = False
    below: int | None = None

    @property
    def is_small(self) -> bool:
        """Tell whether its true count is small, so that guesses are judged by it, or might be for all we know."""
        return isinstance(self.shown, Mark) if self.true is None else self.true in SMALL_COUNTS


@dataclass(frozen=True)
class Known:
    """The rules of the publication. suppressed: the least and the greatest count of a suppressed cell."""

    noise: Noise
    rules: Rules = field(default_factory=Rules)
    suppressed: tuple[float, float] = (1, 4)

    def hides(self, cell: Cell) -> bool:
        """Tell whether a cell may be small as far as what is shown of it tells, so that nobody may be found in it.

        It is not asked whether it is: which cells are attacked, and so the verdict, must not tell either.
        """
        least, most = self.of(cell)
        return not cell.is_large and least <= max(SMALL_COUNTS) and most >= min(SMALL_COUNTS)

    def of(self, cell: Cell) -> tuple[float, float]:
        """Return the least and the greatest true count that agree with what is known of a cell by itself."""
        least, most = self.range_of(cell.shown)
        return least, most if cell.below is None else min(most, cell.below - 1 + self.rules.max_deviation)

    def range_of(self, shown: Shown) -> tuple[float, float]:
        """Return the least and the greatest true count that can be shown so."""
        if shown is Mark.UNPUBLISHED:
            return 0, MANY
        if shown is Mark.SUPPRESSED:
            return self.suppressed
        if shown is Mark.SMALL:
            return self._small
        if self.noise is Noise.NONE:
            return shown, shown
        counts = table_of(self.rules).counts(shown)
        if not counts:
            raise ContradictionError(f"{shown} is shown, which the rules never show")
        return min(counts), max(counts)

    @cached_property
    def _small(self) -> tuple[float, float]:
        below = range(self.rules.class_below)
        if self.noise is Noise.NONE:
            return min(below), max(below)
        counts = [count for value in below for count in table_of(self.rules).counts(value)]
        return min(counts), max(counts)


@dataclass(frozen=True)
class Publication:
    """A whole set of published tables: months, cumulative periods, centres, margins, every vintage.

    centres: all that the national figures are the sum of; national: what they are called in definitions. How cells nest
    follows from their definitions: conditions are sets of codes, periods sets of months. unions: variables that say
    whether a record has any of several things, with those things; one record may have many of them. closed: months, as
    `MonthSpan.months` has them, in which a centre is known to have had nobody, as it was opened later. complete:
    variables of which every record is known to have one of these codes.
    """

    cells: Sequence[Cell]
    known: Known
    centres: tuple[str, ...]
    national: str = "all"
    unions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    closed: Mapping[str, frozenset[int]] = field(default_factory=dict)
    complete: Mapping[str, frozenset[str]] = field(default_factory=dict)


def place_of(definition: Definition, publication: Publication, *, apart: bool = False) -> Box:
    """Return the box of a definition. apart: whether vintages are different worlds, as their true counts differ."""
    centre = definition.centre
    centres = publication.centres if centre == publication.national else (centre,)
    axes = [(variable, Subset(frozenset(codes))) for variable, codes in definition.conditions]
    axes += [(CENTRE, Subset(frozenset(centres))), (MONTH, Subset(frozenset(definition.period.months)))]
    world = f" {definition.vintage}" if apart else ""
    return Box(definition.population + world, frozenset(axes))


class ContradictionError(ValueError):
    """What is published cannot be true under the rules that were given."""
