"""Erasing: the key is destroyed, and a line of the ledger says so. Without its key a text is noise wherever it lies."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
from bereg.core.routing import KEYS
from bereg.core.secure_delete import scrub_after_commit
from bereg.vault import recipient_keys
from bereg.vault.because import Because
from bereg.vault.classes import SHARED, Holder, Kind
from bereg.vault.comparing_with_log import emptied
from bereg.vault.fields import Field, SealedFileField, sealed_fields
from bereg.vault.kept import Kept
from bereg.vault.ledger import WHOLE, blank
from bereg.vault.models import Key, LedgerLine, record_hash

ALL = frozenset(Kind)
KEY_BACKUPS_KEPT = dt.timedelta(days=7)
ERASED = "text.erased"
BATCH = 500


def erase(
    record: Any, *, by: User | None, because: Because, kinds: Collection[Kind] = ALL, whole: bool = False
) -> list[LedgerLine]:
    """Erase the texts of these classes of a record; afterwards set its fields to b""."""
    return erase_many([record], kinds=kinds, by=by, because=because, whole=whole)


def erase_many(
    records: Sequence[Any], *, by: User | None, because: Because, kinds: Collection[Kind] = ALL, whole: bool = False
) -> list[LedgerLine]:
    """Erase the texts of these classes of many records. Return a ledger line for each key that there was.

    A receipt or a link that is left nothing to open goes with them, and has a line too.

    whole: add a line for each record as a whole, as something of it goes that has no key (see `ledger.replay`).
    """
    ids = [record.pk for record in records]
    with transaction.atomic():
        digests = [emptied(record, kinds) for record in records]
        audit.record_many(ERASED, targets=list(records), by=by, because=Because(because), digests=digests)
        with transaction.atomic(using=KEYS):
            batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
            return [line for batch in batches for line in destroy(batch, kinds, Because(because), whole=whole)]


@beyond("erasing")
def forget(records: Sequence[Kept], *, by: User | None, because: Because, whole: bool = False) -> None:
    """Erase every text of records of one model that the caller has locked; their rows too, where these do not stay.

    whole: their rows too, whether or not these stay when their time is over.
    """
    if not records:
        return
    model = type(records[0])
    fields, ids = sealed_fields(model), [record.pk for record in records]
    stays = model.stays and not whole
    # Whoever was admitted to a record that goes goes with it, also where what they opened hangs on it.
    erase_many(records, by=by, because=because, kinds={*(each.kind for each in fields), *(() if stays else SHARED)})
    standing: Any = model._base_manager.filter(pk__in=ids)
    if stays:
        for field in fields:
            blank(standing, field)
        if hasattr(model, "version"):  # a form that is open meanwhile brings no text back
            standing.update(version=F("version") + 1)
    else:
        _delete_files(records, fields)
        standing.delete()
        notices.settle_about(map(str, ids))
    scrub_after_commit()


def note_whole(records: Sequence[Any], *, because: Because) -> None:
    """Write a line for each record as a whole, of which nothing goes that has a key (see `ledger.replay`)."""
    with transaction.atomic(using=KEYS):
        destroy([record.pk for record in records], (), because, whole=True)


def _delete_files(records: Sequence[Any], fields: Sequence[Field]) -> None:
    """Delete the sealed files of records that go, once that is certain. Without their keys they are noise already."""
    kept_in = [each.name for each in fields if isinstance(each, SealedFileField)]
    for name in filter(None, (getattr(record, field).name for record in records for field in kept_in)):
        transaction.on_commit(lambda name=name: default_storage.delete(name), robust=True)  # type: ignore[misc]


@beyond("erasing")
def destroy(
    records: Collection[UUID], kinds: Collection[Kind], because: Because, *, whole: bool = False
) -> list[LedgerLine]:
    """Delete keys and write their lines, in the transaction of the keys that is open."""
    keys = Key.objects.filter(record__in=records, kind__in=[str(kind) for kind in kinds])
    found = list(dict.fromkeys(keys.values_list("record", "kind").order_by("record", "kind")))
    found += [(record, WHOLE) for record in records if whole]
    if not SHARED.isdisjoint(kinds):
        # On PostgreSQL this waits for whoever seals one just now; what that wraps for others is then seen below.
        keys.filter(holder=Holder.CENTRE).delete()
    keys.delete()
    found += recipient_keys.dismiss(records, kinds)
    now = timezone.now()
    lines = [
        LedgerLine(
            record_hash=record_hash(record),
            kind=kind,
            because=because,
            erased_at=now,
            backups_end_on=(now + KEY_BACKUPS_KEPT).date(),
        )
        for record, kind in found
    ]
    return LedgerLine.objects.bulk_create(lines)
