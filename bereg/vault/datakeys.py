"""Data keys: one a record and class. Taken for sealing, made at first use; fetched for opening."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from bereg.core.routing import KEYS
from bereg.vault import keks, keyring, recipient_keys, sealing, wrapping
from bereg.vault.classes import SHARED, Holder, Kind
from bereg.vault.faults import Erased, KeyMissing, NoPrivateKey, VaultLocked
from bereg.vault.models import Kek, Key, LedgerLine, record_hash
from bereg.vault.recipient_keys import Wanted

BATCH = 500
TRIES = 5


def take(wanted: Mapping[Wanted, UUID]) -> dict[Wanted, bytes]:
    """Return the data keys to seal with. wanted: the centre of each.

    A new key is stored and committed here, before any text that it seals: a crash leaves a spare key, never a text
    without one. A record that has a key keeps it, so that the text which stands can still be read after such a crash.
    What receipts and links may open is wrapped for those that were admitted, in the same commit.
    """
    keys: dict[Wanted, bytes] = {}
    waiting = iter(wanted.items())
    while batch := dict(islice(waiting, BATCH)):
        shared = {each: centre for each, centre in batch.items() if each[1] in SHARED}
        keys |= _take({each: centre for each, centre in batch.items() if each not in shared})
        keys |= _take_shared(shared)
    return keys


def _take_shared(wanted: dict[Wanted, UUID]) -> dict[Wanted, bytes]:
    """Take keys that others read beside the centre: one commit stores them for all, or for nobody."""
    if not wanted:
        return {}
    for centre in set(wanted.values()):
        keks.newest(centre)  # where it is made, it stays whatever becomes of the transaction
    with transaction.atomic(using=KEYS):
        recipient_keys.hold(record for record, _ in wanted)
        keys = _take(wanted)
        recipient_keys.wrap(keys, wanted)
    return keys


def _take(wanted: dict[Wanted, UUID]) -> dict[Wanted, bytes]:
    keys: dict[Wanted, bytes] = {}
    for _ in range(TRIES):
        left = {each: centre for each, centre in wanted.items() if each not in keys}
        keys |= _insert_or_open(left) if left else {}
        if len(keys) == len(wanted):
            return keys
        for centre in set(left.values()):  # its pair was retired since it was looked up
            keks.forget(centre)
    raise KeyMissing("The centre's keys changed again and again.")


def _insert_or_open(wanted: dict[Wanted, UUID]) -> dict[Wanted, bytes]:
    fresh = {each: sealing.new_key() for each in wanted}
    rows = [_row(each, centre, keks.newest(centre), fresh[each]) for each, centre in wanted.items()]
    if _insert(rows) == len(rows):
        return fresh
    ours = {(row.record, Kind(row.kind)): row.wrapped for row in rows}
    found = _stored(wanted)
    return {each: fresh[each] if bytes(key.wrapped) == ours[each] else open_key(key) for each, key in found.items()}


def _row(wanted: Wanted, centre: UUID, kek: Kek, key: bytes) -> Key:
    record, kind = wanted
    return Key(record=record, kind=kind, centre=centre, kek=kek.pk, wrapped=wrapping.wrap(key, bytes(kek.public)))


def _insert(rows: list[Key]) -> int:
    """Insert rows whose pair still wraps; return how many. Leave alone what stands already.

    On PostgreSQL the pair's row is locked against being retired until the keys are in; on SQLite one writes at a time.
    So no key is ever stored for a pair that is retired: rotation relies on it.
    """
    connection = connections[KEYS]
    lock = "FOR SHARE OF k" if connection.vendor == "postgresql" else ""
    statement = _INSERT.format(rows=", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(rows)), lock=lock)
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in _values(row)])
        return int(cursor.rowcount)


_NAMES = ("record", "kind", "centre", "kek", "holder", "wrapped", "made_at")
_INSERT = (
    f"INSERT INTO vault_key ({', '.join(_NAMES)}) "  # noqa: S608 - names of ours
    "SELECT column1, column2, column3, column4, column5, column6, column7 FROM (VALUES {rows}) AS v "
    "JOIN vault_kek k ON k.id = column4 WHERE k.retired_at IS NULL {lock} ON CONFLICT DO NOTHING"
)


def _values(row: Key) -> list[Any]:
    fields = {field.name: field for field in row._meta.concrete_fields}
    return [fields[name].get_db_prep_save(getattr(row, name), connections[KEYS]) for name in _NAMES]


def fetch_standing(wanted: Iterable[Wanted]) -> dict[Wanted, Key]:
    """Return the rows of the keys that there are: for whoever goes on where one is not."""
    return _stored(wanted)


def fetch(wanted: Iterable[Wanted]) -> dict[Wanted, bytes]:
    """Return the data keys to open with. Raise VaultLocked, NoPrivateKey, Erased, KeyMissing."""
    keyring.require()
    asked = list(dict.fromkeys(wanted))
    found = _stored(asked)
    for each in asked:
        if each not in found:
            raise absent(each)
    return {each: open_key(found[each]) for each in asked}


def open_key(key: Key) -> bytes:
    """Unwrap a data key. Where its pair has just been rotated away, its row is read once more."""
    try:
        return _unwrapped(key)
    except VaultLocked:
        raise NoPrivateKey("This process holds no private key.") from None
    except NoPrivateKey:
        again = Key.objects.filter(pk=key.pk).exclude(kek=key.kek).first()
        if again is None:
            raise
        return _unwrapped(again)


def _unwrapped(key: Key) -> bytes:
    if key.kek is None:
        raise NoPrivateKey("This key is wrapped for somebody else.")
    return wrapping.unwrap(bytes(key.wrapped), keyring.private(key.kek))


def _stored(wanted: Iterable[Wanted]) -> dict[Wanted, Key]:
    asked = set(wanted)
    rows = Key.objects.filter(record__in={record for record, _ in asked}, holder=Holder.CENTRE)
    found = {(row.record, Kind(row.kind)): row for row in rows}
    return {each: found[each] for each in asked if each in found}


def absent(wanted: Wanted) -> Erased | KeyMissing:
    """Return the fault of a text whose key is not there."""
    record, kind = wanted
    if LedgerLine.objects.filter(record_hash=record_hash(record), kind=kind).exists():
        return Erased(f"The {kind} of this record was erased.")
    return KeyMissing(f"The {kind} of this record has no key.")
