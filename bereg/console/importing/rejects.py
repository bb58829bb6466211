"""The rows that could not be read, kept for the person to mend: a CSV that no spreadsheet takes for formulas."""

import csv
import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

FORMULA_SIGNS = "=+-@\t\r"


@dataclass(frozen=True)
class Reject:
    """One row that was not imported, and why."""

    number: int
    reason: str
    cells: tuple[str, ...]


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run; full-width signs count as the plain ones."""
    first = unicodedata.normalize("NFKC", cell[:1])
    return f"'{cell}" if first and first in FORMULA_SIGNS else cell


def write_rejects(path: Path, columns: Sequence[str], separator: str, rejects: Iterable[Reject]) -> None:
    """Write the file whole or not at all, readable by its owner alone: the rows are about people."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8-sig", newline=""
        ) as file:
            writer = csv.writer(file, delimiter=separator)
            writer.writerow([_("row"), _("reason"), *map(harmless, columns)])
            for reject in rejects:
                writer.writerow([reject.number, reject.reason, *map(harmless, reject.cells)])
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
