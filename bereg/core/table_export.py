"""Tables that leave the program (.csv, .xlsx), one rule for all: no cell of theirs is run as a formula.

A spreadsheet runs what begins with = + - or @, and what a caller said may begin so. Text gets an apostrophe before it;
numbers stay numbers.
"""

import csv
import io
import math
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Protocol

FORMULA_SIGNS = "=+-@\t\r\n"
GUARD = "'"
LONGEST_CELL = 32_767  # of a workbook, as spreadsheet programs have it
MARK = "\ufeff"  # without it a spreadsheet takes UTF-8 for something older
Cell = object
Row = Iterable[Cell]


def harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run."""
    return f"{GUARD}{text}" if _is_run(text) else text


def bare(text: str) -> str:
    """Take the apostrophe off again, where it stands before what would be run."""
    return text[1:] if text.startswith(GUARD) and _is_run(text[1:]) else text


def _is_run(text: str) -> bool:
    """Tell whether a text is run, or was guarded already: then one more apostrophe makes that one come back."""
    # Spaces and signs that nobody sees may stand before; full-width signs count as the plain ones.
    for sign in text.lstrip(GUARD):
        if sign in FORMULA_SIGNS or unicodedata.normalize("NFKC", sign) in FORMULA_SIGNS:
            return True
        if unicodedata.category(sign) not in {"Zs", "Zl", "Zp", "Cf", "Cc"}:
            return False
    return False


def _cell(value: Cell) -> str | int | float | Decimal:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return value if math.isfinite(value) else ""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return harmless(str(value))


class Sink(Protocol):
    """Anything that text can be written to."""

    def write(self, text: str, /) -> object:
        """Take some text."""


class CsvWriter:
    def __init__(self, file: Sink, *, separator: str = ",", line_end: str = "\r\n") -> None:
        self._writer = csv.writer(file, delimiter=separator, lineterminator=line_end)

    def row(self, cells: Row) -> None:
        self._writer.writerow([_cell(each) for each in cells])

    def rows(self, rows: Iterable[Row]) -> None:
        for each in rows:
            self.row(each)


def csv_bytes(rows: Iterable[Row], *, separator: str = ",") -> bytes:
    """Return a CSV file that spreadsheets open as UTF-8."""
    file = io.StringIO(MARK, newline="")
    file.seek(0, io.SEEK_END)
    CsvWriter(file, separator=separator).rows(rows)
    return file.getvalue().encode()
