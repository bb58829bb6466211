"""The chain itself: each entry carries a keyed digest over itself and over the one before it."""

import datetime as dt
import hmac
import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

FIRST = bytes(32)  # what stands before the first entry
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


class Link(NamedTuple):
    """One entry as it is stored, in the order of the columns."""

    seq: int
    at: dt.datetime
    mono: int
    actor: str
    role: str
    centre: str
    action: str
    target_kind: str
    target: str
    because: str
    ip_hash: str
    sha256: bytes
    was_pending: bool
    prev: bytes
    mac: bytes


ACT = Link._fields[1:12]  # what is known before the entry has its place in the chain


class End(NamedTuple):
    """Where a chain ends: the number and the digest of its last entry."""

    seq: int = 0
    mac: bytes = FIRST


class _Held:
    key: bytes | None = None


_held = _Held()


def use_key(key: bytes | None) -> None:
    """Hold the key of the log in this process, or let go of it."""
    if key is not None and len(key) != 32:
        raise ValueError("The key of the log has 32 bytes.")
    _held.key = key


def held_key() -> bytes | None:
    """Return the key of the log, or None where this process has none."""
    return _held.key


def message(link: Link) -> bytes:
    """Return what the digest of an entry is made over: JSON with sorted keys, no spaces, ASCII alone."""
    values = dict(zip(Link._fields[:-2], link[:-2], strict=True))
    values["at"] = link.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    values["sha256"] = link.sha256.hex()
    return _encode(values).encode("ascii")


def mac_of(key: bytes, link: Link) -> bytes:
    """Return the digest that an entry must carry."""
    return hmac.digest(key, link.prev + message(link), "sha256")


def links(key: bytes, acts: Iterable[tuple[Any, ...]], after: End, *, was_pending: bool = False) -> Iterator[Link]:
    """Chain acts, each as the values of ACT, to where a chain ends."""
    seq, prev = after
    for act in acts:
        seq += 1
        bare = Link._make((seq, *act, was_pending, prev, b""))
        prev = mac_of(key, bare)
        yield bare._replace(mac=prev)


def sub_key(key: bytes, use: str) -> bytes:
    """Return a key for one other use, so that no digest means two things."""
    return hmac.digest(key, f"bereg audit {use}".encode("ascii"), "sha256")
