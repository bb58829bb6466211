"""How a mapping reads a file, to be looked at before anything is tried: its columns, and its first rows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.centres.import_sections import Holds, ImportRow, ImportTarget, UnreadableError
from bereg.importing.cells import RowCells
from bereg.importing.row_reader import RowReader
from bereg.importing.shown_values import shown_value
from bereg.importing.source_rows import SourceRow
from bereg.importing.table import Source

if TYPE_CHECKING:  # a plan is handed in: nothing of how it is made is needed here
    from bereg.importing.checking import Plan

ROWS = 5


@dataclass(frozen=True)
class PreviewCell:
    """What one target gets of a row."""

    title: str
    value: str


@dataclass(frozen=True)
class PreviewRow:
    """One row as it would be stored, or why it would be rejected. misfits: what fits nothing."""

    place: str
    cells: list[PreviewCell] = field(default_factory=list)
    misfits: list[str] = field(default_factory=list)
    reason: str = ""


def title_of(name: str, target: ImportTarget | None) -> str:
    """Return what people call a target."""
    return str(target.title) if target and target.title else name


def label_of(code: str, target: ImportTarget) -> str:
    """Return what people call a code of a target."""
    return target.said.get(code) or SILENT().get(code) or code


def SILENT() -> dict[str, str]:  # noqa: N802 - a table whose words follow the language
    """Return the codes that every question has."""
    return {
        "not_asked": _("not asked"),
        "declined": _("declined to say"),
        "unknown": _("does not know"),
    }


def first_rows(source: Source, plan: "Plan") -> list[PreviewRow]:
    """Read the first rows."""
    reader = RowReader(plan, timezone.now().astimezone(plan.destination.zone).date())
    return [_read(row, reader) for row in islice(source.rows(), ROWS)]


def _read(source: SourceRow, reader: RowReader) -> PreviewRow:
    try:
        row = reader.read(source)
    except UnreadableError as error:
        return PreviewRow(source.place, reason=str(error))
    misfits = [f"{misfit.column}: {shown_value(misfit.value)}" for misfit in row.misfits]
    return PreviewRow(source.place, list(_cells(source, reader)), misfits)


def _cells(source: SourceRow, reader: RowReader) -> Iterator[PreviewCell]:
    """Yield what each target gets; a text about a person is only said to be there, as it would be sealed."""
    plan = reader.plan
    cells = RowCells(plan, source.cells, ImportRow(source.place), reader.today, Counter())
    for name in plan.mapping.feeds:
        target = plan.targets[name]
        if target.holds is Holds.DAY:
            moment = cells.moment(name)
            value = f"{moment.day:%d.%m.%Y}" + (f" {moment.clock:%H:%M}" if moment.clock else "") if moment else ""
        elif target.holds is Holds.TIME:
            clock = cells.clock(name)
            value = f"{clock:%H:%M}" if clock else ""
        elif target.holds is Holds.PROSE:
            value = _("a text, sealed") if cells.prose(name) else ""
        elif target.holds is Holds.CODE:
            value = label_of(cells.code(name), target)
        else:
            value = ", ".join(label_of(code, target) for code in cells.codes(name))
        if value:
            yield PreviewCell(title_of(name, target), value)
