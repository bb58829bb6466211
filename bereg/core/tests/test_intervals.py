"""Intervals of shares, differences, counts and ratios are those that were published, or of a statistics package."""

import math

import pytest
from scipy.stats import gamma

from bereg.core.intervals import Share, difference, dispersion, of_count, ratio_of_counts, wilson

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


# F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28 (1936) 437-442: the table of 95% limits.
COUNTS = [(0, (0, 3.69)), (1, (0.0253, 5.57)), (5, (1.62, 11.67)), (10, (4.80, 18.39)), (50, (37.11, 65.92))]


@pytest.mark.parametrize(("count", "wanted"), COUNTS)
def test_the_interval_of_a_count(count: int, wanted: tuple[float, float]) -> None:
    found = of_count(count)
    assert (found.lower, found.upper) == pytest.approx(wanted, abs=0.006)


@pytest.mark.parametrize("spread", [1, 1.3, 2.7, 40])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 30, 400, 25_000])
def test_the_limits_of_a_count_are_those_of_a_statistics_package(count: int, spread: float) -> None:
    found = of_count(count, spread)
    lower = spread * gamma.ppf(0.025, count / spread) if count else 0
    assert found.lower == pytest.approx(lower, rel=1e-9, abs=1e-12)
    assert found.upper == pytest.approx(spread * gamma.ppf(0.975, count / spread + 1), rel=1e-9)


def test_a_ratio_of_counts_turned_round_is_turned_round() -> None:
    found, turned = ratio_of_counts(30, 10), ratio_of_counts(10, 30)
    assert (1 / turned.upper, 1 / turned.lower) == pytest.approx((found.lower, found.upper))
    assert found.lower < 3 < found.upper
    longer = ratio_of_counts(30, 10, weight=2)
    assert (longer.lower, longer.upper) == pytest.approx((2 * found.lower, 2 * found.upper))


def test_a_ratio_with_nothing_on_one_side_is_open_there() -> None:
    assert (ratio_of_counts(0, 5).lower, ratio_of_counts(5, 0).upper) == (0, math.inf)
    assert ratio_of_counts(5, 0).lower > 1 > ratio_of_counts(0, 5).upper
    with pytest.raises(ZeroDivisionError):
        ratio_of_counts(0, 0)


def test_what_varies_more_has_a_wider_interval() -> None:
    calm, wild = ratio_of_counts(30, 10), ratio_of_counts(30, 10, dispersion=2)
    assert wild.lower < calm.lower < calm.upper < wild.upper


def test_a_rhythm_of_the_week_is_no_dispersion_and_days_that_heap_up_are() -> None:
    week = [9, 8, 7, 7, 6, 2, 1]
    assert dispersion([week * 4], 7) == 1
    assert dispersion([[0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 0, 0, 0, 0]], 7) == 30
    assert dispersion([week, [0] * 7], 7) == 1  # no pair is made across two series
    assert dispersion([[0] * 30], 7) == 1
