"""A row of a source, as it stands there and as it is read; and the account of a file that was read through."""

from dataclasses import dataclass
from typing import NamedTuple


class SourceError(Exception):
    """The file cannot be imported at all; the message is one line and says what to do."""


class RawRow(NamedTuple):
    """One record of a CSV, or one row of a sheet, as it stands there. lines: how many lines of the file it takes."""

    number: int
    cells: tuple[str, ...]
    problem: str = ""
    lines: int = 1
    sheet: str = ""

    @property
    def filled(self) -> set[int]:
        """The columns in which something stands, from 0."""
        return {at for at, cell in enumerate(self.cells) if cell.strip()}


class SourceRow(NamedTuple):
    """One row. `number` counts as a spreadsheet does, from 1. `problem`: why it cannot be read."""

    number: int
    cells: tuple[str, ...]
    problem: str = ""
    lines: int = 1
    sheet: str = ""  # where several are read

    @property
    def place(self) -> str:
        """Where a person finds the row, as a spreadsheet writes it."""
        return f"{self.sheet}!{self.number}" if self.sheet else str(self.number)


@dataclass(frozen=True)
class SheetLines:
    """The lines of one sheet, or of a CSV: all = above + heading + those of rows + blank; left out: all of them."""

    name: str
    lines: int
    heading: int = 0
    rows: int = 0  # filled ones, the heading not among them
    row_lines: int = 0
    above: int = 0  # those of filled rows above the heading
    is_read: bool = True

    @property
    def blank(self) -> int:
        """How many lines hold nothing."""
        return self.lines - self.above - self.heading - self.row_lines if self.is_read else 0
