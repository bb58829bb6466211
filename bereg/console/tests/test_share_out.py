"""The arithmetic of the demonstration: whole numbers, exact margins."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.demonstration.quotas import balanced, base_near, deal, drawn, shared_out

counts = st.integers(0, 60)


@pytest.fixture
def seeded() -> Random:
    return Random(1)  # noqa: S311 - the same every time


@given(st.integers(0, 10_000), st.lists(st.floats(0.01, 100), min_size=1, max_size=12))
def test_shares_sum_to_the_total_and_none_is_off_by_a_whole(total: int, shares: list[float]) -> None:
    found = shared_out(total, dict(enumerate(shares)))
    assert sum(found.values()) == total
    assert all(abs(found[place] - share * total / sum(shares)) < 1 for place, share in enumerate(shares))


@given(st.lists(counts, min_size=1, max_size=6), st.lists(counts, min_size=1, max_size=6), st.randoms())
def test_a_balanced_table_has_exact_margins_whatever_it_leans_to(
    rows: list[int], columns: list[int], chance: Random
) -> None:
    columns[-1] += max(sum(rows) - sum(columns), 0)
    rows[-1] += max(sum(columns) - sum(rows), 0)
    table = balanced(dict(enumerate(rows)), dict(enumerate(columns)), lambda _row, _column: chance.choice((0, 1, 9.0)))
    assert [sum(table[row, column] for column in range(len(columns))) for row in range(len(rows))] == rows
    assert [sum(table[row, column] for row in range(len(rows))) for column in range(len(columns))] == columns
    assert min(table.values()) >= 0


def test_margins_that_cannot_meet_are_refused() -> None:
    with pytest.raises(ValueError, match="sum to 3"):
        balanced({"a": 3}, {"b": 4}, lambda _row, _column: 1.0)


def test_codes_lean_to_their_stratum_and_keep_their_quota(seeded: Random) -> None:
    strata = ["young"] * 50 + ["old"] * 50
    lean = {("school", "young"): 9.0, ("degree", "old"): 9.0}
    dealt = deal(seeded, strata, {"school": 50, "degree": 50}, lambda code, age: lean.get((code, age), 1.0))
    assert Counter(dealt) == {"school": 50, "degree": 50}
    assert dealt[:50].count("school") == 45


def test_nothing_is_drawn_twice_and_the_heavy_come_first(seeded: Random) -> None:
    found = drawn(seeded, list(range(100)), 30, lambda item: 1e6 if item < 20 else 1.0)
    assert len(set(found)) == 30
    assert set(range(20)) <= set(found)


@given(st.integers(60, 400), st.sampled_from([51.0, 56.0, 64.0]))
def test_a_base_is_close_and_meets_its_percent(wanted: int, percent: float) -> None:
    base = base_near(wanted, percent)
    assert abs(base - wanted) <= wanted // 8
    assert abs(round(base * percent / 100) / base * 100 - percent) < 0.4
