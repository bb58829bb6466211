"""Noise and classes: unbiased, of the variance asked for, and never a small number."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from cell_key_perturbation.create_perturbed_table import create_perturbed_table
from hypothesis import given, settings
from hypothesis import strategies as st

from bereg.disclosure import (
    SMALL,
    Merges,
    MonthSpan,
    Rules,
    define,
    key,
    perturb,
    perturb_all,
    perturbation,
    perturbation_table,
    table_of,
    text,
)
from bereg.disclosure.tests import reference

pytestmark = pytest.mark.once("it uses no database")

SECRET = b"an invented secret of 32 bytes.."
RULES = Rules()
counts = st.integers(0, 500)
keys = st.floats(0, 1, exclude_max=True)


def test_the_rules_unless_said_otherwise() -> None:
    assert (RULES.max_deviation, RULES.variance, RULES.smallest) == (5, 3, 2)
    assert (RULES.class_below, RULES.shown_from) == (10, 5)


@given(counts, keys)
def test_a_value_is_never_small_nor_negative_nor_far(count: int, fraction: float) -> None:
    value = perturb(count, fraction, table_of(RULES))
    assert value >= 0
    assert not 1 <= value <= RULES.smallest
    assert abs(value - count) <= RULES.max_deviation


@given(counts, keys)
def test_a_small_count_is_never_shown_as_a_number(count: int, fraction: float) -> None:
    shown = RULES.shown(perturb(count, fraction, table_of(RULES)))
    assert shown is SMALL or (isinstance(shown, int) and shown >= RULES.class_below and count >= RULES.shown_from)
    if count == 0:
        assert text(shown, RULES) == "<10"


@given(st.lists(st.tuples(counts, keys), max_size=30))
def test_many_at_once_are_the_same_as_one_by_one(cells: list[tuple[int, float]]) -> None:
    many = perturb_all([count for count, _ in cells], [fraction for _, fraction in cells], table_of(RULES))
    assert many.tolist() == [perturb(count, fraction, table_of(RULES)) for count, fraction in cells]


@given(counts)
def test_each_part_holds_its_lower_bound_and_not_its_upper(count: int) -> None:
    row = table_of(RULES).rows[min(count, 8)]
    values, upper = table_of(RULES).values(count), row.upper.tolist()
    assert perturb(count, 0.0, table_of(RULES)) == values[0]
    for value, bound, following in zip(values, upper, values[1:], strict=False):
        assert perturb(count, np.nextafter(bound, 0), table_of(RULES)) == value
        assert perturb(count, bound, table_of(RULES)) == following
    assert perturb(count, np.nextafter(1.0, 0), table_of(RULES)) == values[-1]


def noise(count: int, cells: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    period = MonthSpan("2008-01", "2008-01")
    fractions = [key(SECRET, define("p", {"v": str(n)}, centre="c", period=period)) for n in range(cells)]
    return perturb_all([count] * cells, fractions, table_of(RULES)) - count


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 400])
def test_the_noise_of_many_cells_is_unbiased_and_of_the_variance_asked_for(count: int) -> None:
    cells = 20_000
    found = noise(count, cells)
    changes = np.array(table_of(RULES).values(count)) - count
    p = np.array(table_of(RULES).rows[min(count, 8)].probabilities)
    of_squares = float(np.sqrt((changes**4 @ p - 9) / cells))
    assert abs(found.mean()) < 4 * np.sqrt(3 / cells)
    assert abs((found**2).mean() - 3) < 4 * of_squares


def test_neighbouring_cells_have_independent_noise() -> None:
    found = noise(400, 20_000).astype(float)
    assert abs(np.corrcoef(found[:-1], found[1:])[0, 1]) < 4 / np.sqrt(20_000)


def test_the_same_cell_has_the_same_noise_in_every_table() -> None:
    """As a row of one table and as the column of another, written in either order."""
    month = MonthSpan("2008-01", "2008-01")
    row = define("enquiries", {"gender": "woman", "group": "foreigners"}, centre="all", period=month)
    column = define("enquiries", {"group": ["foreigners"], "gender": ("woman",)}, centre="all", period=month)
    assert perturb(70, key(SECRET, row), table_of(RULES)) == perturb(70, key(SECRET, column), table_of(RULES))


@pytest.mark.parametrize(("count", "fraction"), [(-1, 0.5), (3, 1.0), (3, -0.1), (3, float("nan"))])
def test_what_is_no_count_or_key_is_refused(count: int, fraction: float) -> None:
    with pytest.raises(ValueError, match=r"^A count is at least 0, and a key is at least 0 and below 1$"):
        perturb(count, fraction, table_of(RULES))


@pytest.mark.parametrize("count", [1.5, float("nan"), float("inf"), "3", None, 2**70])
def test_what_is_no_whole_number_is_refused_and_not_cut_off(count: Any) -> None:
    with pytest.raises(ValueError, match="is a whole number"):
        perturb(count, 0.5, table_of(RULES))
    assert perturb(17.0, 0.5, table_of(RULES)) == perturb(17, 0.5, table_of(RULES))  # type: ignore[arg-type]


def test_a_class_that_ends_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="up to 10 at least, not nan"):
        Rules(class_below=float("nan"))  # type: ignore[arg-type]


def test_a_count_without_a_key_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^Each count needs its key$"):
        perturb_all([1, 2], [0.5], table_of(RULES))


@given(st.integers(1, 7), st.integers(1, 9), st.integers(-3, 3))
@settings(deadline=None)
def test_a_class_that_would_let_a_small_count_through_is_refused(deviation: int, shown_from: int, more: int) -> None:
    needed = deviation + shown_from
    if more < 0:
        with pytest.raises(ValueError, match=f"up to {needed} at least"):
            Rules(deviation, 1.0, 0, class_below=needed + more, shown_from=shown_from)
    else:
        Rules(deviation, 1.0, 0, class_below=needed + more, shown_from=shown_from)


SCALE = 4096  # how finely the office divides [0, 1)


def office_table() -> pd.DataFrame:
    """The reference table in the office's form: one line for each count up to 750 and each whole key."""
    lines = reference.lines("D=5 V=3 js=2")
    parts = [(int(li["i"]), int(li["v"]), float(li["lower"]), float(li["upper"])) for li in lines]
    last = max(count for count, *_ in parts)
    made = [
        (count, whole, change)
        for count in range(1, 751)
        for row, change, lower, upper in parts
        if row == min(count, last)
        for whole in range(SCALE)
        if lower <= whole / SCALE < upper
    ]
    return pd.DataFrame(made, columns=["pcv", "ckey", "pvalue"])


def test_the_statistical_office_looks_up_the_same() -> None:
    """Invented people with record keys, counted and perturbed by the office's package and by ours."""
    dice = np.random.default_rng(7)
    sizes = [*range(1, 25), 40, 90, 260] * 6
    people = pd.DataFrame({"cell": np.repeat(np.arange(len(sizes)), sizes)})
    people["record_key"] = dice.integers(0, SCALE, len(people))
    theirs = create_perturbed_table(people, office_table(), [], ["cell"], "record_key", threshold=RULES.class_below)
    ours = [
        RULES.shown(value)
        for value in perturb_all(theirs["pre_sdc_count"], theirs["ckey"] / SCALE, perturbation_table(5, 3, 2)).tolist()
    ]
    assert [SMALL if pd.isna(count) else count for count in theirs["count"]] == ours
    assert {SMALL, 10, 11} <= set(ours)


def test_classes_hold_all_their_codes() -> None:
    merges = Merges({"media": ("radio", "tv")}, rest="other")
    counted = {"radio": 2, "tv": 1, "embassy": 3, "friends": 4}
    assert merges.counts(counted) == {"media": 3, "other": 7}
    assert merges.members(counted)["other"] == ("embassy", "friends")


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9)))
def test_merging_loses_nobody(counted: dict[str, int]) -> None:
    assert sum(Merges({"ab": ("a", "b")}, rest="rest").counts(counted).values()) == sum(counted.values())


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        ({"one": ("a", "b", "c"), "two": ("c", "b")}, "In more than one class: b, c"),
        ({"one": ()}, "A class needs codes, and the rest a name of its own"),
        ({"one": "ab"}, "A class needs codes in a list: the letters of one text would be taken for codes"),
    ],
    ids=["codes twice", "a class without codes", "a text for a list"],
)
def test_contradicting_classes_are_refused(classes: dict[str, tuple[str, ...]], said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}$"):
        Merges(classes)


def test_codes_in_no_class_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^In no class: embassy, fax$"):
        Merges({"media": ("radio", "tv")}).counts({"fax": 1, "tv": 2, "embassy": 1})


def test_there_is_no_rest_where_every_code_has_its_class() -> None:
    assert Merges({"media": ("radio", "tv")}, rest="other").counts({"tv": 2}) == {"media": 2}
    assert Merges({"media": ("radio", "tv")}).counts({"tv": 2}) == {"media": 2}


def test_rules_have_the_table_that_they_say_and_refuse_too_narrow_a_class() -> None:
    rules = Rules(max_deviation=3, variance=1.5, smallest=1, class_below=8, shown_from=5, monotone=False)
    assert table_of(rules) == perturbation_table(3, 1.5, 1, False)
    assert (text(SMALL, rules), text(12, rules)) == ("<8", "12")
    with pytest.raises(ValueError, match=r"^A true count below 5 could be shown as 7: .* up to 8 at least, not 7$"):
        Rules(max_deviation=3, variance=1.5, smallest=1, class_below=7)


def test_each_row_of_a_table_is_looked_up_at_its_own_bounds() -> None:
    """Row by row: in the middle of each value's part, and at its very beginning."""
    perturbation._lines.cache_clear()
    table = table_of(RULES)
    assert perturb_all([3], [0.5], table).dtype == np.int64
    for row in table.rows:
        lower = [0.0, *row.upper.tolist()[:-1]]
        for value, begins, ends in zip(row.values, lower, row.upper.tolist(), strict=True):
            assert perturb(row.count, begins, table) == value
            assert perturb(row.count, (begins + ends) / 2, table) == value
