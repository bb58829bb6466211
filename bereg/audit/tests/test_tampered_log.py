"""S19: whatever is done to a log by somebody without the key is found; a tail that was cut by a checkpoint alone."""

import datetime as dt
import hashlib
import hmac
import random
from collections.abc import Callable
from typing import Any

import pytest

from bereg.audit.chain import FIRST, End, Link, links
from bereg.audit.checkpoints import Checkpoint, Ledger, make
from bereg.audit.tests.chains import KEY, NOW, acts, chain_of
from bereg.audit.verifying import DamageKind, Unreadable, damages

LENGTH = 60
KEPT_AT = (20, 40, LENGTH)  # where checkpoints were written
WHOLE = chain_of(LENGTH)
KNOWN = {seq: WHOLE[seq - 1].mac for seq in KEPT_AT}
CHECKPOINTS = [make(End(seq, KNOWN[seq]), Ledger(seq, "ab"), at=NOW, key=KEY) for seq in KEPT_AT]
Log = list[Link]
THIEF = b"a key that is not the log's own!"


def wrong_with(log: Log, known: dict[int, bytes] | None = None, key: bytes | None = KEY) -> set[DamageKind]:
    found = damages(log, key=key, after=End(), known=KNOWN if known is None else known)
    return {damage.kind for damage in found}


def flip(log: Log, chance: random.Random) -> None:
    """Change one bit of one value of one entry."""
    place, column = chance.randrange(len(log)), chance.randrange(1, len(Link._fields))
    log[place] = with_values(log[place], {Link._fields[column]: other(log[place][column], chance)})


def with_values(link: Link, values: dict[str, Any]) -> Link:
    return link._replace(**values)


def other(value: object, chance: random.Random) -> object:
    """Return a value that differs in as little as can be."""
    match value:
        case bool():
            return not value
        case int():
            return value ^ (1 << chance.randrange(40))
        case dt.datetime():
            return value + dt.timedelta(microseconds=chance.choice((-1, 1)) << chance.randrange(30))
        case bytes():
            if not value:
                return b"\0"
            place = chance.randrange(len(value))
            return value[:place] + bytes([value[place] ^ (1 << chance.randrange(8))]) + value[place + 1 :]
        case str():
            place = chance.randrange(len(value) + 1)
            return value[:place] + chance.choice("abc 0\x00é") + value[place:]
    raise TypeError(value)


def delete(log: Log, chance: random.Random) -> None:
    """Take out some entries, and at times close the gap in the numbers."""
    first = chance.randrange(len(log) - 1)
    del log[first : chance.randrange(first, len(log) - 1) + 1]
    if chance.random() < 0.5:
        log[:] = [entry._replace(seq=number) for number, entry in enumerate(log, 1)]


def insert(log: Log, chance: random.Random) -> None:
    """Put in an entry of one's own, at best with digests that fit one another under a key of one's own."""
    place = chance.randrange(len(log) + 1)
    before = log[place - 1] if place else None
    act = acts(LENGTH * 2)[chance.randrange(LENGTH * 2)]
    [made] = links(THIEF, [act], End(place, before.mac if before else FIRST))
    later = [entry._replace(seq=entry.seq + 1) for entry in log[place:]]
    if later and chance.random() < 0.5:
        later[0] = later[0]._replace(prev=made.mac)
    log[place:] = [made, *later]


def reorder(log: Log, chance: random.Random) -> None:
    """Swap two entries, with their numbers or without, at times with the digests left in their places."""
    one, two = chance.sample(range(len(log)), 2)
    log[one], log[two] = log[two], log[one]
    kept = chance.choice(((), ("seq",), ("seq", "prev"), ("seq", "prev", "mac")))
    for here in (one, two):
        log[here] = with_values(log[here], {name: getattr(WHOLE[here], name) for name in kept})


def cut(log: Log, chance: random.Random) -> None:
    """Cut the newest entries off, at times with others in their place."""
    log[:] = log[: chance.randrange(len(log))]
    if chance.random() < 0.5:
        end = End(log[-1].seq, log[-1].mac) if log else End()
        log += links(THIEF, acts(LENGTH)[len(log) :], end)


def splice(log: Log, chance: random.Random) -> None:
    """Put a piece of another installation's log, or of this one's, in place of another piece."""
    source = chance.choice((list(links(THIEF, acts(LENGTH), End())), WHOLE))
    first, length = chance.randrange(LENGTH - 5), chance.randrange(1, 5)
    there = chance.choice([place for place in range(LENGTH - 5) if place != first or source is not WHOLE])
    log[first : first + length] = source[there : there + length]


WAYS: tuple[Callable[[Log, random.Random], None], ...] = (flip, delete, insert, reorder, cut, splice)


def assert_found(count: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    for number in range(count):
        log, way = list(WHOLE), WAYS[number % len(WAYS)]
        way(log, chance)
        assert log != WHOLE, (number, way.__name__)
        assert wrong_with(log), (number, way.__name__)


def test_a_whole_log_is_whole() -> None:
    assert wrong_with(WHOLE) == set()
    assert wrong_with(WHOLE, key=None) == set()


def test_every_mutation_is_found() -> None:
    assert_found(300, seed=1)


@pytest.mark.torture
def test_ten_thousand_mutations_are_found() -> None:
    assert_found(10_000, seed=2)


def test_each_column_counts() -> None:
    for place, name in enumerate(Link._fields):
        changed = with_values(WHOLE[9], {name: other(WHOLE[9][place], random.Random(3))})  # noqa: S311
        assert wrong_with([*WHOLE[:9], changed, *WHOLE[10:]], known={}), name


def test_another_key_finds_every_entry_changed() -> None:
    found = list(damages(WHOLE, key=THIEF, after=End(), known={}))
    assert [damage.seq for damage in found] == list(range(1, LENGTH + 1))


def test_a_cut_tail_is_found_by_a_checkpoint_alone() -> None:
    for length in range(LENGTH):
        assert wrong_with(WHOLE[:length], known={}) == set()
        assert DamageKind.CUT in wrong_with(WHOLE[:length])


def test_without_the_key_what_was_taken_out_or_moved_is_found() -> None:
    assert wrong_with(WHOLE[:9] + WHOLE[10:], key=None) == {DamageKind.MISSING, DamageKind.BROKEN}
    renumbered = [entry._replace(seq=number) for number, entry in enumerate(WHOLE[:9] + WHOLE[10:], 1)]
    assert DamageKind.BROKEN in wrong_with(renumbered, key=None)
    changed = [*WHOLE[:9], WHOLE[9]._replace(role="admin"), *WHOLE[10:]]
    assert wrong_with(changed, key=None) == set()
    assert wrong_with(changed) == {DamageKind.CHANGED}


def test_an_entry_that_cannot_be_read_is_named_and_the_rest_checked() -> None:
    log: list[Link | Unreadable] = [*WHOLE[:9], Unreadable(10), *WHOLE[10:29], *WHOLE[30:]]
    found = [(damage.kind, damage.seq) for damage in damages(log, key=KEY, after=End(), known={})]
    assert found == [(DamageKind.UNREADABLE, 10), (DamageKind.MISSING, 31), (DamageKind.BROKEN, 31)]


@pytest.mark.parametrize("field", ["seq", "mac", "at", "ledger"])
def test_a_changed_checkpoint_is_not_signed(field: str) -> None:
    kept, wrong = CHECKPOINTS[1], CHECKPOINTS[0]
    value = Ledger(3, "cd") if field == "ledger" else "2026-11-25T10:00:00+00:00" if field == "at" else None
    changed = Checkpoint(**{**kept.__dict__, field: value or getattr(wrong, field)})
    assert kept.is_signed_with(KEY)
    assert not changed.is_signed_with(KEY)
    assert not kept.is_signed_with(THIEF)


def test_the_digest_is_over_json_with_sorted_keys_and_no_spaces() -> None:
    [link] = links(KEY, [(NOW, 5, "a", "b", "c", "d", "e", "f", "g", "h", b"\x01")], End())
    text = (
        '{"action":"d","actor":"a","at":"2026-11-25T09:00:00.000000Z","because":"g","centre":"c","ip_hash":"h","mono":5,'
        '"role":"b","seq":1,"sha256":"01","target":"f","target_kind":"e","was_pending":false}'
    )
    assert link.mac == hmac.new(KEY, bytes(32) + text.encode("ascii"), hashlib.sha256).digest()
