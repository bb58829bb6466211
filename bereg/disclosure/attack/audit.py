"""The whole attack on a publication, and its report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bereg.disclosure.attack.advice import Advice, advise
from bereg.disclosure.attack.guesses import by_least_squares, by_subtraction
from bereg.disclosure.attack.measures import Measures, Proportion, Tally
from bereg.disclosure.attack.nesting import compare
from bereg.disclosure.attack.programmes import Progress, narrow
from bereg.disclosure.attack.published import MANY, SMALL_COUNTS, Cell, Known, Noise, Publication
from bereg.disclosure.attack.system import propagate, system
from bereg.disclosure.attack.trials import draws, with_other_noise
from bereg.disclosure.perturbation_tables import PerturbationRow, table_of
from bereg.disclosure.rules import Mark

FEWEST_SHOWN = max(SMALL_COUNTS) + 1


@dataclass(frozen=True)
class Attacked:
    """What is known of one cell. greatest is None where nothing bounds it; a guess is None where none can be made.

    has_periods: two periods are published that it alone lies between.
    """

    cell: Cell
    least: int
    greatest: int | None
    by_least_squares: int
    by_subtraction: int | None
    has_periods: bool

    @property
    def is_recovered(self) -> bool:
        """Tell whether one count alone agrees with what is public. That nobody is there points at nobody."""
        return 1 <= self.least == self.greatest

    @property
    def is_proven(self) -> bool:
        """Tell whether it is certain that somebody is there. Of as many as a number hides at least, it is no secret."""
        return 1 <= self.least < FEWEST_SHOWN


@dataclass(frozen=True)
class Audit:
    """The report: every attacked cell, the measures with their gates, and what to merge."""

    attacked: Sequence[Attacked]
    measures: Measures
    advice: tuple[Advice, ...]

    @property
    def holds(self) -> bool:
        """Tell whether every gate holds."""
        return not self.measures.broken

    def worst(self, most: int = 20) -> list[Attacked]:
        """Return the cells that were found out, the recovered ones first."""
        found = [each for each in self.attacked if each.is_recovered or each.is_proven]
        return sorted(found, key=lambda each: (not each.is_recovered, -each.least, str(each.cell.definition)))[:most]


def _silent(done: int, of: int) -> None:
    """Say nothing."""


def audit(publication: Publication, progress: Progress = _silent, *, thorough: bool = False) -> Audit:
    """Attack a publication with everything in this package.

    Where few small cells can be judged, right guesses are counted over several draws of the noise (`trials`).
    progress: is told how many of how many cells are settled. thorough: find the greatest count of every cell, not only
    of those where somebody is proven to be; it takes longer and changes no measure but that of least squares. Raise
    ContradictionError where what is published cannot be true under its rules.
    """
    hidden = [number for number, cell in enumerate(publication.cells) if publication.known.hides(cell)]
    judged = [number for number, cell in enumerate(publication.cells) if cell.is_small and cell.true is not None]
    rounds = 1 + draws(publication, len(judged))
    targets = sorted({*hidden, *judged})
    attacked = _attack(publication, targets, _part(progress, 0, rounds, len(targets)), thorough=thorough)
    found_out = [each.cell for each in attacked if each.is_recovered or each.is_proven]
    measures = _measured(publication, attacked)
    for number in range(1, rounds):
        other = with_other_noise(publication, number)
        measures += _guessed(_attack(other, judged, _part(progress, number, rounds, len(targets)), thorough=thorough))
    return Audit(attacked, measures, advise(publication, found_out))


def _part(progress: Progress, number: int, rounds: int, cells: int) -> Progress:
    """Return what is told of one round of several, each of as many cells as the first."""
    return lambda done, of: progress(number * cells + (done * cells // of if of else cells), rounds * cells)


def _attack(publication: Publication, numbers: Sequence[int], progress: Progress, *, thorough: bool) -> list[Attacked]:
    """Attack the cells with these numbers."""
    given = propagate(system(publication))
    given = narrow(given, np.unique(given.where[numbers]), progress, thorough=thorough)
    squares, subtracted = by_least_squares(publication, given), by_subtraction(publication)
    return [
        Attacked(
            publication.cells[number],
            int(given.low[given.where[number]]),
            int(most) if (most := given.high[given.where[number]]) < MANY else None,
            int(squares[number]),
            subtracted.get(number),
            has_periods=number in subtracted,
        )
        for number in numbers
    ]


def _measured(publication: Publication, attacked: Sequence[Attacked]) -> Measures:
    nested = compare(publication)
    every = [cell for cell in publication.cells if cell.shown is not Mark.UNPUBLISHED]
    seen = [cell for cell in every if not cell.is_left_out]
    return _guessed(attacked) + Measures(
        recovered=_share(each.is_recovered for each in attacked),
        present=_share(each.is_proven for each in attacked),
        nested=Proportion(nested.by_difference, nested.pairs),
        beyond_noise=Proportion(nested.beyond_noise, nested.pairs),
        shown=_share(isinstance(cell.shown, int) for cell in seen),
        whole=_share(isinstance(cell.shown, int) and not cell.is_left_out for cell in every),
        changed=_changed(seen, publication.known),
    )


def _guessed(attacked: Sequence[Attacked]) -> Measures:
    """Return how often guesses are right, of the cells whose true count the auditor knows."""
    judged = [each for each in attacked if each.cell.is_small and each.cell.true is not None]
    paired = [each for each in judged if each.has_periods]
    return Measures(
        squares=_share(each.by_least_squares == each.cell.true for each in judged),
        squares_true=_tally(judged),
        subtracted=_share(each.by_subtraction == each.cell.true for each in paired),
        subtracted_true=_tally(paired),
    )


def _share(found: Iterable[bool]) -> Proportion:
    each = list(found)
    return Proportion(sum(each), len(each))


def _tally(judged: Sequence[Attacked]) -> Tally:
    return Tally(tuple(sum(each.cell.true == count for each in judged) for count in SMALL_COUNTS))


LEAST_MEASURED = 500  # cells; the mean change of fewer is as much chance as design


def _changed(seen: Iterable[Cell], known: Known) -> Proportion:
    """Return how much shown counts changed; where few are shown, how much the rules would change them on the average.

    The change of a count has a standard deviation near its own mean, so the mean of sixty passes a limit an eighth
    above it by chance in every sixth release.
    """
    cells = [(cell.shown, cell.true) for cell in seen if isinstance(cell.shown, int)]
    judged = [(shown, true) for shown, true in cells if true is not None]
    if len(judged) >= LEAST_MEASURED or known.noise is Noise.NONE:
        return Proportion(sum(abs(shown - true) for shown, true in judged), len(judged))
    rows = table_of(known.rules).rows
    expected = sum(_mean_change(rows[min(shown, len(rows) - 1)]) for shown, _ in cells)
    return Proportion(expected, len(cells))


def _mean_change(row: PerturbationRow) -> float:
    return sum(p * abs(value - row.count) for value, p in zip(row.values, row.probabilities, strict=True))
