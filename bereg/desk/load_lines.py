"""Who has how much, as lines of one table: what every room counts for each colleague, beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bereg.centres.board import share, up_to
from bereg.centres.load import LoadColumn


@dataclass(frozen=True)
class LoadCell:
    """A count in words. length: of its bar, in percent of the longest of its column."""

    figure: str
    length: int


@dataclass(frozen=True)
class LoadLine:
    """What somebody has of each kind, in the order of the columns. name: empty for what nobody has."""

    name: str
    cells: list[LoadCell]


def lines_of(columns: Sequence[LoadColumn]) -> list[LoadLine]:
    """Return a line for each colleague who has anything: who has most of the first kind first, then of the next."""
    names = {load.person: load.name for column in columns for load in column.loads}
    counts = [{load.person: load.count for load in column.loads} for column in columns]
    order = sorted(names, key=lambda person: ([-each.get(person, 0) for each in counts], names[person]))
    return [LoadLine(names[person], list(map(_cell, columns, counts, [person] * len(columns)))) for person in order]


def _cell(column: LoadColumn, counts: dict[UUID, int], person: UUID) -> LoadCell:
    count = counts.get(person, 0)
    figure = str(count) if column.most is None else up_to(count, column.most)
    return LoadCell(figure, share(count, max(counts.values(), default=0)))
