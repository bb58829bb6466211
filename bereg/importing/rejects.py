"""The rows that could not be read, kept for the person to mend: a CSV that no spreadsheet takes for formulas."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from bereg.core.sheets_out import csv_bytes


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
    yield [_("row"), _("reason"), *columns]
    yield from ((reject.place, reject.reason, *reject.cells) for reject in rejects)


def write_rejects(path: Path, columns: Sequence[str], separator: str, rejects: Iterable[Reject]) -> None:
    """Write the file whole or not at all, readable by its owner alone: the rows are about people."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(rejects_csv(columns, separator, rejects))
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
