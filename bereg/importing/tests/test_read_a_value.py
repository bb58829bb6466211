"""From a cell to codes."""

import pytest

from bereg.core.text_normalisation import fold
from bereg.importing.values import CellMeaning, CodeTable, shows_error

TOPICS = CodeTable.of(
    [
        ("Forced work", ("labour",)),
        ("Forced work, minors", ("labour", "minors")),
        ("Papers", ("documents",)),
        ("Nothing said", ("not_asked",)),
        ("Undecided", ("",)),
    ],
    split=",",
)
AGES = CodeTable.of(
    [("not known", ("unknown",))], ranges={"under_20": (1, 19), "20_29": (20, 29), "50_over": (50, 110)}
)


@pytest.mark.parametrize("typed", ["córdoba", "CORDOBA", "  Co\u0301rdoba ", "c\u200fórdoba", "Cór\u00addoba"])
def test_case_accents_spaces_and_invisible_marks_do_not_matter(typed: str) -> None:
    assert fold(typed) == "cordoba"
    assert fold("Ещё  ёлка") == "еще елка"


@pytest.mark.parametrize(
    ("cell", "codes", "misfits"),
    [
        ("", (), ()),
        ("Papers", ("documents",), ()),
        ("FORCED WORK,MINORS", ("labour", "minors"), ()),
        ("papers, forced work,  minors", ("documents", "labour", "minors"), ()),
        ("forced work, papers", ("labour", "documents"), ()),
        ("minors", (), ("minors",)),
        ("Forced work, Odd , papers", ("labour", "documents"), ("Odd",)),
        ("papers, papers,", ("documents",), ()),
        ("nothing said", (), ()),
        ("Undecided", (), ("Undecided",)),
    ],
)
def test_a_cell_of_several_topics_takes_the_longest_label_first(
    cell: str, codes: tuple[str, ...], misfits: tuple[str, ...]
) -> None:
    assert TOPICS.look_up(cell) == CellMeaning(codes, misfits)


@pytest.mark.parametrize(
    ("cell", "codes", "misfits"),
    [
        ("0", (), ()),
        ("1", ("under_20",), ()),
        ("19", ("under_20",), ()),
        ("20", ("20_29",), ()),
        ("29.5", ("20_29",), ()),
        ("50,0", ("50_over",), ()),
        ("35", (), ("35",)),
        ("150", (), ("150",)),
        ("-5", (), ("-5",)),
        ("about 30", (), ("about 30",)),
        ("Not known", ("unknown",), ()),
        ("9" * 5000, (), ("9" * 5000,)),
    ],
)
def test_a_number_falls_into_its_band_and_0_was_not_asked(
    cell: str, codes: tuple[str, ...], misfits: tuple[str, ...]
) -> None:
    assert AGES.look_up(cell) == CellMeaning(codes, misfits)


def test_others_stand_for_every_value_that_is_not_named() -> None:
    table = CodeTable.of([("out", ("out",))], others="in")
    assert [table.look_up(cell).codes for cell in ("OUT", "whatever", "")] == [("out",), ("in",), ()]


@pytest.mark.parametrize(
    "cell", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#Н/Д", "#ССЫЛКА!", "#¡DIV/0!", "#N/D", "Err:502"]
)
def test_an_error_of_a_spreadsheet_fits_nothing_unless_it_is_named(cell: str) -> None:
    assert shows_error(cell)
    assert not shows_error(f"{cell} x")
    assert CodeTable.of([("out", ("out",))], others="in").look_up(cell) == CellMeaning(misfits=(cell,))
    assert CodeTable.of([(cell, ("out",))], others="in").look_up(cell) == CellMeaning(("out",))
