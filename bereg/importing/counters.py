"""What an import counts while it goes on."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from bereg.centres.import_sections import ImportRow, Misfit
from bereg.importing.dates import DateDoubt
from bereg.importing.rejects import Reject

FIRST_ROWS = 3


@dataclass
class Seen:
    """How often a value stands in the file, and where first."""

    count: int = 0
    rows: list[str] = field(default_factory=list)


@dataclass
class ImportTally:
    """The counts of one run."""

    read: int = 0
    lines: int = 0  # of the file, which the rows take that were not rejected
    imported: int = 0
    standing: int = 0
    rejects: list[Reject] = field(default_factory=list)
    misfits: dict[tuple[str, str], dict[str, Seen]] = field(default_factory=dict)
    late: int = 0  # new ones with a day in a closed month
    late_month: date | None = None  # which counts them
    doubles: int = 0  # rejected for the key of another row
    doubts: Counter[DateDoubt] = field(default_factory=Counter)  # of dates whose day and month might be turned round
    unlike: Counter[str] = field(default_factory=Counter)  # columns in which rows of one key differ, though twins

    def count(self, row: ImportRow, *, is_new: bool) -> None:
        """Count a row, and what in it fits nothing: for rows already there too, as the file says the same."""
        self.lines += row.lines
        self.imported += is_new
        self.standing += not is_new
        self.late += is_new and any(day < self.late_month for day in row.days) if self.late_month else 0
        for misfit in row.misfits:
            self._note(misfit, row.place)

    def _note(self, misfit: Misfit, row: str) -> None:
        seen = self.misfits.setdefault((misfit.column, misfit.target), {}).setdefault(misfit.value, Seen())
        seen.count += 1
        if len(seen.rows) < FIRST_ROWS:
            seen.rows.append(row)
