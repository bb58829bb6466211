"""Opening of workbooks as Excel wrote them until 2003 (.xls): records of bytes, which xlrd reads.

Not python-calamine, which turns a cell that shows an error into an empty one, and copies a text that stands in a
hundred thousand cells as many times.
"""

import io
import struct
from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import Literal, NamedTuple

import xlrd
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from xlrd.biffh import XLRDError, error_text_from_code, unpack_unicode
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Cell, Sheet
from xlrd.xldate import xldate_as_datetime

from bereg.core.sheet_survey import MOST_NAMED, SheetSurvey, WorkbookSurvey
from bereg.core.workbooks import BROKEN, WorkbookError, cell_text, damaged, filled

OLE = b"\xd0\xcf\x11\xe0"  # how an .xls begins; an .xlsx behind a password too
BROKEN_XLS = (XLRDError, CompDocError, struct.error, AssertionError, ArithmeticError, LookupError, *BROKEN)
# Records: [MS-XLS] 2.3.
START, END, SHEET, FORMULA = 0x0809, 0x000A, 0x0085, 0x0006
EMPTY_RESULT = b"\x03"
UNICODE = 80  # xlrd's name of the version (BIFF8) since which texts are Unicode

Rows = Callable[[str], Iterator[tuple[str, ...]]]


def open_xls(content: bytes) -> tuple[WorkbookSurvey, Rows]:
    """Return a survey of the sheets, and what yields the rows of one. Raise WorkbookError."""
    try:
        book = xlrd.open_workbook(
            file_contents=content, logfile=io.StringIO(), formatting_info=True, ragged_rows=True, on_demand=True
        )
        records = list(_records(book))
        sheets = [_look_at(book, book.sheet_by_index(at)) for at in range(book.nsheets)]
        _look_at_formulas(book, records, sheets)
        sheets += _others(book, records)
    except BROKEN_XLS as error:
        raise WorkbookError(
            _("This is no readable .xls workbook, or it is locked with a password; save it anew as .xlsx or as CSV.")
        ) from error
    return WorkbookSurvey(sheets, computed=True), lambda sheet: _rows(book, sheet)


def _rows(book: Book, name: str) -> Iterator[tuple[str, ...]]:
    sheet = book.sheet_by_name(name)
    try:
        for number in range(sheet.nrows):
            yield tuple(_text(book, cell) for cell in filled(sheet.row(number), _is_filled))
    except BROKEN_XLS as error:
        raise damaged() from error


def _is_filled(cell: Cell) -> bool:
    return cell.ctype not in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK} and cell.value != ""


def _text(book: Book, cell: Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return error_text_from_code.get(int(cell.value), "#N/A")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return cell_text(_moment(float(cell.value), 1 if book.datemode else 0))
    return cell_text(cell.value)


def _moment(value: float, datemode: Literal[0, 1]) -> datetime | time | float:
    """Return a moment; a number that no calendar has stays one."""
    try:
        moment = xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    return moment.time() if 0 <= value < 1 else moment


def _look_at(book: Book, sheet: Sheet) -> SheetSurvey:
    survey = SheetSurvey(sheet.name, hidden=sheet.visibility != 0)
    for at in range(sheet.nrows):
        columns = [column for column, cell in enumerate(sheet.row(at), start=1) if _is_filled(cell)]
        if columns:
            info = sheet.rowinfo_map.get(at)
            survey.filled_rows += 1
            survey.last_row = at + 1
            survey.hidden_rows += bool(info and info.hidden)
            survey.columns.update(columns)
            if xlrd.XL_CELL_ERROR in sheet.row_types(at):
                wrong = [column for column in columns if sheet.cell_type(at, column - 1) == xlrd.XL_CELL_ERROR]
                survey.errors += [f"{get_column_letter(column)}{at + 1}" for column in wrong]
    del survey.errors[MOST_NAMED:]
    widths = sheet.colinfo_map
    hidden = [column for column in sorted(survey.columns) if column - 1 in widths and widths[column - 1].hidden]
    survey.hidden_columns = [get_column_letter(column) for column in hidden]
    survey.merged = [
        f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right)}{bottom}"
        for top, bottom, left, right in sheet.merged_cells[:MOST_NAMED]
    ]
    return survey


class _Record(NamedTuple):
    place: int  # within the stream of the workbook
    kind: int
    data: bytes


def _records(book: Book) -> Iterator[_Record]:
    """Yield the records of sheets and formulas: xlrd tells a formula from a value nowhere."""
    stream, at = bytes((book.mem or b"")[book.base : book.base + book.stream_len]), 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind in {START, END, SHEET, FORMULA}:
            yield _Record(at, kind, stream[at + 4 : at + 4 + length])
        at += 4 + length


def _sheets(records: list[_Record]) -> Iterator[tuple[int, bool, bytes]]:
    """Yield of each sheet where its records begin, whether it is a table, and its record."""
    for record in records:
        if record.kind == SHEET and len(record.data) > 6:
            place, _hidden, kind = struct.unpack_from("<IBB", record.data)
            yield place, kind == 0, record.data


def _look_at_formulas(book: Book, records: list[_Record], surveys: list[SheetSurvey]) -> None:
    """Count the formulas, and name those whose result is an empty text: as programs write it that compute nothing."""
    tables = [place for place, is_table, _data in _sheets(records) if is_table]
    if book.biff_version < UNICODE or len(tables) != len(surveys):
        return
    by_place = dict(zip(tables, surveys, strict=True))
    survey, depth = None, 0
    for record in records:
        if record.kind == START:
            survey, depth = by_place.get(record.place, survey), depth + 1
        elif record.kind == END:
            depth -= 1
            survey = survey if depth else None
        elif record.kind == FORMULA and survey and depth == 1:  # deeper ones are those of a chart
            row, column = struct.unpack_from("<HH", record.data)
            survey.formulas += 1
            if record.data[6:7] == EMPTY_RESULT and record.data[12:14] == b"\xff\xff":
                survey.empty_results.append(f"{get_column_letter(column + 1)}{row + 1}")


def _others(book: Book, records: list[_Record]) -> Iterator[SheetSurvey]:
    """Yield the sheets that are no tables."""
    for number, (_place, is_table, data) in enumerate(_sheets(records), start=1):
        if not is_table:
            is_named = book.biff_version >= UNICODE
            yield SheetSurvey(unpack_unicode(data, 6, lenlen=1) if is_named else f"#{number}", is_table=False)
