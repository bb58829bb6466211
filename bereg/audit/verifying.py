"""Whether a chain is whole: over any entries, wherever they come from, with or without the key."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from bereg.audit.chain import End, Link, mac_of


class DamageKind(StrEnum):
    CHANGED = "changed"  # its digest does not fit: the entry, or its digest, was changed or made up
    BROKEN = "broken"  # it does not follow the entry before it: something was deleted, inserted or moved there
    MISSING = "missing"  # numbers are missing before it
    REPEATED = "repeated"  # its number was there already
    UNREADABLE = "unreadable"  # it holds what this program never writes
    UNLIKE_CHECKPOINT = "unlike_checkpoint"  # a checkpoint has another digest for this number
    CUT = "cut"  # the newest entries are missing: a checkpoint knows more
    CHECKPOINT = "checkpoint"  # a checkpoint was changed or cannot be read
    SEGMENT = "segment"  # what stands for deleted months was changed
    LEDGER = "ledger"  # the ledger of erasures is not the one that a checkpoint knows
    HEAD = "head"  # what PostgreSQL keeps as the end is not the end
    GUARD = "guard"  # a trigger is missing


class Damage(NamedTuple):
    """One thing that is wrong, and where: the number of the entry, or 0 where there is none."""

    kind: DamageKind
    seq: int = 0
    what: str = ""  # a name of ours


class Unreadable(NamedTuple):
    """An entry whose columns cannot be what this program wrote."""

    seq: int


def damages(
    entries: Iterable[Link | Unreadable], *, key: bytes | None, after: End, known: Mapping[int, bytes]
) -> Iterator[Damage]:
    """Yield all that is wrong with entries in the order of their numbers.

    after: where they begin. known: the digests that checkpoints have kept, by number. Without the key only the order
    is checked: entries that were changed in themselves look whole.
    """
    last, prev = after.seq, after.mac or None
    if known.get(last, after.mac) != after.mac:
        yield Damage(DamageKind.UNLIKE_CHECKPOINT, last)
    for entry in entries:
        if entry.seq != last + 1:
            yield Damage(DamageKind.MISSING if entry.seq > last else DamageKind.REPEATED, entry.seq)
        last = entry.seq
        if isinstance(entry, Unreadable):
            yield Damage(DamageKind.UNREADABLE, entry.seq)
            prev = None
            continue
        if prev is not None and entry.prev != prev:
            yield Damage(DamageKind.BROKEN, entry.seq)
        if key is not None and mac_of(key, entry) != entry.mac:
            yield Damage(DamageKind.CHANGED, entry.seq)
        if known.get(entry.seq, entry.mac) != entry.mac:
            yield Damage(DamageKind.UNLIKE_CHECKPOINT, entry.seq)
        prev = entry.mac
    if max(known, default=0) > last:
        yield Damage(DamageKind.CUT, last + 1)
