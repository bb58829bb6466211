"""The rows of a list, from CSV or a workbook, each with its place as the file itself counts it."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bereg.core.text_normalisation import normalise
from bereg.core.workbooks import open_workbook, rows_of, unreadable_from

SEPARATORS = (";", ",", "\t")


@dataclass(frozen=True)
class TableRow:
    """One row. sheet: its name; "" of a CSV. number: counted from 1."""

    sheet: str
    number: int
    cells: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        if not self.sheet:
            return _("line %(number)d") % {"number": self.number}
        return _("sheet “%(sheet)s”, row %(number)d") % {"sheet": self.sheet, "number": self.number}


def rows(content: bytes) -> Iterator[TableRow]:
    """Yield the rows of a CSV or XLSX file, sheet by sheet. Raise WorkbookError."""
    if content.startswith(b"PK"):
        with open_workbook(content) as book:
            for sheet in book.sheetnames:
                yield from _clean(sheet, enumerate(rows_of(book, sheet), start=1))
    else:
        yield from _clean("", _csv(_decoded(content)))


def _clean(sheet: str, found: Iterable[tuple[int, Iterable[str]]]) -> Iterator[TableRow]:
    for number, cells in found:
        cleaned = tuple(normalise(cell).strip() for cell in cells)
        if any(cleaned):
            yield TableRow(normalise(sheet), number, cleaned)


def _csv(text: str) -> Iterator[tuple[int, list[str]]]:
    head = text.split("\n", 1)[0]
    # Strictly: a quotation mark that is never closed would swallow all rows after it in silence.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=head.count), strict=True)
    first = 1  # of the record: a mark that opens there may take many lines
    try:
        for cells in lines:
            yield lines.line_num, cells
            first = lines.line_num + 1
    except csv.Error as error:
        raise unreadable_from(first) from error


def _decoded(content: bytes) -> str:
    """Return the text; what is not UTF comes from an old spreadsheet program of Windows."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", "replace")
