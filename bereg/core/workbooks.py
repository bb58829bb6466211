"""Opening of foreign workbooks (.xlsx). A workbook is a zip of XML, so size, ratio and content are checked first."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import TypeVar

import openpyxl
from django.utils.translation import gettext as _

# A workbook of 204 kB was seen to unpack to 58.8 MB and to take 15 s and 358 MB, hence these bounds.
MOST_UNPACKED = 20_000_000
MOST_RATIO = 100
MOST_PARTS = 100
MOST_COLUMNS = 500
LAST_ROW = 1_048_576  # no spreadsheet program has more
MOST_PLACES = 20_000_000  # of cells, empty ones too, since each that is only formatted makes room for all before it

# Parts that run, that fetch, or that carry another file. Plain links in cells are never followed.
FORBIDDEN_PARTS = re.compile(
    r"vbaProject|macrosheets|externalLinks|connections\.xml|queryTables|activeX|embeddings|ctrlProps|\.bin$",
    re.IGNORECASE,
)
FORBIDDEN_XML = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
HARMLESS_BINARY = re.compile(r"printerSettings\d*\.bin$", re.IGNORECASE)

# What openpyxl, which has no error of its own, raises of a part that is broken inside.
BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError)

Cell = TypeVar("Cell")


class WorkbookError(Exception):
    """The workbook is refused; the message says why and what to do."""


def damaged() -> WorkbookError:
    """Return what is said of a workbook that is broken inside."""
    return WorkbookError(_("The workbook is damaged; open it in a spreadsheet program and save it anew."))


def unreadable_from(line: int) -> WorkbookError:
    """Return what is said of a CSV that cannot be read on from a line: a mark is wrong, or a cell without end."""
    words = _("From line %(number)d on the file cannot be read: look there for a quotation mark too many or too few.")
    return WorkbookError(words % {"number": line})


def sheet_names(content: bytes) -> list[str]:
    """Return the names of the sheets. Raise WorkbookError."""
    return list(_opened(content).sheetnames)


def sheet_rows(content: bytes, sheet: str = "") -> Iterator[tuple[str, ...]]:
    """Yield the cells of a sheet (the first one by default) as text, row by row. Raise WorkbookError."""
    with open_workbook(content) as book:
        if sheet and sheet not in book.sheetnames:
            known = ", ".join(book.sheetnames)
            raise WorkbookError(
                _("The workbook has no sheet %(name)r; it has: %(known)s.") % {"name": sheet, "known": known}
            )
        yield from rows_of(book, sheet or book.worksheets[0].title)


@contextmanager
def open_workbook(content: bytes) -> Iterator[openpyxl.Workbook]:
    """Open a workbook whose values are read. Raise WorkbookError, also for a part that is broken inside."""
    book = _opened(content)
    try:
        yield book
    except (zipfile.BadZipFile, *BROKEN) as error:
        raise damaged() from error
    finally:
        book.close()


def rows_of(book: openpyxl.Workbook, sheet: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells of a sheet as text, up to the last filled one of each row. Raise WorkbookError."""
    chosen = book[sheet]
    chosen.reset_dimensions()  # what the sheet declares of its size may be a lie
    places = 0
    for number, cells in enumerate(chosen.iter_rows(values_only=True), start=1):
        places += len(cells)
        if number > LAST_ROW or places > MOST_PLACES:
            raise WorkbookError(_("The sheet is formatted too far out; copy what is filled into a new one."))
        yield tuple(cell_text(cell) for cell in (filled(cells, _is_filled) if len(cells) > MOST_COLUMNS else cells))


def _is_filled(cell: object) -> bool:
    return cell is not None


def filled(cells: Sequence[Cell], is_filled: Callable[[Cell], bool]) -> Sequence[Cell]:
    """Leave out the cells behind the last filled one: formatting alone is no width. Raise WorkbookError."""
    last = next((at for at in range(len(cells) - 1, -1, -1) if is_filled(cells[at])), -1)
    if last >= MOST_COLUMNS:
        raise WorkbookError(_("The sheet is wider than %(count)d columns.") % {"count": MOST_COLUMNS})
    return cells[: last + 1]


def cell_text(value: object) -> str:
    """Return a cell as text: a date in ISO form, a whole number without a decimal point."""
    if isinstance(value, str):  # most are
        return value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def read_workbook(path: Path) -> bytes:
    """Return the file's content, if it is not too large to be looked at. Raise WorkbookError."""
    if path.stat().st_size > MOST_UNPACKED:
        raise WorkbookError(_("The workbook is larger than 20 MB; save it as CSV."))
    return path.read_bytes()


def check_workbook(content: bytes) -> None:
    """Refuse a workbook that another library is about to open. Raise WorkbookError."""
    _opened(content).close()


def _opened(content: bytes) -> openpyxl.Workbook:
    try:
        _check(content)
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, *BROKEN) as error:
        raise WorkbookError(_("This is no readable .xlsx workbook; save it anew as .xlsx or as CSV.")) from error


def _check(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise WorkbookError(
                _("The workbook has more than %(count)d parts; save it as CSV.") % {"count": MOST_PARTS}
            )
        declared = sum(part.file_size for part in parts)
        _check_size(declared, len(content))
        counted = 0
        for part in parts:
            if part.flag_bits & 0x1:
                raise WorkbookError(_("The workbook is locked with a password; save it without."))
            if FORBIDDEN_PARTS.search(part.filename) and not HARMLESS_BINARY.search(part.filename):
                raise WorkbookError(
                    _("The workbook has macros, links or embedded files (%(part)s); save it as CSV.")
                    % {"part": part.filename}
                )
            counted += len(_unpacked(archive, part, counted, len(content)))


def check_part(archive: zipfile.ZipFile, name: str, packed: int) -> bytes:
    """Return one part of a workbook of `packed` bytes, once it was found safe. Raise WorkbookError, KeyError."""
    part = archive.getinfo(name)
    _check_size(part.file_size, packed)
    return _unpacked(archive, part, 0, packed)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, before: int, packed: int) -> bytes:
    # What a part declares may be a lie, so it is also counted while it is unpacked.
    with archive.open(part) as stream:
        unpacked = stream.read(MOST_UNPACKED - before + 1)
    _check_size(before + len(unpacked), packed)
    _check_xml(part.filename, unpacked)
    return unpacked


def _check_size(unpacked: int, packed: int) -> None:
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * packed:
        raise WorkbookError(_("The workbook unpacks to more than 20 MB or 100 times its size; save it as CSV."))


def _check_xml(name: str, content: bytes) -> None:
    if not name.lower().endswith((".xml", ".rels")):
        return
    # A zero byte means UTF-16, in which a document type would not be seen.
    if FORBIDDEN_XML.search(content) or b"\0" in content:
        raise WorkbookError(
            _("The workbook has a part with a document type (%(part)s); save it as CSV.") % {"part": name}
        )
    if b"macroEnabled" in content:
        raise WorkbookError(_("The workbook has macros; save it as .xlsx without macros or as CSV."))
