"""How a file is to be read."""

from collections.abc import Sequence
from dataclasses import dataclass

FIRST = (1,)  # the row that names the columns, where nobody says another
MOST_HEADING_ROWS = 5


@dataclass(frozen=True)
class ReadingOptions:
    """How to read a file, where the person knows better than we can guess."""

    encoding: str = ""
    separator: str = ""
    sheets: tuple[str, ...] = ()
    header: tuple[int, ...] = FIRST  # the rows that name the columns; (): to be guessed
    prose: frozenset[str] = frozenset()  # the columns whose text keeps its writing direction, as signs
    multiline: bool = False  # texts of several lines were looked through: they hold no rows


def is_heading(rows: Sequence[int]) -> bool:
    """Tell whether these are numbers of rows, one below the other."""
    in_turn = list(rows) == list(range(rows[0], rows[0] + len(rows))) if rows else False
    return in_turn and rows[0] >= 1 and len(rows) <= MOST_HEADING_ROWS
