"""The mathematics of signals: limits as the source has them, and rules."""

import math
from itertools import pairwise
from statistics import mean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.signals import unusual_months
from bereg.signals.unusual_months import LEAST, MOST

pytestmark = pytest.mark.once("arrays alone")
MONTHS = st.lists(st.tuples(st.integers(1, 300), st.floats(0, 1)), min_size=LEAST + 1, max_size=MOST + 4)


def limits(counts: list[int], bases: list[int], base: int) -> tuple[float, float]:
    """The limits of a month with this base, after the months of these counts and bases, in plain words."""
    share = sum(counts) / sum(bases)
    if share in {0, 1}:
        return share, share
    z = [(n / of - share) / math.sqrt(share * (1 - share) / of) for n, of in zip(counts, bases, strict=True)]
    sigma_z = max(1, mean(abs(b - a) for a, b in pairwise(z)) / 1.128)
    sigma = math.sqrt(share * (1 - share) / base) * sigma_z
    return max(0, share - 3 * sigma), min(1, share + 3 * sigma)


def found(*counts: int, base: int = 180) -> list[int]:
    """The months that are signals."""
    chart = unusual_months.chart(np.array(counts), np.full(len(counts), base))
    return [int(month) for month in np.flatnonzero(chart.signal)]


@given(MONTHS)
def test_limits_are_those_of_the_source(months: list[tuple[int, float]]) -> None:
    bases = [base for base, _share in months]
    counts = [round(base * share) for base, share in months]
    chart = unusual_months.chart(np.array(counts), np.array(bases))
    assert np.isnan(chart.upper[:LEAST]).all()
    for month in range(LEAST, len(months)):
        before = slice(max(0, month - MOST), month)
        wanted = limits(counts[before], bases[before], bases[month])
        assert (chart.lower[month], chart.upper[month]) == pytest.approx(wanted, abs=1e-9)


def test_several_series_are_charted_as_each_alone() -> None:
    random = np.random.default_rng(7)
    bases = random.integers(1, 300, (20, 12))
    counts = random.binomial(bases, np.linspace(0, 1, 12))
    together = unusual_months.chart(counts, bases)
    for at in range(12):
        alone = unusual_months.chart(counts[:, at], bases[:, at])
        np.testing.assert_allclose(together.upper[:, at], alone.upper)
        np.testing.assert_array_equal(together.signal[:, at], alone.signal)


USUAL = (90, 92, 88, 91, 89, 90, 92, 88, 90)  # of 180: half, and sigma is 6.7 people


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        ((110,), []),
        ((111,), [9]),
        ((70,), []),
        ((69,), [9]),
        ((106, 106), [10]),  # two beyond two sigmas
        ((106, 90, 107), [11]),  # with one between
        ((106, 90, 90, 107), []),  # too far apart
        ((106, 74), []),  # on both sides
        ((102, 102, 102), []),
    ],
)
def test_what_is_a_signal(last: tuple[int, ...], wanted: list[int]) -> None:
    assert found(*USUAL, *last) == wanted


def test_one_month_beyond_three_sigmas_is_told_from_two_beyond_two() -> None:
    chart = unusual_months.chart(np.array([*USUAL, 106, 106, 130]), np.full(12, 180))
    assert list(chart.signal[9:]) == [False, True, True]
    assert list(chart.by_itself[9:]) == [False, False, True]


def test_before_enough_months_nothing_is_one() -> None:
    assert found(*USUAL[: LEAST - 1], 180) == []
    assert found(*USUAL[:LEAST], 180) == [LEAST]


@pytest.mark.parametrize(
    ("before", "last", "wanted"), [(0, 1, []), (0, 3, [9]), (1, 4, []), (1, 8, [9]), (180, 178, []), (180, 174, [9])]
)
def test_a_rare_share_is_judged_by_its_exact_probability(before: int, last: int, wanted: list[int]) -> None:
    assert found(*[before] * 9, last) == wanted
    assert found(*[180 - before] * 9, 180 - last) == wanted  # whoever is not counted is the other way round


@given(st.integers(1, 200), st.integers(1, 600), st.data())
def test_the_probabilities_are_those_of_drawing(base: int, earlier_base: int, data: st.DataObject) -> None:
    count, before = data.draw(st.integers(0, base)), data.draw(st.integers(0, earlier_base))
    both = (np.array([count]), np.array([base])), (np.array([before]), np.array([earlier_base]))
    more, fewer = unusual_months._tails(*(unusual_months._Total(*each) for each in both))
    cases, people = count + before, base + earlier_base
    ways = [math.comb(cases, drawn) * math.comb(people - cases, base - drawn) for drawn in range(base + 1)]
    assert more[0] == pytest.approx(sum(ways[count:]) / sum(ways), abs=1e-8)
    assert fewer[0] == pytest.approx(sum(ways[: count + 1]) / sum(ways), abs=1e-8)
