"""Intervals of shares and of their differences are those that were published."""

import pytest

from bereg.report.intervals import Share, difference, wilson

pytestmark = pytest.mark.once("arithmetic alone")

# R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998) 857-872,
# table I, method 3.
SINGLE = [
    ((81, 263), (0.2553, 0.3662)),
    ((15, 148), (0.0624, 0.1605)),
    ((0, 20), (0, 0.1611)),
    ((1, 29), (0.0061, 0.1718)),
]
# R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17
# (1998) 873-890, table II, method 10.
DIFFERENCES = [
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((6, 7), (2, 7), (0.0582, 0.8062)),
    ((5, 56), (0, 29), (-0.0381, 0.1926)),
    ((0, 10), (0, 20), (-0.1611, 0.2775)),
    ((0, 10), (0, 10), (-0.2775, 0.2775)),
    ((10, 10), (0, 20), (0.6791, 1.0000)),
    ((10, 10), (0, 10), (0.6075, 1.0000)),
]


def share(count: int, base: int) -> Share:
    return Share(count / base, base)


@pytest.mark.parametrize(("of", "wanted"), SINGLE)
def test_the_interval_of_a_share(of: tuple[int, int], wanted: tuple[float, float]) -> None:
    found = wilson(share(*of))
    assert (found.lower, found.upper) == pytest.approx(wanted, abs=0.00005)


@pytest.mark.parametrize(("one", "other", "wanted"), DIFFERENCES)
def test_the_interval_of_a_difference(
    one: tuple[int, int], other: tuple[int, int], wanted: tuple[float, float]
) -> None:
    found = difference(share(*one), share(*other))
    assert (found.lower, found.upper) == pytest.approx(wanted, abs=0.00005)
    turned = difference(share(*other), share(*one))
    assert (-turned.upper, -turned.lower) == pytest.approx(wanted, abs=0.00005)


def test_a_share_of_unknown_base_is_taken_as_exact() -> None:
    own, survey = share(51, 100), Share(0.767, None)
    of_own, between = wilson(own), difference(own, survey)
    assert (wilson(survey).lower, wilson(survey).upper) == (0.767, 0.767)
    assert (between.lower, between.upper) == pytest.approx((of_own.lower - 0.767, of_own.upper - 0.767))
    assert not between.holds_nought
    assert difference(own, Share(0.5, None)).holds_nought
