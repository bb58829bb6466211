"""The ledger of erasures, played again over a restored backup: nothing comes back."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connections, models, transaction
from django.utils import timezone

from bereg.audit import actions as audit
from bereg.core.routing import KEYS
from bereg.vault.because import Because
from bereg.vault.classes import READS, Holder
from bereg.vault.fields import SealedField, SealedFileField, sealed_fields, standing
from bereg.vault.models import Key, LedgerLine, Recipient, record_hash
from bereg.vault.provenance import emptied

WHOLE = "record"  # the class of a line that is about a record as a whole, not about one of its texts
CLEARED = "text.erased"
BATCH = 1000
AFTER_ALL = dt.datetime.max.replace(tzinfo=dt.UTC)
Times = dict[bytes, dt.datetime]  # a record's hash and when it was erased last
Handler = Callable[[Times], int]  # is told the records as a whole; returns how many it erased again
_handlers: dict[str, Handler] = {}


class LedgerEntry(NamedTuple):
    """One erasure, wherever it was read."""

    record_hash: bytes
    kind: str
    because: str
    erased_at: dt.datetime


def on_replay(because: Because, handler: Handler) -> None:
    """Register what has to be erased again beside the texts, such as the answers of who withdrew consent."""
    _handlers[str(because)] = handler


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
    by_kind: dict[str, Times] = {}
    of_whole: dict[str, Times] = {}  # by the reason
    known = set(stored())
    distinct = list(dict.fromkeys(lines))
    for line in distinct:
        times = of_whole.setdefault(line.because, {}) if line.kind == WHOLE else by_kind.setdefault(line.kind, {})
        # What the backup does not know was erased after all that it holds, whatever the clock showed on either day.
        at = line.erased_at if line in known else AFTER_ALL
        times[line.record_hash] = max(at, times.get(line.record_hash, at))
    _note([line for line in distinct if line not in known])
    again = sum(_destroy_again(kind, times) for kind, times in by_kind.items())
    again += sum(_dismiss_again(holder, by_kind[holder]) for holder in READS if holder in by_kind)
    again += sum(_clear_again(model, by_kind) for model in sealed_models())
    return again + sum(handler(of_whole[why]) for why, handler in _handlers.items() if why in of_whole)


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


def _destroy_again(kind: str, times: Times) -> int:
    """Delete the keys of one class that were destroyed before, but none that was made after that erasure."""
    keys = Key.objects.filter(kind=kind).values_list("pk", "record", "made_at").iterator()
    long_ago = dt.datetime.min.replace(tzinfo=dt.UTC)
    found = [pk for pk, record, made_at in keys if made_at <= times.get(record_hash(record), long_ago)]
    with transaction.atomic(using=KEYS):
        for start in range(0, len(found), BATCH):
            Key.objects.filter(pk__in=found[start : start + BATCH]).delete()
    return len(found)


def _dismiss_again(holder: Holder, times: Times) -> int:
    """Delete receipts or links that an erasure took along, but none that was made after it, and what is wrapped."""
    known = Recipient.objects.filter(holder=holder).values_list("pk", "record", "made_at").iterator()
    long_ago = dt.datetime.min.replace(tzinfo=dt.UTC)
    found = {pk: record for pk, record, made_at in known if made_at <= times.get(record_hash(record), long_ago)}
    for start in range(0, len(found), BATCH):
        batch = dict(islice(found.items(), start, start + BATCH))
        Key.objects.filter(record__in=batch.values(), holder=holder).delete()
        Recipient.objects.filter(pk__in=batch).delete()
    return len(found)


def _clear_again(model: type[models.Model], by_kind: dict[str, Times]) -> int:
    """Take away the sealed texts and files of erased records that have no key any more."""
    cleared = 0
    for field in sealed_fields(model):
        times = by_kind.get(str(field.kind), {})
        holding = standing(model, field).values_list("pk", flat=True).iterator() if times else ()
        erased = [pk for pk in holding if record_hash(pk) in times]
        for start in range(0, len(erased), BATCH):
            batch = erased[start : start + BATCH]
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
