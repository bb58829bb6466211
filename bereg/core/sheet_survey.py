"""What each sheet of a workbook holds, beyond the values that openpyxl gives: nothing of it is left out unseen.

openpyxl reads a formula without a stored result as an empty cell, rows that stand out of order not at all, and says
nothing of hidden, filtered or merged cells.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from string import digits
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from openpyxl.packaging.relationship import get_dependents
from openpyxl.utils import column_index_from_string, get_column_letter

from bereg.core.workbooks import BROKEN, LAST_ROW, WorkbookError, damaged

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROW, CELL, FORMULA, VALUE, INLINE = (f"{MAIN}{name}" for name in ("row", "c", "f", "v", "is"))
COLUMN, MERGED, FILTER_COLUMN = (f"{MAIN}{name}" for name in ("col", "mergeCell", "filterColumn"))
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_NAMED = 100
YES = {"1", "true"}


@dataclass
class SheetSurvey:
    """What stands in one sheet. Cells, ranges and columns bear the names that a spreadsheet program shows."""

    name: str
    hidden: bool = False
    is_table: bool = True  # or a chart
    filled_rows: int = 0
    last_row: int = 0  # the last filled one
    columns: set[int] = field(default_factory=set)  # filled ones
    formulas: int = 0
    without_result: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    hidden_rows: int = 0  # filled ones
    hidden_columns: list[str] = field(default_factory=list)
    filtered: bool = False
    merged: list[str] = field(default_factory=list)
    empty_results: list[str] = field(default_factory=list)  # of formulas, where nobody knows whether they were computed


@dataclass(frozen=True)
class WorkbookSurvey:
    """The sheets in their order. computed: the formulas' results are no mere placeholders."""

    sheets: list[SheetSurvey]
    computed: bool


def survey_workbook(content: bytes) -> WorkbookSurvey:
    """Look through every sheet of a workbook that `open_workbook` has let pass. Raise WorkbookError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _survey(archive)
    except (zipfile.BadZipFile, StopIteration, *BROKEN) as error:
        raise damaged() from error


def _survey(archive: zipfile.ZipFile) -> WorkbookSurvey:
    office = next(each for each in get_dependents(archive, "_rels/.rels") if each.Type.endswith("/officeDocument"))
    place = PurePosixPath(office.target)
    book = fromstring(archive.read(office.target))
    if not book.tag.startswith(MAIN):
        # Of "Strict Open XML", openpyxl would see no sheet at all.
        raise WorkbookError(_("The workbook is saved as Strict Open XML; save it as an ordinary .xlsx."))
    parts = {each.Id: each for each in get_dependents(archive, str(place.parent / "_rels" / f"{place.name}.rels"))}
    sheets = []
    for entry in book.iter(f"{MAIN}sheet"):
        part = parts[entry.attrib[RELATION]]
        sheet = SheetSurvey(entry.attrib["name"], entry.get("state", "visible") != "visible")
        sheet.is_table = part.Type.endswith("/worksheet")
        if sheet.is_table:
            if not part.target.endswith(".xml"):  # what bears another name was let pass without a look for entities
                raise damaged()
            with archive.open(part.target) as stream:
                _look_through(sheet, stream)
        sheets.append(sheet)
    calculation = book.find(f"{MAIN}calcPr")
    # Programs that write formulas without computing them leave a 0 for each, and ask for this.
    return WorkbookSurvey(sheets, calculation is None or calculation.get("fullCalcOnLoad") not in YES)


def _look_through(sheet: SheetSurvey, stream: IO[bytes]) -> None:
    number = 0
    hidden: list[tuple[int, int]] = []
    # Not defusedxml's, which takes four times as long: no part with a document type was let pass.
    for _event, element in iterparse(stream):  # noqa: S314
        if element.tag == ROW:
            number = _next(element.get("r"), number)
            _look_at_row(sheet, element, number)
            element.clear()
        elif element.tag == COLUMN and element.get("hidden") in YES:
            hidden.append((int(element.attrib["min"]), int(element.attrib["max"])))
        elif element.tag == MERGED and ":" in element.attrib["ref"]:
            sheet.merged.append(element.attrib["ref"])
        elif element.tag == FILTER_COLUMN:
            sheet.filtered = True
    sheet.hidden_columns = [
        get_column_letter(column)
        for column in sorted(sheet.columns)
        if any(first <= column <= last for first, last in hidden)
    ]


def _look_at_row(sheet: SheetSurvey, row: Element, number: int) -> None:
    column, filled = 0, False
    for cell in row:
        letters = cell.get("r", "").rstrip(digits)
        column = _next(column_index_from_string(letters) if letters else None, column)
        value, formula = cell.find(VALUE), cell.find(FORMULA)
        text = value.text if value is not None else "".join(_texts(cell))
        if formula is not None:
            sheet.formulas += 1
            # A formula may well result in an empty text, which is then stored as one.
            if not text and cell.get("t") != "str":
                _name(sheet.without_result, column, number)
                continue
        if text:
            filled = True
            sheet.columns.add(column)
            if cell.get("t") == "e":
                _name(sheet.errors, column, number)
    if filled:
        sheet.filled_rows += 1
        sheet.last_row = number
        sheet.hidden_rows += row.get("hidden") in YES


def _next(declared: str | int | None, before: int) -> int:
    """Return the number of a row or column. What stands out of order would be skipped by openpyxl."""
    number = int(declared) if declared else before + 1
    if not before < number <= LAST_ROW:
        raise damaged()
    return number


def _texts(cell: Element) -> Iterator[str]:
    inline = cell.find(INLINE)
    return inline.itertext() if inline is not None else iter(())


def _name(cells: list[str], column: int, number: int) -> None:
    if len(cells) < MOST_NAMED:
        cells.append(f"{get_column_letter(column)}{number}")
