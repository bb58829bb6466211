"""Rotation: a centre gets a new pair of keys, and every data key is wrapped anew, while others read and write.

First the old pair is retired, so that nothing is wrapped with it any more (`datakeys.py` sees to that), then what names
it is rewrapped batch by batch, and only when nothing does is its private half deleted. An interrupted rotation goes on.
A key that does not open is named and left; for its sake the old private half stays, should a backup hold it whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.audit import request_context
from bereg.core.routing import KEYS
from bereg.vault import keks, keyring, wrapping
from bereg.vault.classes import Holder
from bereg.vault.faults import Damaged, KeysDamaged, NoPrivateKey
from bereg.vault.models import Kek, Key, Secret

BATCH = 1000
ROTATED = "keys.rotated"


@dataclass
class _Passed:
    """How far a rotation is, and which keys did not open on the way."""

    last: int = 0
    damaged: list[tuple[UUID, str]] = field(default_factory=list)


def rotate(centre_id: UUID, *, by: User | None, progress: Callable[[int], object] = lambda _count: None) -> Kek:
    """Give a centre a new pair of keys. progress: told how many keys were rewrapped.

    Raise VaultLocked; KeysDamaged at the end, where all but some keys are wrapped anew.
    """
    keyring.require()
    if not is_interrupted(centre_id):
        _begin(centre_id, by)
    newest = keks.look(centre_id) or keks.make(centre_id)
    old, passed = unfinished(centre_id), _Passed()
    while done := _rewrap(old, newest, passed):
        progress(done)
    for kek in old:
        _forget(kek)
    if passed.damaged:
        raise KeysDamaged(passed.damaged)
    return newest


def unfinished(centre_id: UUID) -> list[UUID]:
    """Return the retired pairs of a centre whose private half is still here."""
    retired = Kek.objects.filter(centre=centre_id).exclude(retired_at=None).values_list("pk", flat=True)
    kept = set(Secret.objects.filter(pk__in=[str(each) for each in retired]).values_list("pk", flat=True))
    return [each for each in retired if str(each) in kept]


def is_interrupted(centre_id: UUID) -> bool:
    """Tell whether a rotation is to be gone on with: keys wait that open, or an old private half is to be deleted.

    Where nothing is left of it but keys that do not open, the next rotation is a new one, or there never would be one.
    """
    old = unfinished(centre_id)
    if set(old) - set(Key.objects.filter(kek__in=old).values_list("kek", flat=True).distinct()):
        return True
    last = 0
    while rows := _page(old, after=last):
        last = rows[-1].pk
        if any(_opened(row) for row in rows):
            return True
    return False


def waiting(centre_id: UUID) -> int:
    """Return how many keys a rotation has to wrap anew."""
    if is_interrupted(centre_id):
        return Key.objects.filter(kek__in=unfinished(centre_id)).count()
    return Key.objects.filter(centre=centre_id, holder=Holder.CENTRE).count()


def _begin(centre_id: UUID, by: User | None) -> None:
    with transaction.atomic(), request_context.at_centre(centre_id):
        audit.record(ROTATED, target=audit.Thing("centres.centre", str(centre_id)), by=by)
        with transaction.atomic(using=KEYS):
            newest = keks.make(centre_id)
            # On PostgreSQL this waits for whoever is just storing a key that the old pair wraps.
            old = Kek.objects.filter(centre=centre_id, retired_at=None).exclude(pk=newest.pk)
            old.update(retired_at=timezone.now())
    keks.forget(centre_id)


def _page(old: list[UUID], *, after: int) -> list[Key]:
    """Return the next keys that old pairs wrap. None is added to them: nothing is wrapped with a retired pair."""
    return list(Key.objects.filter(kek__in=old, pk__gt=after).order_by("pk")[:BATCH]) if old else []


def _rewrap(old: list[UUID], newest: Kek, passed: _Passed) -> int:
    """Wrap one batch anew. What was erased or moved meanwhile stays as it is."""
    rows = _page(old, after=passed.last)
    if not rows:
        return 0
    public, opened = bytes(newest.public), [(row, _opened(row)) for row in rows]
    fresh = [(row, wrapping.wrap(key, public)) for row, key in opened if key]
    if fresh:
        _store(fresh, newest)
    passed.last = rows[-1].pk
    passed.damaged += [(row.record, row.kind) for row, key in opened if not key]
    return len(rows)


def _store(fresh: Sequence[tuple[Key, bytes]], newest: Kek) -> None:
    connection = connections[KEYS]
    kek, binary = Key._meta.get_field("kek"), Key._meta.get_field("wrapped")
    new = kek.get_db_prep_save(newest.pk, connection)
    values = [
        value
        for row, wrapped in fresh
        for value in (
            row.pk,
            kek.get_db_prep_save(row.kek, connection),
            new,
            binary.get_db_prep_save(wrapped, connection),
        )
    ]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE.format(rows=", ".join(["(%s, %s, %s, %s)"] * len(fresh))), values)


_UPDATE = (
    "UPDATE vault_key SET kek = v.column3, wrapped = v.column4 FROM (VALUES {rows}) AS v "
    "WHERE vault_key.id = v.column1 AND vault_key.kek = v.column2"
)


def _opened(row: Key) -> bytes:
    """Return a data key; b"" where it does not open."""
    if row.kek is None:
        raise AssertionError("A key was found by its pair and has none.")
    try:
        return wrapping.unwrap(bytes(row.wrapped), keyring.private(row.kek))
    except (Damaged, NoPrivateKey):
        return b""


def _forget(kek: UUID) -> None:
    """Delete the private half of a retired pair, unless a key still names it."""
    with transaction.atomic(using=KEYS):
        if not Key.objects.filter(kek=kek).exists():
            Secret.objects.filter(pk=str(kek)).delete()
    keyring.forget(str(kek))
