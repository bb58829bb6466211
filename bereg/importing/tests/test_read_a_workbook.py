"""Every sheet and cell of a workbook is read, or left out by name, or refused with the place."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bereg.importing.options import ReadingOptions
from bereg.importing.reading import open_source
from bereg.importing.source_rows import SourceError
from bereg.importing.table import Source

HEADER = ("No", "Day", "Note")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def made(path: Path, **sheets: int) -> openpyxl.Workbook:
    """Return a workbook with so many rows in each sheet; `save` writes it."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, count in sheets.items():
        sheet = book.create_sheet(name)
        for row in (HEADER, *((number, dt.date(2020, 2, 3), "x") for number in range(1, count + 1))):
            if count:
                sheet.append(row)
    return book


def opened(folder: Path, book: openpyxl.Workbook, *sheets: str) -> Source:
    path = folder / "calls.xlsx"
    book.save(path)
    return open_source(path, ReadingOptions(sheets=sheets))


def spoilt(folder: Path, book: openpyxl.Workbook, part: str, spoil: Callable[[str], str]) -> Source:
    """Open a workbook of which one part was changed."""
    file, path = io.BytesIO(), folder / "calls.xlsx"
    book.save(file)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry).decode()
            new.writestr(entry, spoil(content) if entry.filename == part else content)
    return open_source(path, ReadingOptions())


def test_several_filled_sheets_without_a_choice_are_refused_with_the_list(tmp_path: Path) -> None:
    book = made(tmp_path, y2018=40, y2019=50, empty=0)
    book["y2018"].sheet_state = "hidden"
    with pytest.raises(SourceError) as refused:
        opened(tmp_path, book)
    assert "y2018 (hidden, filled rows: 41), y2019 (filled rows: 51), empty (filled rows: 0)" in str(refused.value)
    assert "--sheet NAME" in str(refused.value)


def test_the_one_filled_sheet_is_read_wherever_it_stands(tmp_path: Path) -> None:
    source = opened(tmp_path, made(tmp_path, cover=0, calls=3, end=0))
    assert [row.place for row in source.rows()] == ["2", "3", "4"]
    assert source.notices == (
        "sheet left out: cover (filled rows: 0)",
        "sheet read: calls (filled rows: 4)",
        "sheet left out: end (filled rows: 0)",
    )


def test_a_chosen_sheet_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    source = opened(tmp_path, made(tmp_path, y2018=2, y2019=3), "y2019")
    assert source.count == 3
    assert "sheet left out: y2018 (filled rows: 3)" in source.notices
    assert [(sheet.lines, sheet.is_read) for sheet in source.sheets] == [(3, False), (4, True)]


def test_all_sheets_of_one_heading_are_read_and_rows_bear_their_sheets(tmp_path: Path) -> None:
    source = opened(tmp_path, made(tmp_path, y2018=1, empty=0, y2019=2), "*")
    assert [row.place for row in source.rows()] == ["y2018!2", "y2019!2", "y2019!3"]
    assert opened(tmp_path, made(tmp_path, a=1, b=2, c=3), "c", "a").count == 4


def test_sheets_of_other_headings_are_refused(tmp_path: Path) -> None:
    book = made(tmp_path, y2018=1, y2019=1)
    book["y2019"]["B1"] = "Date"
    with pytest.raises(SourceError, match="y2018 and y2019 have different columns, from column 2 on"):
        opened(tmp_path, book, "*")
    book["y2019"]["B1"], book["y2019"]["D1"] = "Day", "more"
    with pytest.raises(SourceError, match="from column 4 on"):
        opened(tmp_path, book, "*")


def test_an_unknown_sheet_and_a_chart_are_refused(tmp_path: Path) -> None:
    book = made(tmp_path, calls=1)
    book.create_chartsheet("curve").add_chart(BarChart())
    for name in ("call", "curve"):
        with pytest.raises(
            SourceError, match=rf"no sheet '{name}'; it has: calls \(filled rows: 2\), curve \(a chart\)"
        ):
            opened(tmp_path, book, name)
    assert "sheet left out: curve (a chart)" in opened(tmp_path, book).notices


def test_formulas_without_a_stored_result_are_refused_by_name(tmp_path: Path) -> None:
    book = made(tmp_path, calls=3, other=0)
    book["calls"]["C3"], book["calls"]["C4"] = '="x"&"y"', "=C3"
    with pytest.raises(SourceError, match=r"sheet calls: formulas without a stored result in C3, C4\. Open"):
        opened(tmp_path, book)


def test_formulas_that_were_never_computed_are_refused_and_their_zeros_not_read(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_formula(1, 0, "=1+1")
    with pytest.raises(SourceError, match="has not computed them"):
        open_source(path, ReadingOptions())


def test_a_formula_with_its_result_is_read_an_empty_one_too(tmp_path: Path) -> None:
    def computed(xml: str) -> str:
        cells = '<c r="A2" t="str"><f>B1</f><v>seen</v></c><c r="B2" t="str"><f>""</f><v></v></c>'
        return re.sub(r'<row r="2".*?</row>', f'<row r="2">{cells}</row>', xml)

    book = made(tmp_path, calls=2)
    book.calculation.fullCalcOnLoad = False
    source = spoilt(tmp_path, book, "xl/worksheets/sheet1.xml", computed)
    assert [row.cells for row in source.rows()] == [("seen", "", ""), ("2", "2020-02-03", "x")]


def hide_rows(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[9].hidden = True


def hide_a_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["C"].hidden = sheet.column_dimensions["X"].hidden = True


def merge(sheet: Worksheet) -> None:
    sheet.merge_cells("C2:C4")


def write_an_error(sheet: Worksheet) -> None:
    sheet["C3"] = "#REF!"


def write_a_date_as_text(sheet: Worksheet) -> None:
    sheet["B3"] = "13/02/2020"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (hide_rows, "sheet calls: 1 hidden or filtered row is read like every other"),
        (hide_a_column, "sheet calls: hidden columns are read like every other: C"),
        (merge, "sheet calls: of merged cells only the first has the value: C2:C4"),
        (write_an_error, "sheet calls: cells that show an error: C3"),
        (write_a_date_as_text, "column Day: 2 dates and 1 texts that look like dates (rows 3)"),
    ],
)
def test_what_a_spreadsheet_shows_otherwise_is_told(
    tmp_path: Path, change: Callable[[Worksheet], None], says: str
) -> None:
    book = made(tmp_path, calls=3)
    change(book["calls"])
    source = opened(tmp_path, book)
    assert source.count == 3
    assert any(notice.startswith(says) for notice in source.notices[1:]), source.notices


def test_formatting_far_out_is_no_width_and_no_row(tmp_path: Path) -> None:
    def formatted(xml: str) -> str:
        letters = [get_column_letter(at) for at in range(4, 1025)]
        far = "".join(f'<c r="{name}2" s="1"/>' for name in letters)
        xml = xml.replace("</row></sheetData>", f'{far.replace("2", "4")}</row><row r="1048576" s="1"/></sheetData>')
        return re.sub(r"<dimension[^>]*>", '<dimension ref="A1:AMJ1048576"/>', xml)

    source = spoilt(tmp_path, made(tmp_path, calls=3), "xl/worksheets/sheet1.xml", formatted)
    assert source.columns == HEADER
    assert [row.cells for row in source.rows()][-1] == ("3", "2020-02-03", "x")
    assert (source.count, source.sheets[0].lines) == (3, 4)


@pytest.mark.parametrize(
    ("before", "after"),
    [('<row r="3">', '<row r="1">'), ('r="B3"', 'r="A3"'), ('r="C3"', 'r="A3"'), ('<row r="3">', '<row r="x">')],
)
def test_rows_and_cells_out_of_order_are_refused_since_they_would_be_skipped(
    tmp_path: Path, before: str, after: str
) -> None:
    def turned(xml: str) -> str:
        assert before in xml
        return xml.replace(before, after)

    with pytest.raises(SourceError, match="damaged"):
        spoilt(tmp_path, made(tmp_path, calls=3), "xl/worksheets/sheet1.xml", turned)


def test_a_strict_workbook_is_refused_and_not_read_as_empty(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    with pytest.raises(SourceError, match="Strict Open XML"):
        spoilt(tmp_path, made(tmp_path, calls=3), "xl/workbook.xml", lambda xml: xml.replace(MAIN, strict))


@pytest.mark.parametrize(("start", "refused"), [("", "damaged"), ('<!DOCTYPE x [<!ENTITY e "x">]>', "no readable")])
def test_a_sheet_under_a_name_that_is_not_looked_through_for_entities_is_refused(
    tmp_path: Path, start: str, refused: str
) -> None:
    file, path = io.BytesIO(), tmp_path / "calls.xlsx"
    made(tmp_path, calls=3).save(file)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry).decode().replace("sheet1.xml", "sheet1.other")
            if entry.filename.endswith("sheet1.xml"):
                content = start + content
            new.writestr(entry.filename.replace("sheet1.xml", "sheet1.other"), content)
    with pytest.raises(SourceError, match=refused):
        open_source(path, ReadingOptions())
