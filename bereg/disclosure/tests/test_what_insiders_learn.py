"""Who knows some people of a cell, or all but one: what they learn, exactly and tried on invented cells."""

from itertools import pairwise

import numpy as np
import pytest

from bereg.disclosure import SMALL, MonthSpan, Rules, Shown, define, perturb_all, table_of
from bereg.disclosure.attack import Cell, Known, Noise, Publication, audit
from bereg.disclosure.attack.insiders import accuracy_without_names, chance_of_proof, proven
from bereg.disclosure.privacy_loss import cell_loss, chances, curve, lost, neighbours
from bereg.disclosure.tests.invented import year

pytestmark = pytest.mark.once("it uses no database")

RULES = Rules()
SHOWN_FROM_MANY = 40  # the last row of the table, far from the class of the small
CELLS = 20_000


def shown(count: int, cells: int, seed: int = 1) -> list[Shown]:
    """Show one count in many cells, each with a key of its own."""
    keys = np.random.default_rng(seed).random(cells)
    return [RULES.shown(value) for value in perturb_all([count] * cells, keys, table_of(RULES)).tolist()]


def test_the_chances_of_all_that_can_be_shown_are_one() -> None:
    assert all(sum(chances(count, RULES).values()) == pytest.approx(1) for count in range(60))


def test_presence_behind_people_whom_somebody_knows_is_proven_seldom_and_as_often_as_is_stated() -> None:
    found = proven(RULES)

    assert [round(100 * each.usually, 1) for each in found] == [0.4, 2.0, 7.3, 19.1]
    assert [(each.known, round(100 * each.at_worst, 1)) for each in found[:3]] == [(4, 0.6), (4, 2.6), (4, 7.5)]
    assert all(each.at_worst >= each.usually for each in found)


@pytest.mark.parametrize(("known", "others"), [(4, 1), (4, 3), (SHOWN_FROM_MANY, 2), (SHOWN_FROM_MANY, 4)])
def test_so_often_it_is_proven_in_invented_cells(known: int, others: int) -> None:
    alone = set(chances(known, RULES))
    tried = sum(each not in alone for each in shown(known + others, CELLS)) / CELLS

    assert tried == pytest.approx(chance_of_proof(RULES, known, others), abs=0.005)


def test_up_to_four_people_known_or_not_nothing_is_proven() -> None:
    """A true count below 5 is shown as the class, whoever stands in it."""
    assert all(chance_of_proof(RULES, known, 4 - known) == 0 for known in range(5))


def test_who_knows_all_but_one_is_right_as_often_as_the_ledger_says() -> None:
    """The likelihood ratio, tried on people who are there and who are not."""
    cells, people = 77, 500
    there, away = chances(SHOWN_FROM_MANY + 1, RULES), chances(SHOWN_FROM_MANY, RULES)
    both = {each: (there.get(each, 0.0), away.get(each, 0.0)) for each in {*there, *away}}
    with np.errstate(divide="ignore"):
        ratio = {each: float(np.log(p) - np.log(q)) for each, (p, q) in both.items()}
    right = 0
    for number in range(people):
        is_there = number % 2
        seen = shown(SHOWN_FROM_MANY + is_there, cells, number)
        right += (sum(ratio[each] for each in seen) > 0) == bool(is_there)

    assert right / people == pytest.approx(lost(RULES, cells).accuracy, abs=0.015)
    assert round(lost(RULES, cells).accuracy, 3) == 0.995


def test_one_cell_has_the_loss_of_the_worst_count() -> None:
    """The curve on the grid is that of the noise, wherever the class lies."""
    for joins in (True, False):
        one = cell_loss(RULES, joins=joins)
        for epsilon in (0.0, 0.2, 0.5, 1.0, 3.0):
            worst = max(float(curve(pair, np.exp([epsilon]))[0]) for pair in neighbours(RULES, joins=joins))
            assert one.delta(epsilon) == pytest.approx(worst, abs=1e-6)
            assert one.delta(epsilon) >= worst - 1e-9
    assert cell_loss(RULES, joins=False).certain == pytest.approx(0.0038, abs=5e-5)
    assert cell_loss(RULES, joins=True).certain == pytest.approx(0.0063, abs=5e-5)


def test_cells_are_composed_as_if_every_outcome_of_all_were_listed() -> None:
    there, away = chances(SHOWN_FROM_MANY + 1, RULES), chances(SHOWN_FROM_MANY, RULES)
    every = {*there, *away}
    for epsilon in (0.0, 1.0, 2.5):
        listed = sum(
            max(there.get(a, 0) * there.get(b, 0) - np.exp(epsilon) * away.get(a, 0) * away.get(b, 0), 0)
            for a in every
            for b in every
        )
        both = cell_loss(RULES, joins=True).composed(2).delta(epsilon)
        assert listed - 1e-9 <= both <= listed + 0.01


def test_more_cells_lose_more_and_a_class_for_the_small_never_adds() -> None:
    losses = [lost(RULES, cells) for cells in (1, 2, 25, 77)]
    for less, more in pairwise(losses):
        assert (less.certain, less.accuracy, less.epsilon) < (more.certain, more.accuracy, more.epsilon)
    assert lost(Rules(class_below=30), 25).accuracy <= losses[2].accuracy + 1e-9


def test_who_knows_nobody_is_seldom_right() -> None:
    """An invented year: how many records each pair of its cells shares, and twenty people of its first month."""
    data = year(1)
    columns = {name: answers for name, answers in data.columns.items() if not name.startswith("topic")}
    cells = np.array([columns[name] == value for name in columns for value in np.unique(columns[name]) if value >= 0])
    first = cells & (data.columns["month"] == 0)  # the first month beside the whole year
    every = np.concatenate([cells, first]).astype(float)
    numbers = every[every.sum(axis=1) >= RULES.class_below]
    people = np.flatnonzero(data.columns["month"] == 0)[:20]
    best = max(accuracy_without_names(numbers @ numbers.T, numbers[:, each], RULES.variance) for each in people)

    assert 0.5 < best < 0.65
    assert best < lost(RULES, int(numbers[:, people[0]].sum())).accuracy
    assert accuracy_without_names(np.zeros((0, 0)), np.zeros(0), RULES.variance) == 0.5


def test_what_is_left_out_counts_in_the_share_of_the_whole_and_not_in_the_gate() -> None:
    """Four tables, two of them left out: a small world in which the rest looks fine."""
    period = MonthSpan("2008-01", "2008-01")
    cells = [
        Cell(define("people", {"cell": name}, centre="all", period=period), shown, true, is_left_out)
        for name, shown, true, is_left_out in (
            ("a", 41, 40, False),
            ("b", 21, 20, False),
            ("c", SMALL, 6, True),
            ("d", 12, 9, True),
        )
    ]
    measures = audit(Publication(cells, Known(Noise.DEFINITION, RULES), ("north",))).measures

    assert (measures.shown.rate, measures.whole.rate) == (1.0, 0.5)
    assert "whole" not in {gate.name for gate in measures.gates}
