"""From a row to what the sections make of it: whose key it has, and whether it can be read at all."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from bereg.centres.import_sections import ImportRow, UnreadableError, row_key
from bereg.importing.cells import RowCells
from bereg.importing.dates import DateDoubt
from bereg.importing.key_pattern import KeyPattern
from bereg.importing.source_rows import SourceRow
from bereg.importing.values import shows_error

if TYPE_CHECKING:  # a plan is handed in: nothing of how it is made is needed here
    from bereg.importing.checking import Plan


class RowReader:
    """Reads rows by a plan. today: no row is of a later day."""

    def __init__(self, plan: "Plan", today: date) -> None:
        self.plan, self.mapping, self.today = plan, plan.mapping, today
        self.pattern = KeyPattern(self.mapping.key_pattern) if self.mapping.key_pattern else None
        self.doubts: Counter[DateDoubt] = Counter()  # of dates
        self.twins: Counter[tuple[str, ...]] = Counter()
        self.firsts: dict[tuple[str, ...], tuple[str, ...]] = {}  # by key, what the first of twins says
        self.read_at = {name: plan.positions[name] for name in self.mapping.columns()}
        self.unlike: Counter[str] = Counter()  # columns in which twins differ

    def read(self, source: SourceRow) -> ImportRow:
        """Return the row with what every section takes of it. Raise UnreadableError with the reason."""
        if source.problem:
            raise UnreadableError(source.problem)
        values = self._key_values(source)
        row = ImportRow(source.place, source.lines)
        cells = RowCells(self.plan, source.cells, row, self.today, self.doubts)
        for section in self.plan.sections:
            section.take(cells, row)
        row.key = self._key(values, source) if self.mapping.twins else row_key(self.mapping.source, values)
        return row

    def _key_values(self, row: SourceRow) -> tuple[str, ...]:
        values = tuple(row.cells[self.plan.positions[name]] for name in self.mapping.key)
        if not any(values):
            raise UnreadableError(_("the key is empty: %(columns)s") % {"columns": ", ".join(self.mapping.key)})
        for name, value in zip(self.mapping.key, values, strict=True):
            if shows_error(value):
                raise UnreadableError(
                    _("%(column)s is part of the key and shows an error: %(value)s") % {"column": name, "value": value}
                )
            if self.pattern and not self.pattern.matches(value):
                raise UnreadableError(
                    _("%(column)s does not look like a key: the columns are shifted") % {"column": name}
                )
        return values

    def _key(self, values: tuple[str, ...], row: SourceRow) -> str:
        """Return the key of the n-th row of equal ones: n counts into it."""
        self.twins[values] += 1
        read = tuple(row.cells[at] for at in self.read_at.values())
        first = self.firsts.setdefault(values, read)
        if first != read:
            self.unlike.update(name for name, one, other in zip(self.read_at, first, read, strict=True) if one != other)
        # The first one has the key that it would have without twins; a number is no text, so no other key is the same.
        nth = self.twins[values]
        return row_key(self.mapping.source, [*values, *([nth] if nth > 1 else [])])
