"""Taking the text of a CSV apart, line by line, so that no quotation mark swallows rows unseen."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from bereg.importing.source_rows import RawRow

SEPARATORS = (",", ";", "\t", "|")
SAMPLE = 300  # rows, by which it is known what columns hold: dates, numbers, codes
MOST_SUSPECTS = 1_000
LINE_END = re.compile(r"\r\n|\r|\n")
# Possessive: a mark that is never closed is seen in one pass.
QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
DIGITS, LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")
MOSTLY = 0.9
FEWEST_COLUMNS = 3  # with fewer, every text with a comma is as wide as a row


class Fault(NamedTuple):
    """A quotation mark that hides what follows. column: counted from 1."""

    line: int
    column: int
    reason: str
    is_text: bool = False  # or so it may be: the mark is closed, and the lines within look like rows


class Suspect(NamedTuple):
    """A line within a cell, wide enough to be a row. opened: the line in which the cell begins."""

    opened: int
    column: int
    line: int
    text: str


class CsvText:
    """The records of a CSV text. Once they were read through, `lines`, `stray` and `faults()` are known."""

    def __init__(self, text: str, separator: str, heading: int = 1) -> None:
        self.text, self.separator = text, separator
        self.heading = heading  # the last row that names columns: it has the width of the others
        self.lines = 0
        self.stray: list[int] = []  # rows in which a cell without marks around it holds one
        self._width = 0
        self._faults: list[Fault] = []
        self._suspects: list[Suspect] = []
        self._samples: list[tuple[str, ...]] = []

    def __iter__(self) -> Iterator[RawRow]:
        """Yield every record, blank ones too."""
        taken: list[str] = []
        # Strict: else what follows a closing mark is joined to the cell, and a mark never closed takes all the rest.
        reader = csv.reader(_noting(self.text, taken), delimiter=self.separator, strict=True)
        number = 0
        while True:
            cells: tuple[str, ...] = ()
            problem = ""
            try:
                cells = tuple(next(reader))
            except StopIteration:
                return
            except csv.Error:
                problem = self._wrong(taken)
            number += 1
            if number <= self.heading:
                self._width = len(cells)
            elif not problem and (len(taken) > 1 or len(self._samples) < SAMPLE or '"' in taken[0]):
                self._look_at(number, cells, taken)
            self.lines += len(taken)
            yield RawRow(number, cells, problem, len(taken))
            taken.clear()

    def faults(self) -> list[Fault]:
        """Return each mark that hides rows: never closed, closed within a text far below, or around further rows."""
        found = {(fault.line, fault.column): fault for fault in self._faults}
        shapes = _shapes(self._samples, self._width)
        for suspect in self._suspects:
            if _is_like_a_row(suspect.text.split(self.separator), shapes, self._width):
                place = {"line": suspect.opened, "column": suspect.column, "inner": suspect.line}
                reason = _(
                    "line %(line)d, column %(column)d: the quotation mark that opens here holds what looks like "
                    "further rows (line %(inner)d)"
                )
                fault = Fault(suspect.opened, suspect.column, reason % place, is_text=True)
                found.setdefault((fault.line, fault.column), fault)
        return sorted(found.values())

    def _wrong(self, taken: list[str]) -> str:
        """Return why a record cannot be taken apart. One that takes several lines may hide others: a fault."""
        text = "".join(taken)
        if len(taken) == 1 and len(text) > csv.field_size_limit():
            return _("a cell is longer than %(count)d characters") % {"count": csv.field_size_limit()}
        start, column, end = _wrong_mark(text, self.separator)
        opened = self.lines + 1 + len(LINE_END.findall(text[:start]))
        place = {"line": opened, "column": column, "last": self.lines + len(taken)}
        if end < 0:
            reason = _("line %(line)d, column %(column)d: a quotation mark opens here and is not closed") % place
        else:
            reason = _("line %(line)d, column %(column)d: text stands after a closing quotation mark, in line %(last)d")
            reason %= place
        if len(taken) > 1:
            self._faults.append(Fault(opened, column, reason))
        return reason

    def _look_at(self, number: int, cells: tuple[str, ...], taken: list[str]) -> None:
        if len(taken) > 1:
            column = next((at for at, cell in enumerate(cells, start=1) if LINE_END.search(cell)), 1)
            for line, text in enumerate(taken[1:], start=self.lines + 2):
                if text.count(self.separator) >= self._width - 1 and len(self._suspects) < MOST_SUSPECTS:
                    self._suspects.append(Suspect(self.lines + 1, column, line, text))
        elif len(self._samples) < SAMPLE and len(cells) == self._width:
            self._samples.append(cells)
        if '"' in "".join(cells) and _has_stray_mark("".join(taken), self.separator):
            self.stray.append(number)


def guess_separator(text: str) -> str:
    """Tell the separator: the one that gives the same number of cells, and most of them, in the first rows."""
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        widths = []
        for row in CsvText(text[:200_000], separator):
            if row.cells and not row.problem:
                widths.append(len(row.cells))
            if len(widths) == 50:
                break
        width, count = Counter(widths).most_common(1)[0] if widths else (0, 0)
        if width > 1:  # titles above the table have another one
            score = (count / len(widths), width)
            if score[0] > 0.5 and (score[1], score[0]) > (best_score[1], best_score[0]):
                best, best_score = separator, score
    return best


def _noting(text: str, taken: list[str]) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        taken.append(line)
        yield line


def _wrong_mark(text: str, separator: str) -> tuple[int, int, int]:
    """Return the first wrong mark: where it opens, in which column, and where it closes, or -1."""
    at, column = 0, 1
    while at < len(text):
        if text[at] == '"':
            quoted = QUOTED.match(text, at)
            if not quoted:
                return at, column, -1
            if quoted.end() < len(text) and text[quoted.end()] not in (separator, "\r", "\n"):
                return at, column, quoted.end()
            at = quoted.end()
        end = text.find(separator, at)
        if end < 0:
            break
        at, column = end + 1, column + 1
    return 0, 1, -1


def _has_stray_mark(text: str, separator: str) -> bool:
    """Tell whether a well-formed record has a mark within a cell that no marks surround: it is taken as it stands."""
    at = 0
    while at < len(text):
        quoted = QUOTED.match(text, at)
        if quoted:
            at = quoted.end()
        end = text.find(separator, at)
        end = end if end >= 0 else len(text)
        if '"' in text[at:end]:
            return True
        at = end + 1
    return False


def _shapes(samples: Sequence[tuple[str, ...]], width: int) -> dict[int, str]:
    """Return the columns whose cells are written alike, with digits, such as dates and numbers: column to shape."""
    found = {}
    for column in range(width):
        counts = Counter(_shape(cells[column]) for cells in samples if cells[column].strip())
        shape, count = counts.most_common(1)[0] if counts else ("", 0)
        if "9" in shape and count >= MOSTLY * counts.total():
            found[column] = shape
    return found


def _shape(cell: str) -> str:
    return LETTERS.sub("a", DIGITS.sub("9", cell.strip().strip('"')))


def _is_like_a_row(pieces: list[str], shapes: dict[int, str], width: int) -> bool:
    """Tell whether a line has the dates, numbers and codes of a row in their places."""
    if not shapes:
        return len(pieces) == width >= FEWEST_COLUMNS
    alike = [_shape(pieces[column]) == shape for column, shape in shapes.items() if pieces[column].strip()]
    return any(alike) and sum(alike) * 2 >= len(alike)
