"""Spare keys: of records that were never stored, since the program was killed between the key and the text."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from bereg.vault.classes import Kind
from bereg.vault.ledger import sealed_models
from bereg.vault.models import Key

OLDER_THAN = dt.timedelta(hours=24)
BATCH = 500


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
    """Delete the keys of records that are not there. existing: tells which of some ids belong to a record.

    Nothing was ever readable by such a key, so the ledger has no line for it.
    """
    older, deleted = Key.objects.filter(made_at__lt=timezone.now() - older_than, kind__in=list(kinds)), 0
    for records in _records(older):
        spare = set(records) - existing(records)
        if spare:
            deleted += older.filter(record__in=spare).delete()[0]
    return deleted


def _records(keys: QuerySet[Key]) -> Iterator[list[UUID]]:
    """The records of some keys, batch by batch in the order of the keys."""
    last = 0
    while rows := list(keys.filter(pk__gt=last).order_by("pk").values_list("pk", "record")[:BATCH]):
        last = rows[-1][0]
        yield list({record for _, record in rows})
