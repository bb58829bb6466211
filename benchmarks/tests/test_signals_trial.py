"""What signals find and miss on made-up months."""

import pytest

from benchmarks import signals_trial

pytestmark = pytest.mark.once("arrays alone")


def test_few_signals_are_false() -> None:
    for share, part in signals_trial.false_signals(2000).items():
        assert part <= signals_trial.FALSE_AT_MOST, share


def test_a_rise_of_two_months_is_mostly_found() -> None:
    for case, part in signals_trial.found_rises(2000).items():
        assert part >= signals_trial.FOUND_AT_LEAST, case
