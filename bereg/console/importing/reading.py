"""From a file to rows of text, whatever its encoding and separator."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _

from bereg.core.sheets_out import bare
from bereg.core.text import Bidi, normalise
from bereg.core.workbooks import WorkbookError, read_workbook, sheet_rows

MOST_ROWS = 100_000
MOST_BYTES = 100_000_000
LONGEST_CELL = 100_000
SEPARATORS = (",", ";", "\t", "|")
CYRILLIC_RUN = re.compile(rb"[\xc0-\xff]{3}")


class SourceError(Exception):
    """The file cannot be imported at all; the message is one line and says what to do."""


@dataclass(frozen=True)
class Reading:
    """How to read a file, where the person knows better than we can guess."""

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    narrative: str = ""  # the column whose text keeps its writing direction, as signs


@dataclass(frozen=True)
class Row:
    """One row. `number` counts as a spreadsheet does, the header being 1. `problem`: why it cannot be read."""

    number: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True)
class Source:
    """A file that was opened and looked through once."""

    columns: tuple[str, ...]
    repeated: frozenset[str]  # names that stand more than once in the header
    count: int
    how: str
    again: Callable[[], Iterator[Row]]
    separator: str = ","

    def rows(self) -> Iterator[Row]:
        """Yield the rows that are not empty."""
        return self.again()


def open_source(path: Path, reading: Reading) -> Source:
    """Open a CSV or XLSX file. Raise SourceError."""
    try:
        if path.suffix.lower() in {".xlsx", ".xlsm"}:
            return _open_workbook(path, reading)
        return _open_csv(path, reading)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(_("%(path)s cannot be read: %(reason)s.") % {"path": path, "reason": reason}) from error
    except WorkbookError as error:
        raise SourceError(f"{path}: {error}") from error


def clean(text: str, *, bidi: Bidi = Bidi.REMOVE) -> str:
    """Return what a cell or a column's name says, by the rules of every text that comes in."""
    return normalise(text, bidi=bidi).strip()


def _open_workbook(path: Path, reading: Reading) -> Source:
    content = read_workbook(path)
    # A cell that is not there is empty in a workbook, so a short row is no damage.
    records = ((cells, "") for cells in sheet_rows(content, reading.sheet))
    header, rows = _split(path, records, reading.narrative, pad=True)
    kept = list(_limited(path, rows))
    return _source(header, len(kept), _("workbook"), lambda: iter(kept))


def _open_csv(path: Path, reading: Reading) -> Source:
    if path.stat().st_size > MOST_BYTES:
        raise SourceError(_("%(path)s is larger than 100 MB; divide it.") % {"path": path})
    content = path.read_bytes()
    # The mark is sure, whatever was declared: our own file of rejected rows has it.
    marked = content.startswith(codecs.BOM_UTF8)
    encoding = "utf-8-sig" if marked else reading.encoding or guess_encoding(content)
    text = _decoded(path, content, encoding)
    separator = reading.separator or guess_separator(text)
    header, rows = _split(path, _records(text, separator), reading.narrative, pad=False)
    count = sum(1 for _row in _limited(path, rows))

    def again() -> Iterator[Row]:
        return _split(path, _records(text, separator), reading.narrative, pad=False)[1]

    how = _("encoding %(encoding)s, separator %(separator)r") % {"encoding": encoding, "separator": separator}
    source = _source(header, count, how, again)
    return replace(source, separator=separator)


def guess_encoding(content: bytes) -> str:
    """Tell the encoding: by its mark, as UTF-8 if it is, else by whether high bytes stand in words of their own."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Cyrillic words are runs of high bytes; Spanish or French words have single ones among ASCII.
        high = sum(byte >= 0xC0 for byte in content[:1_000_000])
        runs = len(CYRILLIC_RUN.findall(content[:1_000_000]))
        return "cp1251" if 3 * runs > high / 2 else "latin-1"
    return "utf-8-sig"


def guess_separator(text: str) -> str:
    """Tell the separator: the one that gives the same number of cells, and most of them, in the first rows."""
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        widths = []
        for cells, problem in _records(text[:200_000], separator):
            if cells and not problem:
                widths.append(len(cells))
            if len(widths) == 50:
                break
        if widths and widths[0] > 1:
            score = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
            if score[0] > 0.5 and (score[1], score[0]) > (best_score[1], best_score[0]):
                best, best_score = separator, score
    return best


def _decoded(path: Path, content: bytes, encoding: str) -> str:
    try:
        text = content.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except UnicodeDecodeError as error:
        place = {"path": path, "line": content.count(b"\n", 0, error.start) + 1, "encoding": encoding}
        raise SourceError(
            _('%(path)s, line %(line)d: not %(encoding)s; set [file] encoding = "cp1251" or "latin-1".') % place
        ) from error
    except (LookupError, UnicodeError) as error:
        raise SourceError(
            _('There is no encoding %(encoding)r; write [file] encoding = "utf-8", "cp1251" or "latin-1".')
            % {"encoding": encoding}
        ) from error
    return text.removeprefix("\ufeff")


def _records(text: str, separator: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the cells of every record, and what is wrong with a record that cannot be taken apart."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        try:
            yield tuple(next(reader)), ""
        except StopIteration:
            return
        except csv.Error as error:
            yield (), str(error)


def _split(
    path: Path, records: Iterator[tuple[tuple[str, ...], str]], narrative: str, *, pad: bool
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Take the header off; yield the rows that are not empty."""
    header, problem = next(records, ((), ""))
    header = tuple(clean(name) for name in header)
    while header and not header[-1]:
        header = header[:-1]
    if problem or not any(header):
        raise SourceError(_("%(path)s is empty: its first row must name the columns.") % {"path": path})
    signed = header.index(narrative) if narrative in header else -1
    return header, _rows(records, len(header), signed, pad=pad)


def _rows(records: Iterator[tuple[tuple[str, ...], str]], width: int, signed: int, *, pad: bool) -> Iterator[Row]:
    for number, (cells, problem) in enumerate(records, start=2):
        if problem:
            yield Row(number, (), _("the row cannot be read: %(reason)s") % {"reason": problem})
        elif any(cell.strip() for cell in cells):
            yield _row(number, cells, width, signed, pad=pad)


def _row(number: int, cells: tuple[str, ...], width: int, signed: int, *, pad: bool) -> Row:
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return Row(number, cells, _("a cell is longer than %(count)d characters") % {"count": LONGEST_CELL})
    cells = tuple(_read(cell, Bidi.SIGN if at == signed else Bidi.REMOVE) for at, cell in enumerate(cells))
    if pad:
        cells += ("",) * (width - len(cells))
    if not any(cells[width:]):
        cells = cells[:width]  # spreadsheets leave empty cells behind the last column
    if len(cells) != width:
        counts = {"found": len(cells), "wanted": width}
        return Row(number, cells, _("%(found)d cells instead of %(wanted)d: the columns are shifted") % counts)
    return Row(number, cells)


def _read(cell: str, bidi: Bidi) -> str:
    # Spreadsheets, and our own file of rejects, put an apostrophe before what they would run.
    return bare(clean(cell, bidi=bidi)).strip()


def _limited(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    """Yield the rows within the bounds. A workbook may name one long text in a hundred thousand cells."""
    size = 0
    for at, row in enumerate(rows, start=1):
        size += sum(map(len, row.cells))
        if at > MOST_ROWS:
            raise SourceError(
                _("%(path)s has more than %(count)d rows; divide it.") % {"path": path, "count": MOST_ROWS}
            )
        if size > MOST_BYTES:
            raise SourceError(_("%(path)s is larger than 100 MB; divide it.") % {"path": path})
        yield row


def _source(header: tuple[str, ...], count: int, how: str, again: Callable[[], Iterator[Row]]) -> Source:
    names = [name or _("column %(number)d") % {"number": at} for at, name in enumerate(header, start=1)]
    repeated = frozenset(name for name in names if names.count(name) > 1)
    columns = [f"{name} ({names[:at].count(name) + 1})" if name in repeated else name for at, name in enumerate(names)]
    return Source(tuple(columns), repeated, count, how, again)
