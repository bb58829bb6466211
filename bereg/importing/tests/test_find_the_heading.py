"""The rows that name the columns need not be the first; what stands above is left out by name."""

from pathlib import Path

import openpyxl
import pytest

from bereg.importing.heading_guess import guess_heading
from bereg.importing.options import ReadingOptions
from bereg.importing.reading import open_source
from bereg.importing.source_rows import RawRow, SourceError
from bereg.importing.table import Source, joined

TITLE = ["Register of calls", "", "", ""]
PERIOD = ["for the year", "2020", "", ""]
BLANK = ["", "", "", ""]
NAMES = ["No", "Day", "Subject", "Note"]
ROWS = [["1", "03.02.2020", "papers", ""], ["2", "04.02.2020", "", "x"], ["3", "05.02.2020", "work", "y"]]
GROUPS = ["No", "Subject", "", "Note"]
WITHIN = ["", "papers", "work", ""]
MARKED = [["1", "x", "", "a"], ["2", "", "x", "b"]]


def guessed(*rows: list[str]) -> tuple[int, ...]:
    return guess_heading(RawRow(number, tuple(cells)) for number, cells in enumerate(rows, start=1))


def opened(folder: Path, rows: list[list[str]], *header: int) -> Source:
    path = folder / "calls.csv"
    path.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8")
    return open_source(path, ReadingOptions(header=header))


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([NAMES, *ROWS], (1,)),
        ([TITLE, NAMES, *ROWS], (2,)),
        ([TITLE, PERIOD, BLANK, NAMES, *ROWS], (4,)),
        ([GROUPS, WITHIN, *MARKED], (1, 2)),
        ([TITLE, BLANK, GROUPS, WITHIN, *MARKED], (3, 4)),
        # No row as wide as the table holds names alone: nothing is guessed.
        ([["1", "03.02.2020", "papers", "x"], *ROWS], (1,)),
        ([["note", "note"], ["a", "b"]], (1,)),
        ([NAMES], (1,)),
        ([["text"], ["one"], ["two"]], (1,)),
        ([], (1,)),
    ],
)
def test_the_first_row_as_wide_as_the_table_is_guessed(rows: list[list[str]], found: tuple[int, ...]) -> None:
    assert guessed(*rows) == found


def test_a_name_of_a_group_stands_before_those_of_its_columns() -> None:
    assert joined([GROUPS, WITHIN]) == ("No", "Subject / papers", "Subject / work", "Note")
    assert joined([["a", "a"], ["a"]]) == ("a", "a")
    assert joined([["", ""]]) == ()


def test_what_stands_above_is_left_out_by_name_and_the_lines_add_up(tmp_path: Path) -> None:
    source = opened(tmp_path, [TITLE, PERIOD, BLANK, NAMES, *ROWS], 4)
    assert source.columns == tuple(NAMES)
    assert [row.place for row in source.rows()] == ["5", "6", "7"]
    assert source.notices[0] == "left out above the heading: row 1 (Register of calls), 2 (for the year 2020)"
    lines = source.sheets[0]
    assert (lines.lines, lines.above, lines.heading, lines.row_lines, lines.blank) == (7, 2, 1, 3, 1)


def test_without_a_word_the_first_row_names_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("Register;\nNo;Day\n1;2\n", encoding="utf-8")
    assert open_source(path, ReadingOptions()).columns == ("Register",)


def test_a_text_of_several_lines_above_takes_no_row(tmp_path: Path) -> None:
    source = opened(tmp_path, [['"Register\nof calls"', "", ""], ["No", "Day", "Note"], ["1", "2", "3"]])
    assert (source.header, source.columns) == ((2,), ("No", "Day", "Note"))
    assert (source.sheets[0].lines, source.sheets[0].above, source.sheets[0].blank) == (4, 2, 0)


def test_several_sheets_have_their_heading_in_the_same_row(tmp_path: Path) -> None:
    book, path = openpyxl.Workbook(), tmp_path / "calls.xlsx"
    book.remove(book.worksheets[0])
    for name in ("y2019", "y2020"):
        sheet = book.create_sheet(name)
        for row in ([name], NAMES, *ROWS):
            sheet.append(row)
    book.save(path)
    source = open_source(path, ReadingOptions(sheets=("*",), header=()))
    assert (source.header, source.count) == ((2,), 6)
    assert "sheet y2020: left out above the heading: row 1 (y2020)" in source.notices
    assert [(sheet.above, sheet.heading) for sheet in source.sheets] == [(1, 1), (1, 1)]


@pytest.mark.parametrize("row", [3, 40])
def test_a_row_that_names_nothing_is_refused_with_its_number(tmp_path: Path, row: int) -> None:
    with pytest.raises(SourceError, match=rf"row {row} names no columns"):
        opened(tmp_path, [TITLE, PERIOD, BLANK, NAMES, *ROWS], row)
