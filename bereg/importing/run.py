"""The import itself: batches, each one transaction, so that an interrupted run is simply run again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Anonymous, Channel, Direction
from bereg.contacts.dispositions import Disposition
from bereg.contacts.queries import imported_keys
from bereg.enquiries.actions import Matter, Past, register_many
from bereg.importing.checking import Plan
from bereg.importing.records import Record, RowReader
from bereg.importing.rejects import Reject
from bereg.importing.rows import SourceRow
from bereg.importing.stage import Stage
from bereg.importing.summary import Tally
from bereg.importing.table import Source
from bereg.importing.values import UnreadableError

BATCH = 500


def import_rows(source: Source, plan: Plan, stage: Stage | None, *, progress: Callable[[int], object]) -> Tally:
    """Import every row that is not there yet. stage: where to; None: a dry run, which writes nothing."""
    tally = Tally()
    reader = RowReader(plan, timezone.now().astimezone(plan.place.zone).date())
    first_row: dict[str, str] = {}
    for rows in _batches(source.rows()):
        records = list(_readable(rows, reader, first_row, tally))
        standing = imported_keys(record.key for record in records)
        fresh = [record for record in records if record.key not in standing]
        if stage:
            _store(fresh, plan, stage)
        # Counted after the commit: an interrupted run reports what stands.
        for record in records:
            tally.note(record)
        tally.read += len(rows)
        tally.standing += len(records) - len(fresh)
        tally.enquiries += sum(record.is_enquiry for record in fresh)
        tally.contacts += sum(not record.is_enquiry for record in fresh)
        progress(len(rows))
    tally.unlike, tally.doubts = reader.unlike, reader.doubts
    return tally


def _batches(rows: Iterable[SourceRow]) -> Iterator[list[SourceRow]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _readable(
    rows: Iterable[SourceRow], reader: RowReader, first_row: dict[str, str], tally: Tally
) -> Iterator[Record]:
    """Yield the records of the rows that can be read; the others go to the rejects."""
    for row in rows:
        try:
            record = reader.read(row)
            twin = first_row.setdefault(record.key, row.place)
            if twin != row.place:
                tally.doubles += 1
                raise UnreadableError(_("the same key as in row %(row)s") % {"row": twin})
        except UnreadableError as error:
            tally.rejects.append(Reject(row.place, str(error), row.cells, row.lines))
        else:
            yield record


def _store(records: list[Record], plan: Plan, stage: Stage) -> None:
    registrations, contacts = [], []
    for record in records:
        contact = _contact(record, stage)
        if not record.is_enquiry:
            contacts.append(contact)
            continue
        # Nobody works here on the matters of an old register, unless the mapping says so.
        past = Past(closed_at=None if plan.mapping.keep_open else contact.started_at)
        registrations.append(stage.registration(contact, _matter(record), past))
    if records:
        register_many(registrations=registrations, contacts=contacts, by=None)


def _contact(record: Record, stage: Stage) -> ContactFields:
    return replace(
        stage.contact(record.contact.get("line", "")),
        channel=Channel(record.contact["channel"]),
        started_at=record.started_at,
        direction=Direction(record.contact["direction"]),
        precision=record.precision,
        language=record.contact.get("language", ""),
        anonymous=Anonymous(record.contact["anonymous"]),
        disposition=Disposition(record.contact["disposition"]),
        import_key=record.key,
    )


def _matter(record: Record) -> Matter:
    return Matter(consent=record.consent, topics=record.topics, answers=record.answers, narrative=record.narrative)
