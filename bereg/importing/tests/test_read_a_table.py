"""Reading of foreign CSV and XLSX files, before any of it means anything."""

import io
from pathlib import Path

import openpyxl
import pytest

from bereg.importing import table
from bereg.importing.options import ReadingOptions
from bereg.importing.reading import open_source
from bereg.importing.source_rows import SourceError
from bereg.importing.table import Source
from bereg.importing.values import clean


def opened(folder: Path, content: bytes, how: ReadingOptions | None = None, name: str = "calls.csv") -> Source:
    path = folder / name
    path.write_bytes(content)
    return open_source(path, how or ReadingOptions())


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        ("номер;пол\n1;женский\n".encode(), "женский"),
        ("номер;пол\n1;женский\n".encode("utf-8-sig"), "женский"),
        ("номер;пол\n1;женский\n".encode("cp1251"), "женский"),
        ("número;género\n1;Córdoba\n".encode("latin-1"), "Córdoba"),
        ("номер\tпол\n1\tженский\n".encode("utf-16"), "женский"),
        (b"number|gender\n1|female\n", "female"),
        (b'number,gender\n1,"a, b"\n', "a, b"),
        (b'number,gender\r\n1,"a\r\nb"\r\n', "a\nb"),
    ],
)
def test_encoding_and_separator_are_found(tmp_path: Path, content: bytes, cell: str) -> None:
    source = opened(tmp_path, content)
    assert [row.cells for row in source.rows()] == [("1", cell)]
    assert source.count == 1


def test_a_declared_encoding_is_believed(tmp_path: Path) -> None:
    source = opened(tmp_path, "a,б\n1,да\n".encode("cp1251"), ReadingOptions(encoding="cp1251"))
    assert source.columns == ("a", "б")


def test_a_wrong_encoding_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"line 3: not utf-8; set \[file\] encoding"):
        opened(tmp_path, "a,b\n1,2\n3,é\n".encode("latin-1"), ReadingOptions(encoding="utf-8"))


def test_an_unknown_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no encoding 'klingon'"):
        opened(tmp_path, b"a,b\n1,2\n", ReadingOptions(encoding="klingon"))


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    source = opened(tmp_path, b'a,b\n1,"x\ny"\n\n,\n2,z\n')
    assert [(row.number, row.cells[0]) for row in source.rows()] == [(2, "1"), (5, "2")]


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b",,\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match="is empty"):
        opened(tmp_path, content)


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    assert opened(tmp_path, b"a,b\n").count == 0


def test_shifted_rows_say_so_and_empty_cells_at_the_end_do_not(tmp_path: Path) -> None:
    rows = list(opened(tmp_path, b"a,b\n1,2,3\n4\n5,6,,\n").rows())
    assert [bool(row.problem) for row in rows] == [True, True, False]
    assert "3 cells instead of 2" in rows[0].problem


def test_a_huge_cell_spoils_its_row_alone(tmp_path: Path) -> None:
    huge, larger = "x" * 100_001, "y" * 200_000
    rows = list(opened(tmp_path, f"a,b\n1,{huge}\n2,{larger}\n3,z\n".encode()).rows())
    assert [bool(row.problem) for row in rows] == [True, True, False]
    assert rows[2].cells == ("3", "z")


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 2)
    assert opened(tmp_path, b"a\n1\n2\n").count == 2
    with pytest.raises(SourceError, match="more than 2 rows"):
        opened(tmp_path, b"a\n1\n2\n3\n")


def test_one_long_text_in_many_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_BYTES", 100_000)
    book = openpyxl.Workbook()
    for _row in range(200):
        book.worksheets[0].append(["x" * 1000])
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(SourceError, match="larger than 100 MB"):
        opened(tmp_path, file.getvalue(), name="calls.xlsx")


def test_names_that_stand_twice_are_numbered(tmp_path: Path) -> None:
    source = opened(tmp_path, b"date,note,,note\n1,2,3,4\n")
    assert source.columns == ("date", "note (1)", "column 3", "note (2)")
    assert source.repeated == {"note"}


def test_a_workbook_reads_like_a_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["a", "b"], [1, None], [None, None], [2, "x"]):
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    source = opened(tmp_path, file.getvalue(), name="calls.xlsx")
    assert [(row.number, row.cells) for row in source.rows()] == [(2, ("1", "")), (4, ("2", "x"))]


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        open_source(tmp_path / "none.csv", ReadingOptions())


def test_cells_lose_what_no_database_keeps() -> None:
    assert clean(" a\0b\x07c\td ") == "abc\td"
    assert clean("a\ud800b") == "a\ufffdb"
    assert len(clean("e" + "\u0301" * 1000)) <= 9
    assert clean("e\u0301") == "é"
