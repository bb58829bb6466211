"""The ledger of erasures, played again over a restored backup: nothing comes back."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.db import connections, models, transaction
from django.utils import timezone

from bereg.audit import actions as audit
from bereg.core.concerns import said
from bereg.core.routing import KEYS
from bereg.vault.because import Because
from bereg.vault.classes import READS, Holder
from bereg.vault.comparing_with_log import emptied
from bereg.vault.fields import SealedField, SealedFileField, sealed_fields, standing
from bereg.vault.models import Key, LedgerLine, Recipient, record_hash

WHOLE = "record"  # the class of a line that is about a record as a whole, not about one of its texts
CLEARED = "text.erased"
BATCH = 1000
AFTER_ALL = dt.datetime.max.replace(tzinfo=dt.UTC)
Records = set[bytes]  # the hashes of some
Times = dict[bytes, dt.datetime]  # a record's hash and when it was erased last
Handler = Callable[[Times], int]  # is told the records as a whole; returns how many it erased again


class LedgerEntry(NamedTuple):
    """One erasure, wherever it was read."""

    record_hash: bytes
    kind: str
    because: str
    erased_at: dt.datetime


def pending_since() -> dt.datetime | None:
    """Return the time of the oldest erasure that was not copied off this machine yet."""
    oldest: dt.datetime | None = (
        LedgerLine.objects.filter(copied_at=None).order_by("erased_at").values_list("erased_at", flat=True).first()
    )
    return oldest


def pending_count() -> int:
    """Count the lines that are not copied off this machine yet."""
    return LedgerLine.objects.filter(copied_at=None).count()


def is_begun() -> bool:
    """Tell whether anything was erased here at all."""
    return LedgerLine.objects.exists()


def count_between(begins: dt.datetime, ends: dt.datetime) -> int:
    """Count the keys of texts that were destroyed in a period."""
    others = (WHOLE, *READS)
    return LedgerLine.objects.filter(erased_at__gte=begins, erased_at__lt=ends).exclude(kind__in=others).count()


def settled() -> list[LedgerLine]:
    """Return the rows in their order, of which none before the last can come any more: checkpoints know it.

    On PostgreSQL an erasure that is under way may have taken a number that is lower than that of one that is over.
    """
    with transaction.atomic(using=KEYS):
        if connections[KEYS].vendor == "postgresql":
            with connections[KEYS].cursor() as cursor:
                cursor.execute(f"LOCK TABLE {LedgerLine._meta.db_table} IN SHARE MODE")
        return list(LedgerLine.objects.order_by("pk"))


def line_of(row: LedgerLine) -> LedgerEntry:
    """Return one row as an erasure."""
    return LedgerEntry(bytes(row.record_hash), row.kind, row.because, row.erased_at)


def stored() -> Iterator[LedgerEntry]:
    """Yield the lines of the database of the keys."""
    rows = LedgerLine.objects.order_by("pk").values_list("record_hash", "kind", "because", "erased_at")
    for digest, kind, because, at in rows.iterator():
        yield LedgerEntry(bytes(digest), kind, because, at)


def digests(lines: Iterable[LedgerEntry]) -> Iterator[tuple[int, str]]:
    """Yield the number of each line, from 1, with a digest over all up to it."""
    running = hashlib.sha256()
    for number, line in enumerate(lines, 1):
        at = line.erased_at.isoformat()
        running.update(f"{line.record_hash.hex()}|{line.kind}|{line.because}|{at}\n".encode())
        yield number, running.hexdigest()


def replay(lines: Iterable[LedgerEntry]) -> int:
    """Erase again whatever a restored backup brought back. Return how many texts and records that was."""
    known = set(stored())
    distinct = list(dict.fromkeys(lines))
    newer = [line for line in distinct if line not in known]
    _note(newer)
    # A line goes with its keys in one transaction. So a key that stands beside its line in the backup was made after
    # it; and what the backup does not know was erased after all that it holds. No clock is asked, which may be wrong.
    gone, erased = _by_kind(newer), _by_kind(distinct)
    again = sum(_destroy_again(kind, records) for kind, records in gone.items())
    again += sum(_dismiss_again(holder, gone[holder]) for holder in READS if holder in gone)
    again += sum(_clear_again(model, erased) for model in sealed_models())
    of_whole = _of_whole(distinct, known)
    return again + sum(handler(of_whole[why]) for why, handler in _handlers() if why in of_whole)


def _handlers() -> Iterator[tuple[Because, Handler]]:
    """Yield what has to be erased again beside the texts: rooms say it in a module `after_restore`, as `HANDLERS`."""
    for handlers in said("after_restore", "HANDLERS"):
        yield from handlers


def _by_kind(lines: Iterable[LedgerEntry]) -> dict[str, Records]:
    found = defaultdict[str, Records](set)
    for line in lines:
        found[line.kind].add(line.record_hash)
    return found


def _of_whole(lines: Iterable[LedgerEntry], known: set[LedgerEntry]) -> dict[str, Times]:
    """Return by the reason when records as a whole were erased last; of what the backup does not know, after all."""
    found = defaultdict[str, Times](dict)
    for line in lines:
        if line.kind == WHOLE:
            at, times = line.erased_at if line in known else AFTER_ALL, found[line.because]
            times[line.record_hash] = max(at, times.get(line.record_hash, at))
    return found


def brought_back(standing: Iterable[tuple[UUID, dt.datetime]], erased_at: Times) -> list[UUID]:
    """Return which records a handler is told of, that nobody has changed since; standing: when each was changed."""
    known = ((pk, at, record_hash(pk)) for pk, at in standing)
    return [pk for pk, changed_at, key in known if key in erased_at and changed_at <= erased_at[key]]


def sealed_models() -> list[type[models.Model]]:
    """Return the models that hold sealed text or sealed files."""
    return [model for model in apps.get_models() if sealed_fields(model)]


def _note(missing: list[LedgerEntry]) -> None:
    """Write the lines that the restored ledger does not know yet. One text may have been erased more than once."""
    ends = timezone.now() + dt.timedelta(days=7)
    LedgerLine.objects.bulk_create(
        [
            LedgerLine(
                record_hash=line.record_hash,
                kind=line.kind,
                because=line.because,
                erased_at=line.erased_at,
                backups_end_on=ends.date(),
                copied_at=timezone.now(),
            )
            for line in missing
        ],
        batch_size=BATCH,
    )


def _destroy_again(kind: str, records: Records) -> int:
    """Delete the keys of one class that were destroyed after the backup."""
    keys = Key.objects.filter(kind=kind).values_list("pk", "record").iterator()
    found = [pk for pk, record in keys if record_hash(record) in records]
    with transaction.atomic(using=KEYS):
        for start in range(0, len(found), BATCH):
            Key.objects.filter(pk__in=found[start : start + BATCH]).delete()
    return len(found)


def _dismiss_again(holder: Holder, records: Records) -> int:
    """Delete receipts or links that an erasure after the backup took along, and what is wrapped for them."""
    admitted = Recipient.objects.filter(holder=holder).values_list("pk", "record").iterator()
    found = {pk: record for pk, record in admitted if record_hash(record) in records}
    for start in range(0, len(found), BATCH):
        batch = dict(islice(found.items(), start, start + BATCH))
        Key.objects.filter(record__in=batch.values(), holder=holder).delete()
        Recipient.objects.filter(pk__in=batch).delete()
    return len(found)


def _clear_again(model: type[models.Model], erased: dict[str, Records]) -> int:
    """Take away the sealed texts and files of erased records that have no key any more."""
    cleared = 0
    for field in sealed_fields(model):
        records = erased.get(str(field.kind), set())
        holding = standing(model, field).values_list("pk", flat=True).iterator() if records else ()
        found = [pk for pk in holding if record_hash(pk) in records]
        for start in range(0, len(found), BATCH):
            batch = found[start : start + BATCH]
            with_key = set(Key.objects.filter(record__in=batch, kind=field.kind).values_list("record", flat=True))
            cleared += _clear_some(model._base_manager.filter(pk__in=set(batch) - with_key), field)
    return cleared


@transaction.atomic
def _clear_some(records: models.QuerySet[Any], field: SealedField | SealedFileField) -> int:
    """Write down that these are empty now, or they would count as taken away."""
    targets = list(records)
    digests = [emptied(record, {field.kind}) for record in targets]
    audit.record_many(CLEARED, targets=targets, by=None, because="replayed", digests=digests)
    return blank(records, field)


def blank(records: models.QuerySet[Any], field: SealedField | SealedFileField) -> int:
    """Take what is sealed out of a field of some records, with what stands beside it. Return of how many."""
    if isinstance(field, SealedField):
        return records.update(**dict.fromkeys(filter(None, (field.name, field.index, field.tag)), b""))
    for name in records.values_list(field.name, flat=True):
        field.storage.delete(name)
    return records.update(**{field.name: ""})
