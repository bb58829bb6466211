"""The attacker in small worlds, each answer of which can be seen by eye or found by trying everything."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bereg.disclosure.attack import Audit, Cell, ContradictionError, Known, Noise, Publication, audit
from bereg.disclosure.keys import MonthSpan, define
from bereg.disclosure.rules import SMALL, Mark
from bereg.disclosure.tests.test_attack_a_publication import broken

pytestmark = pytest.mark.once("it uses no database")

JANUARY, FEBRUARY, BOTH = (
    MonthSpan("2008-01", "2008-01"),
    MonthSpan("2008-02", "2008-02"),
    MonthSpan("2008-01", "2008-02"),
)
RAW, NOISY = Known(Noise.NONE), Known(Noise.DEFINITION)


def cell(shown: int | Mark, true: int | None = None, vintage: int = 1, period: MonthSpan = JANUARY, **of: str) -> Cell:
    named = {name: codes.split() for name, codes in of.items() if name != "centre"}
    of_centre = of.get("centre", "all")
    return Cell(define("enquiries", named, centre=of_centre, period=period, vintage=vintage), shown, true)


def bounds(found: Audit) -> list[tuple[int, int | None]]:
    return [(each.least, each.greatest) for each in found.attacked]


def world(*cells: Cell, known: Known = RAW, centres: tuple[str, ...] = ("north", "south")) -> Publication:
    return Publication(cells, known, centres)


@pytest.mark.parametrize(
    "cells",
    [
        [cell(30, age="young old"), cell(27, age="old"), cell(Mark.SUPPRESSED, 3, age="young")],
        [cell(30), cell(27, centre="north"), cell(Mark.SUPPRESSED, 3, centre="south")],
        [cell(30, period=BOTH), cell(27, period=FEBRUARY), cell(Mark.SUPPRESSED, 3)],
        [cell(30, age="a b c"), cell(27, age="b c"), cell(Mark.UNPUBLISHED, 3, age="a")],
        [cell(9, age="a b"), cell(24, age="b c"), cell(30, age="a b c"), cell(Mark.UNPUBLISHED, 3, age="b")],
        [cell(40, vintage=2), cell(37, vintage=2, centre="north"), cell(Mark.SUPPRESSED, 3, centre="south")],
    ],
    ids=["margin", "centres", "months", "class not published", "overlapping classes", "another vintage"],
)  # fmt: skip
def test_one_missing_figure_is_computed(cells: list[Cell]) -> None:
    found = audit(world(*cells))
    assert bounds(found) == [(3, 3)]
    assert found.attacked[0].by_least_squares == 3
    assert [str(each.cell.definition) for each in found.worst()] == [str(cells[-1].definition)]


def test_a_figure_that_hangs_on_unpublished_pieces_is_computed() -> None:
    """February is nowhere published, neither for all ages nor for one: only differences of both tables give it."""
    found = audit(
        world(
            cell(50), cell(70, period=BOTH),
            cell(20, age="a"), cell(30, age="b"), cell(37, age="a", period=BOTH),
            cell(Mark.UNPUBLISHED, 3, age="b", period=FEBRUARY), cell(33, age="b", period=BOTH),
        )
    )  # fmt: skip
    assert bounds(found) == [(3, 3)]


def test_programmes_see_what_no_single_relation_shows() -> None:
    """Four suppressed cells in a square: each line leaves 1 to 4, but all four lines together leave one answer."""
    square = {
        ("north", "a"): 1, ("north", "b"): 4, ("south", "a"): 4, ("south", "b"): 4,
    }  # fmt: skip
    cells = [cell(Mark.SUPPRESSED, n, centre=centre, age=age) for (centre, age), n in square.items()]
    lines = [
        cell(5, centre="north", age="a b"),
        cell(8, centre="south", age="a b"),
        cell(5, age="a"),
        cell(8, age="b"),
    ]
    assert bounds(audit(world(*cells, *lines), thorough=True)) == [(1, 1), (4, 4), (4, 4), (4, 4)]


SIDES = [("north", "a"), ("north", "b"), ("south", "a"), ("south", "b")]
MARGINS = [("north", "a b"), ("south", "a b"), ("all", "a"), ("all", "b"), ("all", "a b")]


def margin(number: int, counts: Sequence[int]) -> int:
    """One of the margins of four counts."""
    centre, ages = MARGINS[number]
    return sum(n for n, (at, age) in zip(counts, SIDES, strict=True) if centre in {"all", at} and age in ages)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 4), min_size=4, max_size=4),
    st.lists(st.sampled_from(range(5)), unique=True),
    st.booleans(),
)
def test_the_bounds_are_those_of_trying_everything(counts: list[int], shown: list[int], noisy: bool) -> None:
    """Four cells of 0 to 6, and some of their margins: each answer that agrees with these is tried."""
    known = Known(Noise.DEFINITION if noisy else Noise.NONE, suppressed=(0, 6))
    # Three more than there are is a figure that the noise may give, from 7 on one that is no class.
    figures = {n: margin(n, counts) + 3 * noisy for n in shown if not noisy or margin(n, counts) >= 7}
    cells = [cell(Mark.SUPPRESSED, n, centre=at, age=age) for (at, age), n in zip(SIDES, counts, strict=True)]
    margins = [cell(figure, centre=MARGINS[n][0], age=MARGINS[n][1]) for n, figure in figures.items()]
    ranges = {n: known.range_of(figure) for n, figure in figures.items()}
    agreeing = [
        tried
        for tried in itertools.product(range(7), repeat=4)
        if all(low <= margin(n, tried) <= high for n, (low, high) in ranges.items())
    ]
    found = audit(world(*cells, *margins, known=known), thorough=True)
    assert bounds(found)[:4] == [(min(each), max(each)) for each in zip(*agreeing, strict=True)]


@pytest.mark.parametrize(
    ("closed", "found"), [({}, (1, 3)), ({"west": JANUARY.months}, (3, 3))], ids=["open", "closed"]
)
def test_a_centre_that_opened_later_had_nobody_before(
    closed: dict[str, frozenset[int]], found: tuple[int, int]
) -> None:
    cells = [cell(30), cell(27, centre="north"), cell(Mark.SUPPRESSED, 3, centre="south")]
    publication = replace(world(*cells, centres=("north", "south", "west")), closed=closed)
    assert bounds(audit(publication, thorough=True)) == [found]


ANY = {"any a": frozenset("a"), "any b": frozenset("b"), "any a+b": frozenset("ab")}


def having(things: str, shown: int | Mark, true: int, **more: Any) -> Cell:
    """A cell of those who have any of some things, of both months or of one."""
    return cell(shown, true, **{f"any {things}": "yes", "period": BOTH, **more})


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([having("a+b", 3, 3), having("b", 2, 2), having("a", Mark.SUPPRESSED, 2)], (1, 3)),
        ([having("a+b", 3, 3), having("b", 1, 1), having("a", Mark.SUPPRESSED, 3)], (2, 3)),
        ([having("a+b", 9, 9), having("b", 6, 6), having("a", Mark.SUPPRESSED, 3)], (3, 4)),
        ([having("a+b", n, n, period=month) for n, month in ((2, JANUARY), (1, FEBRUARY))]
         + [having("b", 0, 0), having("a", Mark.SUPPRESSED, 3)], (3, 3)),
        ([having("a+b", n, n, centre=place) for n, place in ((2, "north"), (1, "south"))]
         + [having("a", Mark.SUPPRESSED, 2)], (1, 3)),
    ],
    ids=["at most the class", "at least the rest of the class", "both", "classes by the month", "classes by centre"],
)  # fmt: skip
def test_a_class_bounds_what_is_in_it(cells: list[Cell], found: tuple[int, int]) -> None:
    attacked = audit(replace(world(*cells), unions=ANY), thorough=True).attacked
    [of_a] = [(each.least, each.greatest) for each in attacked if each.cell is cells[-1]]
    assert of_a == found


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=2, max_size=2), st.booleans())
def test_the_bounds_of_what_is_in_a_class_are_those_of_trying_everything(
    months: list[list[int]], b_is_shown: bool
) -> None:
    """In each month so many have a alone, b alone, and both; the class is shown by the month, a and b of the whole."""
    of_class = [sum(month) for month in months]
    of_a, of_b = (sum(month[at] + month[2] for month in months) for at in (0, 1))
    assume(of_a in range(1, 5))
    splits = [[split for split in itertools.product(range(n + 1), repeat=3) if sum(split) == n] for n in of_class]
    tried = [
        (sum(month[0] + month[2] for month in each), sum(month[1] + month[2] for month in each))
        for each in itertools.product(*splits)
    ]
    agreeing = [a for a, b in tried if a <= 4 and (b == of_b if b_is_shown else True)]
    known = Known(Noise.NONE, suppressed=(0, 4))
    cells = [
        having("a", Mark.SUPPRESSED, of_a),
        having("b", of_b if b_is_shown else Mark.UNPUBLISHED, of_b),
        *(having("a+b", n, n, period=month) for n, month in zip(of_class, (JANUARY, FEBRUARY), strict=True)),
    ]
    found = audit(replace(world(*cells, known=known), unions=ANY), thorough=True)
    assert bounds(found)[0] == (min(agreeing), max(agreeing))


def test_what_is_left_open_is_left_open() -> None:
    cells = [cell(Mark.SUPPRESSED, n, age=age) for age, n in (("a", 2), ("b", 3))]
    assert bounds(audit(world(*cells, cell(5, age="a b")), thorough=True)) == [(1, 4), (1, 4)]


def test_noise_that_is_too_narrow_for_a_binary_question_proves_presence() -> None:
    """Of 60 who answered 57 are women: if the noise goes 5 up here and 5 down there, somebody else must be there."""
    found = audit(world(cell(65, 60, sex="f m"), cell(52, 57, sex="f"), cell(SMALL, 3, sex="m"), known=NOISY))
    assert bounds(found) == [(3, 14)]
    assert [gate.name for gate in found.measures.broken if gate.name in {"recovered", "present"}] == ["present"]


def test_two_vintages_narrow_a_cell() -> None:
    """20 of whom 17 and 3: shown as 25 and 13, then as 16 and 21."""
    once = [cell(25, 20, age="a b"), cell(13, 17, age="b"), cell(SMALL, 3, age="a")]
    again = [cell(16, 20, vintage=2, age="a b"), cell(21, 17, vintage=2, age="b"), cell(SMALL, 3, vintage=2, age="a")]
    assert bounds(audit(world(*once, known=NOISY), thorough=True)) == [(2, 14)]
    assert set(bounds(audit(world(*once, *again, known=NOISY), thorough=True))) == {(2, 5)}


def test_keys_of_records_prove_that_a_difference_is_not_empty() -> None:
    """The same figure for the same records: so another figure means somebody."""
    inner, outer = cell(20, 20, age="a"), cell(22, 21, age="a b")
    same = [cell(31, 30, kind=f"k{n}") for n in range(6)] + [cell(31, 30, kind=f"k{n} x{n}") for n in range(6)]
    for noise in (Noise.RECORDS, Noise.DEFINITION):
        # What is declared is not believed: six pairs of the same records, none of which differs, tell the truth.
        assert audit(world(inner, outer, *same, known=Known(noise))).measures.nested.hits == 1
    differing = [*same[:-1], cell(28, 30, kind="k5 x5")]
    assert audit(world(inner, outer, *differing, known=NOISY)).measures.nested.hits == 0
    assert audit(world(inner, outer, known=NOISY)).measures.nested.of == 1


def test_a_corrected_count_makes_two_worlds() -> None:
    found = audit(world(cell(20, 20), cell(23, 23, vintage=2), known=Known(Noise.RECORDS)))
    assert (found.measures.nested.hits, found.measures.nested.of) == (1, 1)


def test_the_advice_names_the_smallest_neighbour() -> None:
    cells = [cell(Mark.SUPPRESSED, 2, age="c"), cell(8, age="b"), cell(40, age="a"), cell(50, age="a b c")]
    [advice] = audit(world(*cells)).advice
    assert (advice.variable, advice.codes, advice.with_codes, advice.cells) == ("age", ("c",), ("b",), 1)


def test_a_category_without_neighbours_has_nothing_to_be_merged_with() -> None:
    cells = [
        cell(40, topic="yes", period=BOTH),
        cell(37, topic="yes"),
        cell(Mark.SUPPRESSED, 3, topic="yes", period=FEBRUARY),
    ]
    [advice] = audit(world(*cells)).advice
    assert (advice.variable, advice.with_codes) == ("topic", ())


def test_figures_that_contradict_the_rules_are_refused() -> None:
    with pytest.raises(ContradictionError, match="which the rules exclude"):
        audit(world(cell(20, 3), known=NOISY))
    with pytest.raises(ContradictionError, match="contradict each other"):
        audit(world(cell(30, age="a b"), cell(17, age="a"), cell(10, age="b"), cell(Mark.SUPPRESSED, age="c")))
    with pytest.raises(ContradictionError, match="never show"):
        audit(world(cell(1), known=NOISY))


def test_tables_that_nobody_can_read_are_refused_by_their_usefulness() -> None:
    found = audit(world(*[cell(SMALL, 3, age=f"a{n}") for n in range(9)], cell(20, 21, age="b"), known=NOISY))
    assert "shown" in broken(found.measures)
    far = audit(world(*[cell(40, 37, age=f"b{n}") for n in range(500)], known=NOISY))
    assert "changed" in broken(far.measures)


def test_what_is_left_out_is_attacked_and_asked_for_no_use() -> None:
    few = [replace(cell(SMALL, 3, age=f"a{n}"), is_left_out=True) for n in range(9)]
    found = audit(world(*few, cell(20, 21, age="b"), cell(30, 30, age="c"), known=NOISY))
    assert broken(found.measures) == set()
    assert (found.measures.shown.of, found.measures.changed.of) == (2, 2)
    assert found.measures.recovered.of == 9
    bared = [replace(cell(3, 3, age="a"), is_left_out=True), cell(20, 20, age="b")]
    assert broken(audit(world(*bared)).measures) == {"recovered", "present"}


def test_without_true_counts_the_cells_that_may_be_small_are_attacked() -> None:
    found = audit(world(cell(30, age="young old"), cell(27, age="old"), cell(Mark.SUPPRESSED, age="young")))
    assert bounds(found) == [(3, 3)]
    assert broken(found.measures) == {"recovered", "present"}


def test_the_mean_change_of_few_cells_is_that_of_the_rules() -> None:
    """Of sixty shown counts it would pass its limit by chance in every sixth release."""
    period = MonthSpan("2008-01", "2008-01")

    def measured(cells: int, change: int) -> float:
        shown = [
            Cell(define("enquiries", {"age": str(number)}, centre="all", period=period), 100 + change, 100)
            for number in range(cells)
        ]
        return audit(Publication(shown, Known(Noise.DEFINITION), ("north", "south"))).measures.changed.rate

    assert measured(60, 5) == measured(60, 0) == pytest.approx(1.33, abs=0.05)
    assert (measured(600, 2), measured(600, 0)) == (2, 0)


def test_a_hidden_cell_is_attacked_whatever_its_true_count() -> None:
    """Else the verdict would tell whether four or five are in it."""
    verdicts = set()
    for true in (4, 5, 9, None):
        found = audit(world(cell(65, age="a b"), cell(52, age="b"), cell(SMALL, true, age="a"), known=NOISY))
        verdicts.add((bounds(found)[0], "present" in broken(found.measures)))
    assert verdicts == {((3, 14), True)}


def test_where_five_or_more_are_proven_nobody_is_found() -> None:
    """A number may stand for five as well. Nor is a cell found that would be a number, had it a row."""
    found = audit(world(cell(70, age="a b"), cell(52, age="b"), cell(SMALL, age="a"), known=NOISY))
    assert (bounds(found), "present" in broken(found.measures)) == ([(8, 14)], False)
    rest = replace(cell(Mark.UNPUBLISHED, age="a"), is_large=True)
    assert audit(world(cell(65, age="a b"), cell(52, age="b"), rest, known=NOISY)).attacked == []


def test_of_what_every_record_has_nobody_has_none() -> None:
    """All came by telephone or in person, as everybody must: so who did not call came."""
    cells = [cell(30), cell(27, way="phone"), cell(Mark.SUPPRESSED, way="visit")]
    assert bounds(audit(world(*cells), thorough=True)) == [(1, 3)]
    known = replace(world(*cells), complete={"way": frozenset({"phone", "visit"})})
    assert bounds(audit(known, thorough=True)) == [(3, 3)]


def test_a_centre_that_is_not_shown_is_known_to_be_small() -> None:
    """Its figure would be 100 or more otherwise: 104 people at most, so 46 of 150 were elsewhere."""
    hidden = replace(cell(Mark.UNPUBLISHED, centre="south"), below=100)
    cells = [cell(155), cell(Mark.UNPUBLISHED, centre="north"), hidden]
    found = audit(world(*cells, known=NOISY), thorough=True)
    assert bounds(found) == [(46, 160), (0, 104)]
