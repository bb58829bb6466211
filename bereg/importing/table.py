"""From raw rows to a source: a header, rows of clean text as wide as it, and an account of all of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from pathlib import Path

from django.utils.translation import gettext as _

from bereg.core.sheets_out import bare
from bereg.core.text import Bidi, normalise
from bereg.importing.rows import RawRow, SheetLines, SourceError, SourceRow

MOST_ROWS = 100_000
MOST_BYTES = 100_000_000
LONGEST_CELL = 100_000


@dataclass(frozen=True)
class Reading:
    """How to read a file, where the person knows better than we can guess."""

    encoding: str = ""
    separator: str = ""
    sheets: tuple[str, ...] = ()
    narrative: str = ""  # the column whose text keeps its writing direction, as signs
    multiline: bool = False  # texts of several lines were looked through: they hold no rows


@dataclass(frozen=True)
class Source:
    """A file that was opened and read through once, to the last line."""

    columns: tuple[str, ...]
    repeated: frozenset[str]  # names that stand more than once in the header
    count: int
    how: str
    again: Callable[[], Iterator[SourceRow]]
    sheets: tuple[SheetLines, ...] = ()
    filled: tuple[int, ...] = ()  # how many cells of each column are
    notices: tuple[str, ...] = ()  # what a person should look at before anything is stored
    separator: str = ","

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows that are not empty."""
        return self.again()


def clean(text: str, *, bidi: Bidi = Bidi.REMOVE) -> str:
    """Return what a cell or a column's name says, by the rules of every text that comes in."""
    return normalise(text, bidi=bidi).strip()


class Account:
    """What was counted while a file was read through."""

    def __init__(self, width: int) -> None:
        self.rows = self.lines = 0
        self.filled: Counter[int] = Counter()
        self.columns = range(width)

    def add(self, row: SourceRow) -> None:
        self.rows += 1
        self.lines += row.lines
        if not row.problem:  # its cells may stand in the wrong columns
            self.filled.update(compress(self.columns, row.cells))


def listed(places: Iterable[object], most: int = 5) -> str:
    """Return the first places, and dots where there are more."""
    given = [str(place) for place in places]
    return ", ".join(given[:most]) + (", ..." if len(given) > most else "")


def split_header(
    path: Path, raw: Iterator[RawRow], narrative: str, *, pad: bool
) -> tuple[tuple[str, ...], Iterator[SourceRow]]:
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


def _rows(raw: Iterator[RawRow], width: int, signed: int, *, pad: bool) -> Iterator[SourceRow]:
    for row in raw:
        if row.problem:
            reason = _("the row cannot be read: %(reason)s") % {"reason": row.problem}
            yield SourceRow(row.number, (), reason, row.lines, row.sheet)
        elif any(cell.strip() for cell in row.cells):
            yield _row(row, width, signed, pad=pad)


def _row(raw: RawRow, width: int, signed: int, *, pad: bool) -> SourceRow:
    number, cells, _problem, lines, sheet = raw
    if max(map(len, cells)) > LONGEST_CELL:
        problem = _("a cell is longer than %(count)d characters") % {"count": LONGEST_CELL}
        return SourceRow(number, cells, problem, lines, sheet)
    cells = tuple(_read(cell, Bidi.SIGN if at == signed else Bidi.REMOVE) for at, cell in enumerate(cells))
    if pad:
        cells += ("",) * (width - len(cells))
    if not any(cells[width:]):
        cells = cells[:width]  # spreadsheets leave empty cells behind the last column
    if len(cells) != width:
        counts = {"found": len(cells), "wanted": width}
        problem = _("%(found)d cells instead of %(wanted)d: the columns are shifted") % counts
        return SourceRow(number, cells, problem, lines, sheet)
    return SourceRow(number, cells, "", lines, sheet)


@lru_cache(maxsize=20_000)  # most cells of a register hold one of a few values, and it is read twice
def _read(cell: str, bidi: Bidi) -> str:
    # Spreadsheets, and our own file of rejects, put an apostrophe before what they would run.
    return bare(clean(cell, bidi=bidi)).strip()


def limited(path: Path, rows: Iterator[SourceRow], before: Sequence[SourceRow] = ()) -> Iterator[SourceRow]:
    """Yield the rows within the bounds. A workbook may name one long text in a hundred thousand cells."""
    size = sum(len(cell) for row in before for cell in row.cells)
    for at, row in enumerate(rows, start=len(before) + 1):
        size += sum(map(len, row.cells))
        if at > MOST_ROWS:
            raise SourceError(
                _("%(path)s has more than %(count)d rows; divide it.") % {"path": path, "count": MOST_ROWS}
            )
        if size > MOST_BYTES:
            raise SourceError(_("%(path)s is larger than 100 MB; divide it.") % {"path": path})
        yield row


def source_of(  # noqa: PLR0917 - all that is known of a file
    header: tuple[str, ...],
    account: Account,
    how: str,
    again: Callable[[], Iterator[SourceRow]],
    sheets: tuple[SheetLines, ...] = (),
    notices: tuple[str, ...] = (),
    separator: str = ",",
) -> Source:
    names = [name or _("column %(number)d") % {"number": at} for at, name in enumerate(header, start=1)]
    repeated = frozenset(name for name in names if names.count(name) > 1)
    columns = [f"{name} ({names[:at].count(name) + 1})" if name in repeated else name for at, name in enumerate(names)]
    filled = tuple(account.filled[at] for at in account.columns)
    return Source(tuple(columns), repeated, account.rows, how, again, sheets, filled, notices, separator)
