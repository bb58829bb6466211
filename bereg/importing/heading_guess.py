"""A guess at the rows that name the columns."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice

from bereg.core.text_normalisation import fold
from bereg.importing.dates import DATE_FORMATS, read_moment
from bereg.importing.options import FIRST
from bereg.importing.source_rows import RawRow
from bereg.importing.values import NUMBER

LOOKED_THROUGH = 60  # rows, for a guess
LOWEST = 25  # a table that begins further down is for the person to show
LONGEST_NAME = 120
MOSTLY = 0.8


def guess_heading(raw: Iterable[RawRow]) -> tuple[int, ...]:
    """Return the numbers of the rows that most likely name the columns; the first one where nothing speaks for others.

    Such a row is the first one as wide as the table, and holds neither numbers nor dates; titles stand above it. Of two
    rows, the lower one names the columns of a group, and what has no group stands in the upper one alone.
    """
    rows = [row for row in islice(raw, LOOKED_THROUGH) if not row.problem]
    for at, row in enumerate(rows[:LOWEST]):
        below = rows[at + 1 : at + 2]
        if below and _is_second(row, below[0]) and _covers(row.filled | below[0].filled, rows[at + 2 :]):
            return (row.number, below[0].number)
        if _covers(row.filled, rows[at + 1 :]):
            # Where the first row as wide as the table holds values, names are nowhere.
            return (row.number,) if _names(row) else FIRST
    return FIRST


def _names(row: RawRow) -> bool:
    names = [cell for cell in row.cells if cell.strip()]
    return len(names) > 1 and all(map(_is_name, names))


def _is_name(cell: str) -> bool:
    text = fold(cell)
    return len(text) <= LONGEST_NAME and not NUMBER.fullmatch(text) and not read_moment(text, DATE_FORMATS)


def _is_second(upper: RawRow, lower: RawRow) -> bool:
    """Tell whether the lower row names columns of groups: it is filled only beneath the groups of the upper one."""
    if lower.number != upper.number + 1 or not (_names(upper) and _names(lower)):
        return False
    named, filled = upper.filled, lower.filled
    unnamed = filled - named
    return bool(unnamed) and bool(named - filled) and all(at in unnamed or at + 1 in unnamed for at in filled)


def _covers(named: set[int], below: Sequence[RawRow]) -> bool:
    """Tell whether nearly every column that is filled below has a name, and nearly every name a place in the table."""
    filled = [row.filled for row in below]
    used = set(chain.from_iterable(filled))
    return bool(used) and len(named & used) >= MOSTLY * len(used) and max(used) <= max(named) + 1
