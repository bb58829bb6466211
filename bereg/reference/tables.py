"""Tables of registers: a CSV or a workbook whose columns are known by what stands above them.

A room says which columns it looks for, each with the headings that registers give it; case, marks and slips of the pen
do not matter. Whatever cannot be read is a fault with its place, and the rest is read all the same.
"""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from bereg.core.encodings import guess_encoding
from bereg.core.spreadsheets import SUFFIXES, open_content
from bereg.core.text_normalisation import normalise
from bereg.core.workbooks import WorkbookError, unreadable_from
from bereg.reference.drafts import ReadingFault
from bereg.reference.list_mapping import ListMapping

Columns = Mapping[str, Sequence[str]]  # by our name of a column, the headings that it is known by
Rows = list[tuple[str, ...]]

SEPARATORS = (",", ";", "\t", "|")
LOWEST_HEADING = 30  # titles and dates stand above it
LIKE = 86.0  # of 100: a heading with a slip of the pen
MOST_ROWS = 50_000
MOST_OFFERED = 3
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d %H:%M", "%Y/%m/%d")
SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


@dataclass(frozen=True)
class RegisterRow:
    """A row under a heading. cells: by our name of the column; a column that the table lacks is empty."""

    place: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class RegisterTable:
    """What was read of a file. titles: what stands above the heading, where a register names its day.

    notes: columns that a mapping says nothing of.
    """

    rows: list[RegisterRow] = field(default_factory=list)
    faults: list[ReadingFault] = field(default_factory=list)
    notes: list[ReadingFault] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


class UnclearDateError(ValueError):
    """A text is no date, or might be two; the message says which."""


@dataclass(frozen=True)
class _Known:
    """How the heading is known: by what stands above the columns, or by a mapping alone."""

    columns: Columns
    needed: set[str]
    mapping: ListMapping | None = None

    def names_in(self, row: Sequence[str]) -> dict[int, str]:
        """Return which cells of a row are headings of which of our columns."""
        return self.mapping.names_in(row) if self.mapping else _headings(row, self.columns)

    def cells(self, row: Mapping[str, str]) -> Mapping[str, str]:
        """Return what the cells of a row mean."""
        return self.mapping.cells(row) if self.mapping else row


@dataclass(frozen=True)
class _Lacking:
    """A sheet without the heading that is looked for: the row that is nearest to it, and what that lacks."""

    missing: set[str]
    heading: Sequence[str] = ()


def read_table(
    stream: BinaryIO, name: str, columns: Columns, needed: Iterable[str], mapping: ListMapping | None = None
) -> RegisterTable:
    """Read a file. needed: columns without which a sheet is none of this register; with a mapping all that it names."""
    table = RegisterTable()
    known = _Known(columns, mapping.wanted if mapping else set(needed), mapping)
    content = stream.read()
    is_workbook = PurePath(name).suffix.lower() in SUFFIXES or content.startswith(b"PK\x03\x04")
    try:
        sheets = _sheets(content, name, table.faults) if is_workbook else [("", _csv_rows(content, known))]
        lacking = [_take(table, sheet, rows, known) for sheet, rows in sheets]
    except WorkbookError as error:
        table.faults.append(ReadingFault(name, str(error)))
        return table
    nearest = min((each for each in lacking if each), key=lambda each: len(each.missing), default=None)
    if nearest and all(lacking):
        table.faults.extend(_no_heading(name, known, nearest))
    return table


def fold(text: str) -> str:
    """Return a text without case, marks and signs, to compare."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.split())


def read_date(text: str) -> dt.date | None:
    """Read a date; None where nothing stands. Raise UnclearDateError."""
    written = " ".join(text.split()).removesuffix(" 00:00").removesuffix("г.").strip()
    if not written:
        return None
    for form in DATES:
        try:
            return dt.datetime.strptime(written, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    if slashed := SLASHED.fullmatch(written):
        return _either_way(written, int(slashed[1]), int(slashed[2]), int(slashed[3]))
    raise UnclearDateError(_("“%(text)s” is no date; write it like 2008-02-14 or 14.02.2008") % {"text": written})


def split(text: str) -> list[str]:
    """Return the several values of a cell, each once."""
    return list(dict.fromkeys(" ".join(piece.split()) for piece in re.split(r"[;,\n]", text) if piece.strip()))


def offer(word: str, known: Iterable[str]) -> str:
    """Say that a word is not known, with the nearest ones that are."""
    near = process.extract(word, list(known), scorer=fuzz.WRatio, limit=MOST_OFFERED, score_cutoff=60)
    if not near:
        return _("“%(word)s” is not known") % {"word": word}
    return _("“%(word)s” is not known; near it are %(near)s") % {
        "word": word,
        "near": ", ".join(each[0] for each in near),
    }


def _either_way(written: str, first: int, second: int, year: int) -> dt.date:
    days = set()
    for day, month in ((first, second), (second, first)):
        try:
            days.add(dt.date(year, month, day))
        except ValueError:
            continue
    if len(days) == 1:
        return days.pop()
    words = _("“%(text)s” may be %(days)s; write it like 2008-02-14") if days else _("“%(text)s” is no date")
    either = _("%(one)s or %(other)s") % dict(zip(("one", "other"), sorted(days), strict=True)) if days else ""
    raise UnclearDateError(words % {"text": written, "days": either})


def _sheets(content: bytes, name: str, faults: list[ReadingFault]) -> list[tuple[str, Rows]]:
    with open_content(content, PurePath(name).suffix) as book:
        sheets = [sheet for sheet in book.survey.sheets if sheet.is_table and sheet.filled_rows]
        for sheet in sheets:
            faults += [
                ReadingFault(
                    f"{sheet.name}!{cell}", _("the formula has no result; save the workbook in a spreadsheet program")
                )
                for cell in sheet.without_result
            ]
            faults += [ReadingFault(f"{sheet.name}!{cell}", _("the cell holds an error")) for cell in sheet.errors]
        return [(sheet.name, list(book.rows(sheet.name))) for sheet in sheets]


def _csv_rows(content: bytes, known: _Known) -> Rows:
    """Return the rows by the separator under which most columns are known. Raise WorkbookError."""
    text = content.decode(guess_encoding(content), errors="replace")
    best = max(SEPARATORS, key=lambda separator: _known_in(_head(text, separator), known))
    return list(_records(text, best))


def _head(text: str, separator: str) -> Rows:
    rows: Rows = []
    with suppress(WorkbookError):  # of a wrong separator, or where the cut went through a cell
        rows.extend(islice(_records(text[:20_000], separator), LOWEST_HEADING))
    return rows


def _records(text: str, separator: str) -> Iterator[tuple[str, ...]]:
    """Yield the records. Raise WorkbookError."""
    # Strictly: a quotation mark that is never closed would swallow all rows after it in silence.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    first = 1  # line of the record: a mark that opens there may take many
    try:
        for cells in reader:
            yield tuple(cells)
            first = reader.line_num + 1
    except csv.Error as error:
        raise unreadable_from(first) from error


def _known_in(rows: Rows, known: _Known) -> int:
    return max((len(known.names_in(row)) for row in rows), default=0)


def _take(table: RegisterTable, sheet: str, rows: Rows, known: _Known) -> _Lacking | None:
    """Add the rows of a sheet to a table. Return what it lacks; then nothing of it is taken."""
    head = rows[:LOWEST_HEADING]
    if not head:
        return _Lacking(known.needed)
    at = max(range(len(head)), key=lambda row: (len(known.names_in(head[row])), -row))
    found = known.names_in(head[at])
    if missing := known.needed - set(found.values()):
        return _Lacking(missing, head[at])
    table.titles.extend(cell for row in head[:at] for cell in row if cell.strip())
    if known.mapping:
        table.notes.extend(known.mapping.unread(_place(sheet, at + 1), head[at]))
    for number, row in enumerate(rows[at + 1 : at + 1 + MOST_ROWS], start=at + 2):
        if any(cell.strip() for cell in row):
            table.rows.append(RegisterRow(_place(sheet, number), known.cells(_cells(row, found, known.columns))))
    if len(rows) > at + 1 + MOST_ROWS:
        table.faults.append(
            ReadingFault(_place(sheet, at + 2 + MOST_ROWS), _("from here on nothing was read: too many rows"))
        )
    return None


def _cells(row: Sequence[str], found: Mapping[int, str], columns: Iterable[str]) -> dict[str, str]:
    cells = dict.fromkeys(columns, "")
    for column, name in found.items():
        if column < len(row):
            cells[name] = " ".join(normalise(row[column]).split())
    return cells


def _place(sheet: str, row: int) -> str:
    return _("%(sheet)s, row %(row)d") % {"sheet": sheet, "row": row} if sheet else _("row %(row)d") % {"row": row}


def _headings(row: Sequence[str], columns: Columns) -> dict[int, str]:
    """Return which columns of a row are known as what; of two that are alike, the better one, or the first."""
    scored = []
    for at, cell in enumerate(row):
        heading = fold(cell[:200])
        if heading:
            name, score = _best(heading, tuple((name, tuple(known)) for name, known in columns.items()))
            if score >= LIKE:
                scored.append((-score, at, name))
    found: dict[int, str] = {}
    for _score, at, name in sorted(scored):
        if name not in found.values():
            found[at] = name
    return found


@lru_cache(maxsize=5_000)
def _best(heading: str, columns: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, float]:
    scored = ((name, fuzz.ratio(heading, fold(each))) for name, known in columns for each in known)
    return max(scored, key=lambda pair: pair[1], default=("", 0.0))


def _no_heading(name: str, known: _Known, lacking: _Lacking) -> Iterator[ReadingFault]:
    if known.mapping:
        yield from known.mapping.lacks(name, lacking.heading)
        return
    named = ", ".join(headings[0] for column, headings in known.columns.items() if column in lacking.missing)
    words = _("no row names the columns of this list; missing: %(columns)s") % {"columns": named}
    yield ReadingFault(name, words)
