"""Perturbation tables: the same as the original's, optimal beyond it, and refused where they cannot be had."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize

from bereg.disclosure import InexactError, InfeasibleError, UnusableParametersError, perturbation_table
from bereg.disclosure.entropy import LEAST, TOLERANCES, Conditions, Vector, greatest_entropy, targets, variance
from bereg.disclosure.errors import Parameters
from bereg.disclosure.perturbation_tables import last_row
from bereg.disclosure.tests import reference

pytestmark = pytest.mark.once("it uses no database")


@pytest.mark.parametrize("name", reference.PARAMETERS)
def test_equals_every_row_of_the_original(name: str) -> None:
    wanted = {(int(line["i"]), int(line["j"])): float(line["p"]) for line in reference.lines(name)}
    found = {(i, j): p for i, j, p in perturbation_table(**reference.PARAMETERS[name])}
    assert found.keys() == wanted.keys()
    assert max(abs(found[cell] - p) for cell, p in wanted.items()) < (2e-8 if name == reference.UNIT_TEST else 1e-6)


def test_no_set_of_the_original_is_left_out() -> None:
    assert reference.names() == set(reference.PARAMETERS)


def test_the_bounds_are_those_of_the_original() -> None:
    name = "D=5 V=3 js=2"
    table = perturbation_table(**reference.PARAMETERS[name])
    upper = [bound for row in table.rows for bound in row.upper]
    assert upper == pytest.approx([float(line["upper"]) for line in reference.lines(name)], abs=1e-6)


@st.composite
def rows(draw: st.DrawFn) -> tuple[Conditions, float]:
    """The conditions of any row of any table, and a variance."""
    deviation, smallest = draw(st.integers(1, 9)), draw(st.integers(0, 3))
    changes = draw(st.integers(1, last_row(deviation, smallest)).map(lambda i: targets(i, deviation, smallest) - i))
    assume(changes.size > 1)
    stay = draw(st.sampled_from([0.0, 0.0, 0.3]))
    return Conditions.of(changes, draw(st.booleans()), stay), draw(st.floats(0.2, 8))


def rises(row: Conditions) -> np.ndarray[Any, np.dtype[np.float64]]:
    """One line for each pair, written otherwise than in the code."""
    pairs = [(k, k + 1) for k, change in enumerate(row.changes[1:]) if change <= 0] if row.rising else []
    return np.array([np.eye(len(row.changes))[a] - np.eye(len(row.changes))[b] for a, b in pairs]).reshape(
        len(pairs), len(row.changes)
    )


@settings(max_examples=150, deadline=None)
@given(rows())
def test_a_row_meets_its_conditions_and_none_is_better(row: tuple[Conditions, float]) -> None:
    """The slope of a convex function bounds how much better any feasible distribution can be (Frank and Wolfe)."""
    given, most = row
    p = greatest_entropy(given, most)
    lines = np.vstack([rises(given), given.changes**2])
    limits = np.append(np.zeros(len(lines) - 1), most)
    slope = np.zeros(len(given.changes)) if p is None else np.log(p) + 1
    best = linprog(slope, lines, limits, given.balance, [1, 0], given.bounds, options=TOLERANCES)
    if p is None:
        assert best.status == 2  # infeasible, says HiGHS too
    else:
        assert abs(p.sum() - 1) < 1e-9
        assert abs(given.changes @ p) < 1e-9
        assert (lines @ p <= limits + 1e-8).all()
        assert p.min() >= 0.99 * LEAST
        assert slope @ p - best.fun < 1e-5


def test_another_method_comes_to_the_same() -> None:
    compared = 0
    for deviation, smallest, most, monotone in itertools.product((1, 2, 4, 6), (0, 1, 2), (0.5, 1.5, 4), (True, False)):
        for count in range(1, last_row(deviation, smallest) + 1):
            given = Conditions.of(targets(count, deviation, smallest) - count, monotone)
            p, q = greatest_entropy(given, most), by_slsqp(given, most)
            if p is not None and q is not None:
                assert p == pytest.approx(q, abs=1e-6)
                compared += 1
    assert compared > 150


def by_slsqp(given: Conditions, most: float) -> Vector | None:
    """The same problem by scipy's sequential least squares, None where that does not converge."""
    start = given.least_variance()
    if start is None or variance(given.changes, start) > most - 0.05:
        return None
    lines = np.vstack([rises(given), given.changes**2])
    limits = np.append(np.zeros(len(lines) - 1), most)
    found = minimize(
        lambda p: float(p @ np.log(p)),
        start,
        jac=lambda p: np.log(p) + 1,
        bounds=given.bounds,
        method="SLSQP",
        options={"ftol": 1e-15, "maxiter": 200},
        constraints=[
            {"type": "eq", "fun": lambda p: given.balance @ p - [1, 0], "jac": lambda p: given.balance},
            {"type": "ineq", "fun": lambda p: limits - lines @ p, "jac": lambda p: -lines},
        ],
    )
    return np.asarray(found.x) if found.status == 0 else None


def test_where_nothing_else_binds_the_logarithm_is_a_parabola() -> None:
    last = perturbation_table(5, 3, 2).rows[-1]
    logs = np.log(last.probabilities)
    assert np.diff(logs, n=3) == pytest.approx(np.zeros(len(logs) - 3), abs=1e-8)


@pytest.mark.parametrize(("deviation", "smallest", "last"), [(2, 0, 2), (5, 0, 5), (3, 1, 5), (5, 2, 8)])
def test_the_rows(deviation: int, smallest: int, last: int) -> None:
    table = perturbation_table(deviation, 3, smallest, monotone=False, exact=False)
    assert [row.count for row in table.rows] == list(range(last + 1))
    assert [(j, p) for i, j, p in table if i == 0] == [(0, 1.0)]


def test_a_probability_of_no_change_is_kept_where_the_variance_allows_it() -> None:
    table = perturbation_table(3, 1, stay=[0, 0, 0.5])
    assert dict(zip(table.rows[3].values, table.rows[3].probabilities, strict=True))[3] == pytest.approx(0.5)
    assert table.rows[3].variance == pytest.approx(1, abs=5e-4)


def test_a_probability_of_no_change_is_lowered_in_steps_until_the_variance_is_met() -> None:
    kept = perturbation_table(3, 1, stay=[0, 0, 0.95]).rows[3]
    steps = (0.95 - kept.probabilities[3]) / 0.05
    assert kept.variance == pytest.approx(1, abs=5e-4)
    assert steps == pytest.approx(round(steps), abs=1e-6)
    higher = Conditions.of(targets(3, 3, 0) - 3, monotone=True, stay=kept.probabilities[3] + 0.05)
    p = greatest_entropy(higher, 1)
    assert p is None or variance(higher.changes, p) < 0.9995


@pytest.mark.parametrize(
    ("asked", "kind", "reason"),
    [
        ((10, 5, 4), InfeasibleError, "row 2"),
        ((2, 1), InexactError, "row 1 has variance 0.932"),
        ((2, 1, 3), InfeasibleError, "row 1"),
        ((3, 50), InexactError, "row 1 has variance"),
    ],
)
def test_what_cannot_be_had_is_refused_with_the_nearest_that_can(
    asked: tuple[int, float, int], kind: type[UnusableParametersError], reason: str
) -> None:
    with pytest.raises(kind, match=reason) as refusal:
        perturbation_table(*asked)
    nearest = refusal.value.nearest
    assert isinstance(refusal.value, ValueError)
    assert nearest
    for each in nearest:
        assert str(each) in str(refusal.value)
        every = perturbation_table(each.max_deviation, each.variance, each.smallest, each.monotone)
        assert all(round(row.variance, 3) == round(each.variance, 3) for row in every.rows[1:])


def test_the_nearest_variance_is_just_inside() -> None:
    with pytest.raises(InexactError) as refusal:
        perturbation_table(2, 1)
    assert refusal.value.nearest[0] == Parameters(2, 0.931, 0, True)


@pytest.mark.parametrize(
    "asked",
    [
        {"max_deviation": 0, "variance": 1},
        {"max_deviation": 2, "variance": 0},
        {"max_deviation": 2, "variance": float("nan")},
        {"max_deviation": 2, "variance": 1, "smallest": -1},
        {"max_deviation": 2, "variance": 1.05, "smallest": 1, "monotone": [True]},
        {"max_deviation": 5.5, "variance": 3},
        {"max_deviation": "5", "variance": 3},
        {"max_deviation": 10**9, "variance": 3},
        {"max_deviation": 5, "variance": 3, "smallest": 2.5},
        {"max_deviation": 3, "variance": 1, "stay": 1.5},
        {"max_deviation": 3, "variance": 1, "stay": [0.5]},
    ],
)
def test_what_makes_no_sense_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"needs|needed"):
        perturbation_table(**asked)


def test_which_counts_a_value_may_stand_for() -> None:
    table = perturbation_table(5, 3, 2)
    for value, count in itertools.product(range(30), range(30)):
        assert (count in table.counts(value)) == (value in table.values(count))
    assert table.counts(0) == (0, 1, 2, 3, 4, 5)
    assert table.counts(3) == (1, 2, 3, 4, 5, 6, 7, 8)
    assert table.counts(1) == ()
    assert table.values(100) == tuple(range(95, 106))
