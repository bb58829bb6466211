"""From a cell to codes."""

from datetime import date, time

import pytest

from bereg.centres.import_sections import Moment
from bereg.core.text import fold
from bereg.importing.values import CellMeaning, CodeTable, read_moment, read_time, shows_error

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


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("03.02.2031", Moment(date(2031, 2, 3))),
        ("03.02.2031 14:05", Moment(date(2031, 2, 3), time(14, 5))),
        ("2031-02-03", Moment(date(2031, 2, 3))),
        ("2031-02-03 14:05:06", Moment(date(2031, 2, 3), time(14, 5, 6))),
        ("29.02.2032", Moment(date(2032, 2, 29))),
        ("31.02.2031", None),
        ("29.02.2031", None),
        ("2031", None),
        ("today", None),
    ],
)
def test_dates_are_read_by_their_format_and_impossible_ones_are_not(cell: str, moment: Moment | None) -> None:
    assert read_moment(cell, ("%d.%m.%Y", "%d.%m.%Y %H:%M")) == moment


def test_times_are_read() -> None:
    assert [read_time(cell, ("%H.%M",)) for cell in ("9.05", "14:30", "25:00", "")] == [
        time(9, 5),
        time(14, 30),
        None,
        None,
    ]
