"""The import itself: batches, each one transaction, so that an interrupted run is simply run again."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.centres.import_sections import ImportRow, ImportSection, UnreadableError
from bereg.counting.facts import last_closed_month
from bereg.counting.late_records import counted_in
from bereg.importing.counters import ImportTally
from bereg.importing.rejects import Reject
from bereg.importing.row_reader import RowReader
from bereg.importing.source_rows import SourceRow
from bereg.importing.table import Source

if TYPE_CHECKING:  # a plan is handed in: nothing of how it is made is needed here
    from bereg.importing.checking import Plan

BATCH = 500


def import_rows(source: Source, plan: "Plan", *, is_dry: bool, progress: Callable[[int], object]) -> ImportTally:
    """Import every row that is not there yet; a dry run writes nothing."""
    tally = ImportTally(late_month=counted_in(last_closed_month()))
    reader = RowReader(plan, timezone.now().astimezone(plan.destination.zone).date())
    first_row: dict[str, str] = {}
    for sources in _batches(source.rows()):
        rows = list(_readable(sources, reader, first_row, tally))
        keys = [row.key for row in rows]
        standing = set().union(*(section.standing(keys) for section in plan.sections))
        fresh = [row for row in rows if row.key not in standing]
        if fresh and not is_dry:
            store(fresh, plan.sections)
        # Counted after the commit: an interrupted run reports what stands.
        for row in rows:
            is_new = row.key not in standing
            tally.count(row, is_new=is_new)
            for section in plan.sections:
                section.count(row, is_new=is_new)
        tally.read += len(sources)
        progress(len(sources))
    tally.unlike, tally.doubts = reader.unlike, reader.doubts
    return tally


def store(rows: list[ImportRow], sections: Iterable[ImportSection]) -> None:
    """Store these rows, all or none. What is secret is sealed first: its keys then stand before it does."""
    storing = [section.prepare(rows) for section in sections]
    with transaction.atomic():
        for store_part in storing:
            store_part()


def _batches(rows: Iterable[SourceRow]) -> Iterator[list[SourceRow]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _readable(
    sources: Iterable[SourceRow], reader: RowReader, first_row: dict[str, str], tally: ImportTally
) -> Iterator[ImportRow]:
    """Yield the rows that can be read; the others go to the rejects."""
    for source in sources:
        try:
            row = reader.read(source)
            twin = first_row.setdefault(row.key, row.place)
            if twin != row.place:
                tally.doubles += 1
                raise UnreadableError(_("the same key as in row %(row)s") % {"row": twin})
        except UnreadableError as error:
            tally.rejects.append(Reject(source.place, str(error), source.cells, source.lines))
        else:
            yield row
