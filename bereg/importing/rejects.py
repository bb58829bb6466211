"""The rows that could not be read, kept for the person to mend: a CSV that no spreadsheet takes for formulas.

Once mended they come back as a file of their own, maybe out of a spreadsheet program: its first two columns tell it.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from django.utils.translation import gettext as _

from bereg.core.table_export import csv_bytes
from bereg.importing.source_rows import RawRow

OURS = "Bereg: "  # begins the names of the place and of the reason: no register names columns so
LEADING = 2
ENDING = ".rejects"


@dataclass(frozen=True)
class Reject:
    """One row that was not imported, and why."""

    place: str
    reason: str
    cells: tuple[str, ...]
    lines: int = 1


def rejects_csv(columns: Sequence[str], separator: str, rejects: Iterable[Reject]) -> bytes:
    """Return the file: each row with its place and the reason."""
    return csv_bytes(_rows(columns, rejects), separator=separator)


def _rows(columns: Sequence[str], rejects: Iterable[Reject]) -> Iterator[Sequence[str]]:
    yield [OURS + _("row"), OURS + _("reason"), *columns]
    yield from ((reject.place, reject.reason, *reject.cells) for reject in rejects)


def is_ours(raw: Iterable[RawRow]) -> bool:
    """Tell by its first row whether a file is one of rejected rows."""
    first = next(iter(raw), None)
    return first is not None and [cell.strip().startswith(OURS) for cell in first.cells[:LEADING]] == [True] * LEADING


def without_reasons(raw: Iterable[RawRow]) -> Iterator[RawRow]:
    """Yield the rows of such a file as they stood in the register. Of some nothing could be taken over."""
    for row in raw:
        cells = row.cells[LEADING:]
        if not row.problem and row.filled and not any(cell.strip() for cell in cells):
            problem = _("only the register has its cells (row %(row)s); correct it there") % {"row": row.cells[0]}
            yield row._replace(cells=(), problem=problem)
        else:
            yield row._replace(cells=cells)


def register_of(path: Path) -> str:
    """Return what a file's name says of the register: of one of rejected rows, that in which they stood."""
    name, ending, number = path.stem.rpartition(ENDING)
    if not ending or number.strip("-0123456789"):
        return path.stem
    return name.removesuffix(".csv")


def write_rejects(path: Path, columns: Sequence[str], separator: str, rejects: Iterable[Reject]) -> Path:
    """Write the file whole or not at all, readable by its owner alone: the rows are about people. Return where.

    Somebody may have corrected the rows of an earlier run: a file with another content is never written over.
    """
    content = rejects_csv(columns, separator, rejects)
    place = next(each for each in _names(path) if not each.exists() or each.read_bytes() == content)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)
    return place


def _names(path: Path) -> Iterator[Path]:
    yield path
    yield from (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
