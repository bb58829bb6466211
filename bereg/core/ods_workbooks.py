"""Opening of workbooks of OpenOffice and LibreOffice (.ods): a zip of which one part, an XML, holds every cell.

Not python-calamine, which reads the error of a formula as the number 0, and makes room for every cell that is said
to be repeated: 1 kB became 1.2 GB.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError, iterparse

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from bereg.core.sheet_survey import MOST_NAMED, SheetSurvey, WorkbookSurvey
from bereg.core.workbooks import BROKEN, LAST_ROW, MOST_COLUMNS, WorkbookError, cell_text, check_part, damaged

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
MACROS = ("Basic/", "Scripts/")
_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT, STYLE = (f"{_OASIS}{name}:1.0}}" for name in ("office", "table", "text", "style"))
ERROR_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
ROW, CELL, COVERED = f"{TABLE}table-row", f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
PARAGRAPH, ANNOTATION = f"{TEXT}p", f"{OFFICE}annotation"
SIGNS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
ERROR = re.compile(r"#[^\W\d_][^ ]*[!?]|#N/[AD]|#Н/Д|Err:\d{3}")
CLOCK = re.compile(r"PT(\d+)H(\d+)M[\d.,]+S")
UNSEEN = frozenset({"collapse", "filter"})

Row = tuple[int, tuple[str, ...]]  # how often it stands there, and its cells up to the last filled one
Rows = Callable[[str], Iterator[tuple[str, ...]]]


@dataclass
class _Table:
    survey: SheetSurvey
    rows: list[Row] = field(default_factory=list)
    next_row: int = 1
    columns: int = 0  # declared so far
    hidden: list[range] = field(default_factory=list)


def open_ods(content: bytes) -> tuple[WorkbookSurvey, Rows]:
    """Return a survey of the sheets, and what yields the rows of one. Raise WorkbookError."""
    try:
        tables = list(_tables(_content(content)))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ParseError, *BROKEN) as error:
        raise WorkbookError(_("This is no readable .ods workbook; save it anew as .xlsx or as CSV.")) from error
    by_name = {table.survey.name: table.rows for table in tables}
    if len(by_name) != len(tables):
        raise damaged()
    return WorkbookSurvey([table.survey for table in tables], computed=True), lambda name: _repeated(by_name[name])


def _content(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if MANIFEST in names and b"encryption-data" in check_part(archive, MANIFEST, len(content)):
            raise WorkbookError(_("The workbook is locked with a password; save it without."))
        if macro := next((name for name in names if name.startswith(MACROS)), ""):
            raise WorkbookError(
                _("The workbook has macros, links or embedded files (%(part)s); save it as CSV.") % {"part": macro}
            )
        return check_part(archive, CONTENT, len(content))  # no other part is ever unpacked


def _repeated(rows: list[Row]) -> Iterator[tuple[str, ...]]:
    for times, cells in rows:
        for _time in range(times):
            yield cells


def _tables(content: bytes) -> Iterator[_Table]:
    """Yield the sheets. What else bears the name of a table (linked data, tables in drawings) stands deeper."""
    unseen_styles: set[str] = set()
    path: list[Element] = []
    table: _Table | None = None
    for event, element in iterparse(io.BytesIO(content), events=("start", "end")):  # noqa: S314 - no document type
        if event == "start":
            if element.tag == f"{TABLE}table" and path and path[-1].tag == f"{OFFICE}spreadsheet":
                is_hidden = element.get(f"{TABLE}style-name") in unseen_styles
                table = _Table(SheetSurvey(element.get(f"{TABLE}name", ""), hidden=is_hidden))
            path.append(element)
            continue
        path.pop()
        if element.tag == f"{STYLE}table-properties" and element.get(f"{TABLE}display") == "false":
            unseen_styles.add(path[-1].get(f"{STYLE}name", ""))
        elif table and element.tag in {ROW, f"{TABLE}table-column"} and _is_of_sheet(path):
            _add(table, element)
            element.clear()
        elif table and element.tag == f"{TABLE}table" and path[-1].tag == f"{OFFICE}spreadsheet":
            yield _finished(table)
            table = None


def _is_of_sheet(path: list[Element]) -> bool:
    """Tell whether only groups stand between a row or column and its sheet."""
    tables = [at for at, element in enumerate(path) if element.tag == f"{TABLE}table"]
    between = path[tables[-1] + 1 :] if len(tables) == 1 else [Element("")]
    return all(element.tag.startswith(f"{TABLE}table-") for element in between)


def _add(table: _Table, element: Element) -> None:
    if element.tag == ROW:
        _add_row(table, element)
        return
    count = _count(element, "number-columns-repeated")
    if element.get(f"{TABLE}visibility") in UNSEEN:
        table.hidden.append(range(table.columns + 1, table.columns + count + 1))
    table.columns += count


def _add_row(table: _Table, element: Element) -> None:
    survey, number, times = table.survey, table.next_row, _count(element, "number-rows-repeated")
    cells: list[str] = []
    empty = column = 0
    for cell in element:
        if cell.tag not in {CELL, COVERED}:
            continue
        count, text = _count(cell, "number-columns-repeated"), _look_at(survey, cell, column + 1, number)
        column += count
        if not text:
            empty += count
            continue
        if column > MOST_COLUMNS:
            raise WorkbookError(_("The sheet is wider than %(count)d columns.") % {"count": MOST_COLUMNS})
        cells += [""] * empty + [text] * count
        empty = 0
        survey.columns.update(range(column - count + 1, column + 1))
    table.next_row += times
    table.rows.append((times, tuple(cells)))
    if cells:
        if table.next_row - 1 > LAST_ROW:
            raise damaged()
        survey.filled_rows += times
        survey.last_row = number + times - 1
        survey.hidden_rows += times if element.get(f"{TABLE}visibility") in UNSEEN else 0


def _look_at(survey: SheetSurvey, cell: Element, column: int, number: int) -> str:
    """Return what a cell says, and note what a person should know of it."""
    place, has_formula = f"{get_column_letter(column)}{number}", cell.get(f"{TABLE}formula") is not None
    shown = "\n".join(_shown(paragraph) for paragraph in cell if paragraph.tag == PARAGRAPH)
    kind = cell.get(f"{OFFICE}value-type", "")
    survey.formulas += has_formula
    if has_formula and (cell.get(ERROR_TYPE) == "error" or ERROR.fullmatch(shown)):
        # Its value is 0 or an empty text: neither is what stands there.
        _name(survey.errors, place)
        return shown or "#N/A"
    if has_formula and not kind and not shown:
        _name(survey.without_result, place)
    across, down = (_count(cell, f"number-{way}-spanned") for way in ("columns", "rows"))
    if across > 1 or down > 1:
        _name(survey.merged, f"{place}:{get_column_letter(column + across - 1)}{number + down - 1}")
    return _value(cell, kind, shown)


def _value(cell: Element, kind: str, shown: str) -> str:
    if kind in {"float", "currency", "percentage"}:
        return cell_text(float(cell.attrib[f"{OFFICE}value"]))
    if kind == "boolean":
        return cell_text(cell.attrib[f"{OFFICE}boolean-value"] == "true")
    if kind == "date":
        return _day(cell.attrib[f"{OFFICE}date-value"])
    if kind == "time":
        clock = CLOCK.fullmatch(cell.attrib[f"{OFFICE}time-value"])
        return f"{int(clock[1]):02}:{int(clock[2]):02}" if clock else shown
    return cell.get(f"{OFFICE}string-value", shown)


def _day(written: str) -> str:
    try:
        return cell_text(datetime.fromisoformat(written))
    except ValueError:
        return written  # a day of no calendar; whoever reads it says so


def _shown(element: Element) -> str:
    """Return the text of a paragraph, without the notes that hang on it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" " * min(_number(child.get(f"{TEXT}c")), MOST_COLUMNS))
        elif child.tag != ANNOTATION:
            parts.append(SIGNS.get(child.tag) or _shown(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _finished(table: _Table) -> _Table:
    while table.rows and not table.rows[-1][1]:
        del table.rows[-1]
    columns = sorted(table.survey.columns)
    hidden = [column for column in columns if any(column in span for span in table.hidden)]
    table.survey.hidden_columns = [get_column_letter(column) for column in hidden]
    return table


def _count(element: Element, name: str) -> int:
    return _number(element.get(f"{TABLE}{name}"))


def _number(written: str | None) -> int:
    number = int(written) if written else 1
    if not 0 < number <= LAST_ROW:
        raise damaged()
    return number


def _name(places: list[str], place: str) -> None:
    if len(places) < MOST_NAMED:
        places.append(place)
