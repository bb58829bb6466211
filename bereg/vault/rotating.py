"""Rotation: a centre gets a new pair of keys, and every data key is wrapped anew, while others read and write.

First the old pair is retired, so that nothing is wrapped with it any more (`datakeys.py` sees to that), then what names
it is rewrapped batch by batch, and only when nothing does is its private half deleted. An interrupted rotation goes on.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.audit import here
from bereg.core.routing import KEYS
from bereg.vault import keks, ring, wrapping
from bereg.vault.classes import Holder
from bereg.vault.faults import Damaged
from bereg.vault.models import Kek, Key, Secret

BATCH = 1000
ROTATED = "keys.rotated"


def rotate(centre_id: UUID, *, by: User | None, progress: Callable[[int], object] = lambda _count: None) -> Kek:
    """Give a centre a new pair of keys. progress: told how many keys were rewrapped. Raise VaultLocked."""
    ring.require()
    if not unfinished(centre_id):
        _begin(centre_id, by)
    newest = keks.look(centre_id) or keks.make(centre_id)
    old = unfinished(centre_id)
    while done := _rewrap(old, newest):
        progress(done)
    for kek in old:
        _forget(kek)
    return newest


def unfinished(centre_id: UUID) -> list[UUID]:
    """Return the retired pairs of a centre whose private half is still here."""
    retired = Kek.objects.filter(centre=centre_id).exclude(retired_at=None).values_list("pk", flat=True)
    kept = set(Secret.objects.filter(pk__in=[str(each) for each in retired]).values_list("pk", flat=True))
    return [each for each in retired if str(each) in kept]


def waiting(centre_id: UUID) -> int:
    """Return how many keys a rotation has to wrap anew."""
    old = unfinished(centre_id)
    return (
        Key.objects.filter(kek__in=old).count()
        if old
        else Key.objects.filter(centre=centre_id, holder=Holder.CENTRE).count()
    )


def _begin(centre_id: UUID, by: User | None) -> None:
    with transaction.atomic(), here.at_centre(centre_id):
        audit.record(ROTATED, target=audit.Thing("centres.centre", str(centre_id)), by=by)
        with transaction.atomic(using=KEYS):
            newest = keks.make(centre_id)
            # On PostgreSQL this waits for whoever is just storing a key that the old pair wraps.
            old = Kek.objects.filter(centre=centre_id, retired_at=None).exclude(pk=newest.pk)
            old.update(retired_at=timezone.now())
    keks.forget(centre_id)


def _rewrap(old: list[UUID], newest: Kek) -> int:
    """Wrap one batch anew. What was erased or moved meanwhile stays as it is."""
    rows = list(Key.objects.filter(kek__in=old).order_by("pk")[:BATCH])
    if not rows:
        return 0
    public = bytes(newest.public)
    wrapped = [wrapping.wrap(_opened(row), public) for row in rows]
    statement = _UPDATE.format(rows=", ".join(["(%s, %s, %s, %s)"] * len(rows)))
    kek, connection = Key._meta.get_field("kek"), connections[KEYS]
    new = kek.get_db_prep_save(newest.pk, connection)
    binary = Key._meta.get_field("wrapped")
    values = [
        value
        for row, fresh in zip(rows, wrapped, strict=True)
        for value in (
            row.pk,
            kek.get_db_prep_save(row.kek, connection),
            new,
            binary.get_db_prep_save(fresh, connection),
        )
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    return len(rows)


_UPDATE = (
    "UPDATE vault_key SET kek = v.column3, wrapped = v.column4 FROM (VALUES {rows}) AS v "
    "WHERE vault_key.id = v.column1 AND vault_key.kek = v.column2"
)


def _opened(row: Key) -> bytes:
    if row.kek is None:
        raise AssertionError("A key was found by its pair and has none.")
    try:
        return wrapping.unwrap(bytes(row.wrapped), ring.private(row.kek))
    except Damaged:
        raise Damaged(f"The {row.kind} key of the record {row.record} does not open.") from None


def _forget(kek: UUID) -> None:
    """Delete the private half of a retired pair, unless a key still names it."""
    with transaction.atomic(using=KEYS):
        if not Key.objects.filter(kek=kek).exists():
            Secret.objects.filter(pk=str(kek)).delete()
    ring.forget(str(kek))
