"""From a file to rows of text, whatever its encoding and separator, with an account of every line."""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.console.importing.csv_text import CsvText, guess_separator
from bereg.console.importing.rows import Part, RawRow, Row, SourceError
from bereg.core.sheets_out import bare
from bereg.core.text import Bidi, normalise
from bereg.core.workbooks import WorkbookError, read_workbook, sheet_rows

MOST_ROWS = 100_000
MOST_BYTES = 100_000_000
LONGEST_CELL = 100_000
MOST_NAMED = 20
CYRILLIC_RUN = re.compile(rb"[\xc0-\xff]{3}")


@dataclass(frozen=True)
class Reading:
    """How to read a file, where the person knows better than we can guess."""

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    narrative: str = ""  # the column whose text keeps its writing direction, as signs
    multiline: bool = False  # texts of several lines were looked through: they hold no rows


@dataclass(frozen=True)
class Source:
    """A file that was opened and read through once, to the last line."""

    columns: tuple[str, ...]
    repeated: frozenset[str]  # names that stand more than once in the header
    count: int
    how: str
    again: Callable[[], Iterator[Row]]
    parts: tuple[Part, ...] = ()
    filled: tuple[int, ...] = ()  # how many cells of each column are
    notices: tuple[str, ...] = ()  # what a person should look at before anything is stored
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
    raw = (RawRow(number, cells) for number, cells in enumerate(sheet_rows(content, reading.sheet), start=1))
    header, rows = _split(path, raw, reading.narrative, pad=True)
    kept = list(_limited(path, rows))
    account = _Account(len(header))
    for row in kept:
        account.add(row)
    return _source(header, account, _("workbook"), lambda: iter(kept))


def _open_csv(path: Path, reading: Reading) -> Source:
    if path.stat().st_size > MOST_BYTES:
        raise SourceError(_("%(path)s is larger than 100 MB; divide it.") % {"path": path})
    content = path.read_bytes()
    # The mark is sure, whatever was declared: our own file of rejected rows has it.
    marked = content.startswith(codecs.BOM_UTF8)
    encoding = "utf-8-sig" if marked else reading.encoding or guess_encoding(content)
    text = _decoded(path, content, encoding)
    separator = reading.separator or guess_separator(text)
    records = CsvText(text, separator)
    raw = iter(records)
    header, rows = _split(path, raw, reading.narrative, pad=False)
    heading = records.lines
    account = _Account(len(header))
    for row in _limited(path, rows):
        account.add(row)
    _refuse_hidden_rows(path, records, header, reading)

    def again() -> Iterator[Row]:
        return _split(path, iter(CsvText(text, separator)), reading.narrative, pad=False)[1]

    how = _("encoding %(encoding)s, separator %(separator)r") % {"encoding": encoding, "separator": separator}
    part = Part("", records.lines, heading, account.rows, account.lines)
    return _source(header, account, how, again, (part,), (*_stray(records),), separator)


class _Account:
    """What was counted while a file was read through."""

    def __init__(self, width: int) -> None:
        self.rows = self.lines = 0
        self.filled: Counter[int] = Counter()
        self.columns = range(width)

    def add(self, row: Row) -> None:
        self.rows += 1
        self.lines += row.lines
        if not row.problem:  # its cells may stand in the wrong columns
            self.filled.update(compress(self.columns, row.cells))


def _refuse_hidden_rows(path: Path, records: CsvText, header: tuple[str, ...], reading: Reading) -> None:
    """Raise SourceError where a quotation mark hides rows: nothing is stored of a file that is half understood."""
    faults = [fault for fault in records.faults() if not (reading.multiline and fault.is_text)]
    if not faults:
        return
    first, *more = faults
    name = header[first.column - 1] if first.column <= len(header) else ""
    said = f"{path}, {first.reason}" + (f" ({name})" if name else "")
    said += _("; close the mark or double it, and import again")
    if first.is_text:
        said += _("; if it is one text, write [file] multiline = true")
    if more:
        said += _("; so do lines %(lines)s") % {"lines": ", ".join(str(fault.line) for fault in more[:MOST_NAMED])}
    raise SourceError(f"{said}.")


def _stray(records: CsvText) -> Iterator[str]:
    if records.stray:
        yield ngettext(
            "%(count)d row has a quotation mark within a cell without marks around it; it is taken as it stands "
            "(row %(rows)s).",
            "%(count)d rows have a quotation mark within a cell without marks around it; it is taken as it stands "
            "(rows %(rows)s).",
            len(records.stray),
        ) % {"count": len(records.stray), "rows": listed(records.stray)}


def listed(places: Iterable[object], most: int = 5) -> str:
    """Return the first places, and dots where there are more."""
    given = [str(place) for place in places]
    return ", ".join(given[:most]) + (", ..." if len(given) > most else "")


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


def _split(path: Path, raw: Iterator[RawRow], narrative: str, *, pad: bool) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Take the header off; yield the rows that are not empty."""
    first = next(raw, RawRow(1, ()))
    header = tuple(clean(name) for name in first.cells)
    while header and not header[-1]:
        header = header[:-1]
    if first.problem:
        raise SourceError(
            _("%(path)s: the row that names the columns cannot be read: %(reason)s.")
            % {"path": path, "reason": first.problem}
        )
    if not any(header):
        raise SourceError(_("%(path)s is empty: its first row must name the columns.") % {"path": path})
    signed = header.index(narrative) if narrative in header else -1
    return header, _rows(raw, len(header), signed, pad=pad)


def _rows(raw: Iterator[RawRow], width: int, signed: int, *, pad: bool) -> Iterator[Row]:
    for row in raw:
        if row.problem:
            reason = _("the row cannot be read: %(reason)s") % {"reason": row.problem}
            yield Row(row.number, (), reason, row.lines, row.sheet)
        elif any(cell.strip() for cell in row.cells):
            yield _row(row, width, signed, pad=pad)


def _row(raw: RawRow, width: int, signed: int, *, pad: bool) -> Row:
    number, cells, _problem, lines, sheet = raw
    if any(len(cell) > LONGEST_CELL for cell in cells):
        problem = _("a cell is longer than %(count)d characters") % {"count": LONGEST_CELL}
        return Row(number, cells, problem, lines, sheet)
    cells = tuple(_read(cell, Bidi.SIGN if at == signed else Bidi.REMOVE) for at, cell in enumerate(cells))
    if pad:
        cells += ("",) * (width - len(cells))
    if not any(cells[width:]):
        cells = cells[:width]  # spreadsheets leave empty cells behind the last column
    if len(cells) != width:
        counts = {"found": len(cells), "wanted": width}
        problem = _("%(found)d cells instead of %(wanted)d: the columns are shifted") % counts
        return Row(number, cells, problem, lines, sheet)
    return Row(number, cells, "", lines, sheet)


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


def _source(  # noqa: PLR0917 - all that is known of a file
    header: tuple[str, ...],
    account: _Account,
    how: str,
    again: Callable[[], Iterator[Row]],
    parts: tuple[Part, ...] = (),
    notices: tuple[str, ...] = (),
    separator: str = ",",
) -> Source:
    names = [name or _("column %(number)d") % {"number": at} for at, name in enumerate(header, start=1)]
    repeated = frozenset(name for name in names if names.count(name) > 1)
    columns = [f"{name} ({names[:at].count(name) + 1})" if name in repeated else name for at, name in enumerate(names)]
    filled = tuple(account.filled[at] for at in account.columns)
    return Source(tuple(columns), repeated, account.rows, how, again, parts, filled, notices, separator)
