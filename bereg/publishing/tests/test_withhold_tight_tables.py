"""A table that would prove by itself that somebody is in a row without a number is left out before it comes to that."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.disclosure import SMALL, MonthSpan, define
from bereg.disclosure.attack import Cell, Known, Noise, Publication, audit
from bereg.disclosure.rules import Mark
from bereg.publishing.attacking import attack_on
from bereg.publishing.cells import BASE, Counted
from bereg.publishing.disclosure_control import RULES, Protected
from bereg.publishing.table_suppression import is_tight, thinned

pytestmark = pytest.mark.once("the database holds nothing here")

PERIOD = MonthSpan("2008-01", "2008-01")
CODES = "abcdefgh"
MOST = RULES.max_deviation
NOISE = st.integers(-MOST, MOST)


def table(base: int, rows: Sequence[int], known: int | None = None) -> list[Protected]:
    """Make a table of these figures with their noise. known: how many codes there are, if not as many as rows."""

    def cell(code: str, codes: str, value: int, of: Counted | None = None) -> Protected:
        definition = define("enquiries", {"sex": tuple(codes)}, centre="all", period=PERIOD)
        counted = Counted("sex", "all", "all", code, definition, value, of.definition if of else None)
        return Protected(counted, RULES.shown(value), is_large=isinstance(RULES.shown(value), int))

    whole = cell(BASE, CODES[: known or len(rows)], base)
    return [whole, *(cell(code, code, value, whole.cell) for code, value in zip(CODES, rows, strict=False))]


def is_proven(cells: Sequence[Protected]) -> bool:
    given = [Cell(each.cell.definition, each.shown, is_large=each.is_large) for each in cells]
    found = audit(Publication(given, Known(Noise.DEFINITION, RULES), ("north", "south")))
    return any(each.least >= 1 for each in found.attacked)


def test_what_would_prove_presence_is_left_out_and_the_attacker_has_nothing() -> None:
    """Of 60 who answered 57 are women: 65 and 52 with their noise, so at least three must be men."""
    cells = table(65, (52, 8))
    assert is_proven(cells)
    [withheld] = [thinned(cells)]
    assert all(each.is_left_out and each.is_withheld for each in withheld)
    assert not is_proven(table(61, (56, 8)))
    assert not any(each.is_withheld for each in thinned(table(61, (56, 8))))


def test_that_a_table_is_missing_proves_nobody() -> None:
    """The same is left out where nobody is in the row: with the noise as far apart as it goes."""
    women = 57
    assert is_tight(table(women + MOST, (women - MOST, 0)))
    assert not is_tight(table(women + MOST - 1, (women - MOST, 0)))


@given(st.lists(st.tuples(st.integers(0, 60), NOISE), min_size=2, max_size=4), NOISE)
def test_a_table_that_stands_proves_nobody_by_itself(rows: list[tuple[int, int]], of_base: int) -> None:
    """Whatever the counts and their noise; a count of nobody has none."""
    true = [count for count, _ in rows]
    values = [max(count + change, 0) if count else 0 for count, change in rows]
    cells = table(max(sum(true) + of_base, 0), values)
    assert is_tight(cells) or not is_proven(cells)


def test_a_table_in_which_somebody_is_in_no_row_is_not_tight() -> None:
    assert not is_tight(table(65, (52, 8), known=3))


@pytest.mark.django_db
def test_the_attack_is_not_given_what_nobody_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Publication] = []
    monkeypatch.setattr("bereg.publishing.attacking.audit", lambda of, _progress: seen.append(of))
    attack_on(thinned(table(65, (52, 8))), lambda _done, _of: None)
    assert {cell.shown for cell in seen[0].cells} == {Mark.UNPUBLISHED}
    assert {cell.true for cell in seen[0].cells} == {None}
    assert SMALL not in {cell.shown for cell in seen[0].cells}
