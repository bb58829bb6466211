"""What a campaign brought: the arithmetic, and over 2,000 invented campaigns how often the intervals hold the truth."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest

from bereg.core.intervals import NORMAL, Interval
from bereg.evaluation.measures import Compared, alike, change, cost_of_one, per_thousand, spread

pytestmark = pytest.mark.once("arithmetic alone")
CAMPAIGNS, SEED = 2_000, 20080514
WEEKDAYS = np.array([1.35, 1.25, 1.15, 1.1, 1.05, 0.65, 0.45])  # how busy each is
DAYS = 28  # before, and as many after


@dataclass(frozen=True)
class InventedCampaign:
    """What is true of a campaign, and what was counted of it."""

    mean: float  # enquiries to be expected after it began
    ratio: float  # how many times as many as before
    varies: float  # how many times more the days vary than by chance
    copies: int
    cost: float
    before: list[int]
    after: list[int]


def campaigns(seed: int = SEED) -> Iterator[InventedCampaign]:
    """Yield campaigns: from a call a month to six a day, in weeks with a rhythm, half with days that vary more."""
    drawn = np.random.default_rng(seed)
    for _each in range(CAMPAIGNS):
        daily = float(np.exp(drawn.uniform(np.log(0.03), np.log(6))))
        ratio = float(np.exp(drawn.uniform(np.log(0.5), np.log(5))))
        varies = float(drawn.choice([1, 1, 1.5, 2.5]))
        week = np.tile(WEEKDAYS, DAYS // 7)
        after = days(drawn, daily * week, varies)
        before = days(drawn, daily / ratio * week, varies)
        copies, cost = int(drawn.integers(500, 30_000)), float(drawn.uniform(1_000, 900_000))
        yield InventedCampaign(daily * float(week.sum()), ratio, varies, copies, cost, before, after)


def days(drawn: np.random.Generator, means: np.ndarray, varies: float) -> list[int]:
    """Return counts whose variance is `varies` times their mean: those of Poisson, or negative binomial."""
    if varies == 1:
        return [int(each) for each in drawn.poisson(means)]
    return [int(each) for each in drawn.negative_binomial(means / (varies - 1), 1 / varies)]


def holds(interval: Interval, truth: float) -> bool:
    return interval.lower <= truth <= interval.upper


def test_the_intervals_hold_the_truth_and_are_hardly_wider_than_they_must_be() -> None:
    held: dict[str, list[bool]] = {"per thousand": [], "cost": [], "ratio": []}
    wide: dict[str, list[float]] = {"per thousand": [], "ratio": []}
    for each in campaigns():
        found, varies = sum(each.after), spread(each.after)
        rate = per_thousand(found, each.copies, varies)
        assert rate is not None
        held["per thousand"].append(holds(rate.interval, 1000 * each.mean / each.copies))
        held["cost"].append(holds(cost_of_one(each.cost, found, varies).interval, each.cost / each.mean))
        # What no interval from counts can be narrower than, where the mean and the variance are known.
        if each.mean >= 10:
            width = (rate.interval.upper - rate.interval.lower) * each.copies / 1000
            wide["per thousand"].append(width / (2 * NORMAL * math.sqrt(each.mean * each.varies)))
        beside = change(each.before, each.after)
        assert isinstance(beside, Compared)
        held["ratio"].append(beside.ratio is None or holds(beside.ratio.interval, each.ratio))
        if each.mean / each.ratio >= 10 and beside.ratio and math.isfinite(beside.ratio.interval.upper):
            width = math.log(beside.ratio.interval.upper / beside.ratio.interval.lower)
            error = math.sqrt(each.varies * (1 + each.ratio) / each.mean)
            wide["ratio"].append(width / (2 * NORMAL * error))
    shares = {name: sum(which) / len(which) for name, which in held.items()}
    assert {name: round(share, 3) for name, share in shares.items() if share < 0.94} == {}
    assert {name: round(float(np.mean(widths)), 3) for name, widths in wide.items() if np.mean(widths) > 1.2} == {}


def test_where_nothing_came_a_limit_alone_is_known() -> None:
    rate, cost = per_thousand(0, 2_000), cost_of_one(9_000, 0)
    assert rate is not None
    assert (rate.value, rate.interval.lower, round(rate.interval.upper, 2)) == (0, 0, 1.84)
    assert (cost.value, round(cost.interval.lower), cost.interval.upper) == (None, 2440, math.inf)
    assert per_thousand(5, 0) is None


def test_weeks_are_compared_whole_and_those_next_to_the_day() -> None:
    found = change([50, *[1] * 7], [*[2] * 14, 50])
    assert found is not None
    assert (found.before, found.after, found.weeks_before, found.weeks_after) == (7, 28, 1, 2)
    assert found.ratio is not None
    assert found.ratio.value == 2
    assert change([1] * 6, [1] * 28) is None
    assert change([0] * 7, [0] * 7) == Compared(0, 0, 1, 1, None)
    began = change([0] * 7, [1] * 7)
    assert began is not None
    assert began.ratio is not None
    assert (began.ratio.value, began.ratio.interval.upper) == (None, math.inf)
    assert began.ratio.interval.lower > 1


def test_few_enquiries_tell_nothing_of_how_much_days_vary() -> None:
    assert spread([0] * 7 + [9] + [0] * 6) == 1
    assert spread([0] * 7 + [10] + [0] * 6) == 10


def test_nothing_is_ranked_within_the_intervals() -> None:
    of = {"a": (1, 3), "b": (2.9, 4), "c": (3.5, 9), "d": (10, 12), "e": (0, 0.5)}
    found = alike({name: Interval(*each) for name, each in of.items()})
    # a and c do not overlap, but b overlaps with both: of the three nothing is said. In the order given.
    assert found == [["d"], ["a", "b", "c"], ["e"]]
    assert alike({}) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_between_two_groups_no_interval_overlaps(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    lower = drawn.uniform(0, 100, 40)
    upper = lower + drawn.uniform(0, 8, 40)
    of = {at: Interval(float(lower[at]), float(upper[at])) for at in range(40)}
    groups = alike(of)
    assert sorted(at for group in groups for at in group) == list(range(40))
    assert len(groups) > 1
    for higher, below in pairwise(groups):
        assert min(of[at].lower for at in higher) > max(of[at].upper for at in below)
