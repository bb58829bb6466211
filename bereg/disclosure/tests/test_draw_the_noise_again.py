"""Right guesses at few cells are counted over several draws of the noise."""

from dataclasses import replace

import pytest

from bereg.disclosure.attack import Known, Noise, audit
from bereg.disclosure.attack.trials import DRAWS, ENOUGH, draws, with_other_noise
from bereg.disclosure.rules import Mark
from bereg.disclosure.tests import invented

pytestmark = pytest.mark.once("it uses no database")


def test_guesses_at_few_cells_are_judged_over_several_draws_of_the_noise() -> None:
    """By one draw alone the share of right guesses depends on luck; by several it is much the same under any secret."""
    whole = invented.protected(invented.year(1, size=2000, months=3))
    steps: list[tuple[int, int]] = []
    found = audit(whole, lambda done, of: steps.append((done, of)))
    judged = sum(cell.is_small for cell in whole.cells)
    assert 0 < judged < ENOUGH
    assert found.measures.squares.of == sum(found.measures.squares_true.counts) == judged * (1 + DRAWS)
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]
    assert audit(whole).measures == found.measures
    assert draws(whole, ENOUGH) == draws(replace(whole, known=Known(Noise.NONE)), judged) == draws(whole, 0) == 0


def test_other_noise_changes_what_is_shown_and_nothing_else() -> None:
    whole = invented.protected(invented.year(1, size=1150, months=3))
    first, again, second = (with_other_noise(whole, number) for number in (1, 1, 2))
    assert first == again
    assert first.cells != second.cells != whole.cells
    for one, other in zip(whole.cells, first.cells, strict=True):
        assert (one.definition, one.true) == (other.definition, other.true)
        assert isinstance(other.shown, Mark) or abs(other.shown - (other.true or 0)) <= whole.known.rules.max_deviation
