"""Data keys wrapped for whoever reads beside the centre: receipts and links. Their public halves suffice for it."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import connections
from django.db.models import Q, QuerySet
from django.utils import timezone

from bereg.core.routing import KEYS
from bereg.vault import wrapping
from bereg.vault.classes import READS, Holder, Kind
from bereg.vault.models import Key, Recipient

Wanted = tuple[UUID, Kind]  # a record and the class of its text


def hold(records: Iterable[UUID]) -> None:
    """Let nobody else admit to these records, seal what is shared of them or erase it, until the transaction ends.

    So whoever is admitted while a text is sealed finds its key, or is found by it. On SQLite one writes at a time.
    """
    connection, ids = connections[KEYS], sorted(set(records))
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        numbers = [int.from_bytes(each.bytes[:8], "big", signed=True) for each in ids]
        cursor.execute("SELECT pg_advisory_xact_lock(n) FROM unnest(%s::bigint[]) AS n", [sorted(numbers)])
        # Erasing waits for this, and rotating, which leaves the columns of the constraint alone, does not.
        standing = "SELECT 1 FROM vault_key WHERE record = ANY(%s) AND holder = %s ORDER BY id FOR KEY SHARE"
        cursor.execute(standing, [ids, str(Holder.CENTRE)])


def wrap(keys: Mapping[Wanted, bytes], centres: Mapping[Wanted, UUID]) -> None:
    """Wrap data keys for whoever was admitted to their records, in the transaction that has called `hold`."""
    rows = [
        Key(
            record=record,
            kind=kind,
            centre=centres[record, kind],
            holder=recipient.holder,
            wrapped=wrapping.wrap(key, bytes(recipient.public)),
            expires_on=recipient.expires_on,
        )
        for recipient in in_time(Recipient.objects.filter(record__in={record for record, _ in keys}))
        for (record, kind), key in keys.items()
        if record == recipient.record and kind in READS[Holder(recipient.holder)]
    ]
    # What stands is written over: a key of the centre that was lost and made anew has left one that opens nothing.
    Key.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["record", "kind", "holder"],
        update_fields=["wrapped", "centre", "expires_on"],
    )


def in_time(recipients: "QuerySet[Recipient]") -> "QuerySet[Recipient]":
    """Return those whose last day is not over."""
    return recipients.filter(Q(expires_on=None) | Q(expires_on__gte=today()))


def dismiss(records: Collection[UUID], kinds: Collection[Kind]) -> list[tuple[UUID, str]]:
    """Delete those whom the erasure of these classes leaves nothing to open. Return their records and holders."""
    touched = [holder for holder, reads in READS.items() if not reads.isdisjoint(kinds)]
    if not touched:
        return []
    left = Key.objects.filter(record__in=records, holder__in=touched).values_list("record", "holder")
    still = set(left)
    found = Recipient.objects.filter(record__in=records, holder__in=touched).order_by("record", "holder")
    gone = [each for each in found if (each.record, each.holder) not in still]
    Recipient.objects.filter(pk__in=[each.pk for each in gone]).delete()
    return [(each.record, each.holder) for each in gone]


def today() -> dt.date:
    """Return the day by which the last days are counted."""
    return timezone.localdate()
