"""No quotation mark of a CSV swallows rows unseen: the file is refused with the place, or a row is rejected by name."""

from pathlib import Path

import pytest

from bereg.importing.options import ReadingOptions
from bereg.importing.reading import open_source
from bereg.importing.source_rows import SourceError
from bereg.importing.table import Source

HEADER = "No;Day;Who;Note"
ROWS = [f"{number};{number % 28 + 1:02}.02.2020;woman;papers, {number}" for number in range(1, 101)]


def opened(folder: Path, rows: list[str], how: ReadingOptions | None = None) -> Source:
    path = folder / "calls.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return open_source(path, how or ReadingOptions(separator=";"))


def spoilt(*changes: tuple[int, str]) -> list[str]:
    """Return the rows with some of them changed. number: the row's own, so it stands in line number + 1."""
    rows = list(ROWS)
    for number, row in changes:
        rows[number - 1] = row
    return rows


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        # Never closed: it would take the other sixty rows into one cell.
        (spoilt((40, '40;03.02.2020;woman;"papers')), r"line 41, column 4: .* is not closed \(Note\); close the mark"),
        (spoilt((40, '40;03.02.2020;"woman;papers')), r"line 41, column 3: .* is not closed \(Who\)"),
        # Closed by the mark that opens another cell, sixty rows below.
        (
            spoilt((40, '40;03.02.2020;woman;"papers'), (99, '99;03.02.2020;woman;"papers"')),
            r"line 41, column 4: text stands after a closing quotation mark, in line 100",
        ),
        # Closed well, by one more mistake below: well-formed, and two thirds of the file in one cell.
        (
            spoilt((40, '40;03.02.2020;woman;"papers'), (99, '99;03.02.2020;woman;papers"')),
            r"line 41, column 4: .* holds what looks like further rows \(line 42\) \(Note\); close .* multiline = true",
        ),
        # The same from one row to the next, in the middle of both.
        (
            spoilt((40, '40;03.02.2020;"woman;papers'), (41, '41;03.02.2020;woman";papers')),
            r"line 41, column 3: .* holds what looks like further rows \(line 42\)",
        ),
        (
            spoilt((40, '40;03.02.2020;"woman;papers'), (41, '41;03.02.2020;woman";papers'), (60, '60;1;2;"x\ny')),
            r"line 41, column 3: .* so do lines 61",
        ),
    ],
)
def test_a_mark_that_hides_rows_refuses_the_file_and_names_the_place(
    tmp_path: Path, rows: list[str], reason: str
) -> None:
    with pytest.raises(SourceError, match=reason):
        opened(tmp_path, rows)


def test_a_mark_that_is_never_closed_and_a_very_long_rest_are_refused_too(tmp_path: Path) -> None:
    long = [f"{row} {'x' * 2_000}" for row in spoilt((20, '20;03.02.2020;woman;"papers'))]
    with pytest.raises(SourceError, match="line 21, column 4"):
        opened(tmp_path, long)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('40;03.02.2020;"wo"man;papers', "line 41, column 3: text stands after a closing quotation mark, in line 41"),
        ('40;03.02.2020;""woman"";papers', "line 41, column 3: text stands after a closing quotation mark, in line 41"),
    ],
)
def test_bad_marks_within_one_line_reject_that_row_alone(tmp_path: Path, row: str, reason: str) -> None:
    source = opened(tmp_path, spoilt((40, row)))
    assert source.count == 100
    assert {each.number: each.problem for each in source.rows() if each.problem} == {
        41: f"the row cannot be read: {reason}"
    }


def test_a_last_row_that_breaks_off_within_marks_is_rejected_by_name(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("\n".join([HEADER, *ROWS, '101;03.02.2020;woman;"pap']), encoding="utf-8")
    *_whole, last = open_source(path, ReadingOptions()).rows()
    assert last.number == 102
    assert last.problem == "the row cannot be read: line 102, column 4: a quotation mark opens here and is not closed"


def test_texts_of_several_lines_are_read(tmp_path: Path) -> None:
    note = '40;03.02.2020;woman;"First; then; and; so; on,\n\nhe said ""no"";\n1; 2; 3; 4, and nothing more."'
    source = opened(tmp_path, spoilt((40, note)))
    row = next(each for each in source.rows() if each.number == 41)
    assert (row.lines, row.problem) == (4, "")
    assert row.cells[3].endswith('he said "no";\n1; 2; 3; 4, and nothing more.')
    assert [each.number for each in source.rows()] == list(range(2, 102))


def test_a_text_that_quotes_a_row_is_read_once_somebody_looked_at_it(tmp_path: Path) -> None:
    rows = spoilt((40, '40;03.02.2020;woman;"See:\n7;03.02.2020;woman;papers\n"'))
    with pytest.raises(SourceError, match="multiline"):
        opened(tmp_path, rows)
    assert opened(tmp_path, rows, ReadingOptions(separator=";", multiline=True)).count == 100
    rows[50] = '51;03.02.2020;woman;"papers'
    with pytest.raises(SourceError, match=r"line 54, column 4: .* is not closed"):
        opened(tmp_path, rows, ReadingOptions(separator=";", multiline=True))


def test_without_dates_and_numbers_the_width_alone_tells(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text('a;b;c\nx;y;z\nx;"y;z\nx;y;z\nx";y;z\nx;y;z\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"line 3, column 2: .* further rows"):
        open_source(path, ReadingOptions())


def test_a_mark_within_a_cell_is_taken_as_it_stands_and_told(tmp_path: Path) -> None:
    source = opened(tmp_path, spoilt((7, '7;03.02.2020;woman;a 5" pipe'), (9, '9;03.02.2020;"woman";"say ""no"""')))
    assert [row.cells[3] for row in source.rows() if row.number in {8, 10}] == ['a 5" pipe', 'say "no"']
    assert len(source.notices) == 1
    assert source.notices[0].endswith("taken as it stands (row 8).")


def test_a_heading_that_cannot_be_read_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text('No;"Day;Who\n1;2;3\n', encoding="utf-8")
    with pytest.raises(SourceError, match="names the columns cannot be read: line 1, column 2"):
        open_source(path, ReadingOptions(separator=";"))
