"""Spare keys: of records that were never stored, since the program was killed between the key and the text."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bereg.core.routing import KEYS
from bereg.vault import recipient_keys
from bereg.vault.because import Because
from bereg.vault.classes import READS, Holder, Kind
from bereg.vault.erasing import destroy
from bereg.vault.ledger import sealed_models
from bereg.vault.models import Key, Recipient

OLDER_THAN = dt.timedelta(hours=24)
BATCH = 500
Rows = QuerySet[Key] | QuerySet[Recipient]


def existing_records(ids: list[UUID]) -> set[UUID]:
    """Return which of some ids belong to a record of any model that holds something sealed."""
    found: set[UUID] = set()
    for model in sealed_models():
        found.update(model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
    return found


def sweep_spare_keys(
    existing: Callable[[list[UUID]], set[UUID]] = existing_records,
    *,
    kinds: Collection[Kind] = frozenset(Kind),
    older_than: dt.timedelta = OLDER_THAN,
) -> int:
    """Delete the keys of records that are not there, and the receipts and links to them.

    existing: tells which of some ids belong to a record. Nothing was ever readable by such a key, so
    the ledger has no line for it.
    """
    long_ago = timezone.now() - older_than
    holders = [holder for holder, reads in READS.items() if not reads.isdisjoint(kinds)]
    deleted = _sweep(Key.objects.filter(made_at__lt=long_ago, kind__in=list(kinds)), existing)
    return deleted + _sweep(Recipient.objects.filter(made_at__lt=long_ago, holder__in=holders), existing)


def sweep_outlived_keys(
    existing: Callable[[list[UUID]], set[UUID]], *, kinds: Collection[Kind], because: Because
) -> int:
    """Delete old keys of records that were stored and are not there any more, with a line of the ledger for each."""
    deleted = 0
    for records in _records(Key.objects.filter(made_at__lt=timezone.now() - OLDER_THAN, kind__in=list(kinds))):
        spare = set(records) - existing(records)
        with transaction.atomic(using=KEYS):
            deleted += len(destroy(spare, kinds, because))
    return deleted


def sweep_expired_keys() -> int:
    """Delete receipts and links whose last day is over, with what is wrapped for them. The texts stay the centre's.

    Nothing comes back with a backup, as the day stands in it too: the ledger needs no line.
    """
    with transaction.atomic(using=KEYS):
        deleted = Key.objects.filter(expires_on__lt=recipient_keys.today()).exclude(holder=Holder.CENTRE).delete()[0]
        return deleted + Recipient.objects.filter(expires_on__lt=recipient_keys.today()).delete()[0]


def _sweep(older: Rows, existing: Callable[[list[UUID]], set[UUID]]) -> int:
    deleted = 0
    for records in _records(older):
        spare = set(records) - existing(records)
        if spare:
            deleted += older.filter(record__in=spare).delete()[0]
    return deleted


def _records(keys: Rows) -> Iterator[list[UUID]]:
    """The records of some keys, batch by batch in the order of the keys."""
    last = 0
    while rows := list(keys.filter(pk__gt=last).order_by("pk").values_list("pk", "record")[:BATCH]):
        last = rows[-1][0]
        yield list({record for _, record in rows})
