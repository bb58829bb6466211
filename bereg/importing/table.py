"""From raw rows to a source: a header, rows of clean text as wide as it, and an account of all of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, islice
from pathlib import Path

from django.utils.translation import gettext as _

from bereg.core.table_export import bare
from bereg.core.text_normalisation import Bidi
from bereg.importing.options import FIRST
from bereg.importing.source_rows import RawRow, SheetLines, SourceError, SourceRow
from bereg.importing.values import clean

MOST_ROWS = 100_000
MOST_BYTES = 100_000_000
LONGEST_CELL = 100_000
JOINT = " / "  # between the name of a group of columns and that of one of them
MOST_ABOVE = 5
LONGEST_ABOVE = 60


@dataclass(frozen=True)
class Heading:
    """The names of the columns, from so many lines; and the filled rows above, which are left out."""

    rows: tuple[int, ...]
    names: tuple[str, ...]
    lines: int
    above: tuple[RawRow, ...] = ()

    @property
    def above_lines(self) -> int:
        """How many lines of the file are left out above."""
        return sum(row.lines for row in self.above)

    def notices(self, sheet: str = "") -> Iterator[str]:
        """Yield what stands above: nothing is left out unseen."""
        if self.above:
            shown = [f"{row.number} ({_words(row)})" for row in self.above[:MOST_ABOVE]]
            rows = ", ".join(shown) + (", ..." if len(self.above) > MOST_ABOVE else "")
            if sheet:
                yield _("sheet %(sheet)s: left out above the heading: row %(rows)s") % {"sheet": sheet, "rows": rows}
            else:
                yield _("left out above the heading: row %(rows)s") % {"rows": rows}


def take_heading(path: Path, raw: Iterator[RawRow], rows: tuple[int, ...]) -> Heading:
    """Take everything off up to the last row that names columns. Raise SourceError where they name none."""
    above, heads = [], []
    for row in islice(raw, rows[-1]):
        if row.number in rows:
            heads.append(row)
        elif row.problem or row.filled:
            above.append(row)
    if broken := next((row for row in heads if row.problem), None):
        raise SourceError(
            _("%(path)s: the row that names the columns cannot be read: %(reason)s.")
            % {"path": path, "reason": broken.problem}
        )
    names = joined([row.cells for row in heads])
    if not names and rows == FIRST:
        raise SourceError(_("%(path)s is empty: its first row must name the columns.") % {"path": path})
    if not names:
        raise SourceError(
            _("%(path)s: row %(row)s names no columns; see [file] header and --header.")
            % {"path": path, "row": ", ".join(map(str, rows))}
        )
    return Heading(rows, names, sum(row.lines for row in heads), tuple(above))


def joined(heads: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return one name a column, without empty ones at the end. Of merged cells only the first has the name."""
    width = max((len(cells) for cells in heads), default=0)
    names: list[list[str]] = [[] for _at in range(width)]
    for level, cells in enumerate(heads):
        group = ""
        for at in range(width):
            name = cells[at].strip() if at < len(cells) else ""
            group = name or group
            below = any(at < len(lower) and lower[at].strip() for lower in heads[level + 1 :])
            name = name or (group if below else "")
            if name and name not in names[at]:
                names[at].append(name)
    found = [JOINT.join(parts) for parts in names]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _words(row: RawRow) -> str:
    words = " ".join(" ".join(filter(None, (cell.strip() for cell in row.cells))).split())
    return words if len(words) <= LONGEST_ABOVE else words[: LONGEST_ABOVE - 1] + "…"


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
    header: tuple[int, ...] = FIRST  # the rows that name the columns
    is_rejects: bool = False  # whether an earlier import rejected them

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows that are not empty."""
        return self.again()


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
    path: Path, raw: Iterator[RawRow], rows: tuple[int, ...], prose: Set[str], *, pad: bool
) -> tuple[Heading, Iterator[SourceRow]]:
    """Take the heading off, which stands in these rows; yield the rows below that are not empty."""
    heading = take_heading(path, (row._replace(cells=tuple(map(clean, row.cells))) for row in raw), rows)
    signed = frozenset(at for at, name in enumerate(heading.names) if name in prose)
    return heading, _rows(raw, len(heading.names), signed, pad=pad)


def _rows(raw: Iterator[RawRow], width: int, signed: Set[int], *, pad: bool) -> Iterator[SourceRow]:
    for row in raw:
        if row.problem:
            reason = _("the row cannot be read: %(reason)s") % {"reason": row.problem}
            yield SourceRow(row.number, (), reason, row.lines, row.sheet)
        elif any(cell.strip() for cell in row.cells):
            yield _row(row, width, signed, pad=pad)


def _row(raw: RawRow, width: int, signed: Set[int], *, pad: bool) -> SourceRow:
    number, cells, _problem, lines, sheet = raw
    if max(map(len, cells)) > LONGEST_CELL:
        problem = _("a cell is longer than %(count)d characters") % {"count": LONGEST_CELL}
        return SourceRow(number, cells, problem, lines, sheet)
    cells = tuple(_read(cell, Bidi.SIGN if at in signed else Bidi.REMOVE) for at, cell in enumerate(cells))
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
    heading: Heading,
    account: Account,
    how: str,
    again: Callable[[], Iterator[SourceRow]],
    sheets: tuple[SheetLines, ...] = (),
    notices: tuple[str, ...] = (),
    separator: str = ",",
) -> Source:
    names = [name or _("column %(number)d") % {"number": at} for at, name in enumerate(heading.names, start=1)]
    repeated = frozenset(name for name in names if names.count(name) > 1)
    columns = [f"{name} ({names[:at].count(name) + 1})" if name in repeated else name for at, name in enumerate(names)]
    filled = tuple(account.filled[at] for at in account.columns)
    return Source(tuple(columns), repeated, account.rows, how, again, sheets, filled, notices, separator, heading.rows)
