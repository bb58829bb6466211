"""The rows that could not be read, kept for the person to mend: a CSV that no spreadsheet takes for formulas."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from bereg.core.sheets_out import MARK, CsvWriter


@dataclass(frozen=True)
class Reject:
    """One row that was not imported, and why."""

    place: str
    reason: str
    cells: tuple[str, ...]
    lines: int = 1


def write_rejects(path: Path, columns: Sequence[str], separator: str, rejects: Iterable[Reject]) -> None:
    """Write the file whole or not at all, readable by its owner alone: the rows are about people."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline=""
        ) as file:
            file.write(MARK)
            writer = CsvWriter(file, separator=separator)
            writer.row([_("row"), _("reason"), *columns])
            writer.rows((reject.place, reject.reason, *reject.cells) for reject in rejects)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
