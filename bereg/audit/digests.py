"""What acts have stored of sealed texts: for each field a sign of its name, and the SHA-256 of the sealed bytes.

Each field has a part of its own, so that acts on one field say nothing about another, and one that is damaged does not
take the others along. Entries of earlier versions hold one digest over several fields, which is no part of anything.
"""

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice

from bereg.audit import chain, reading
from bereg.audit.chain import Link
from bereg.audit.verifying import Unreadable

SIGN_B, DIGEST_B = 4, 32
PART_B = SIGN_B + DIGEST_B
NOTHING = bytes(DIGEST_B)  # of a field that an act has emptied
UNPROVEN = b""  # of one whose newest entry was changed or made up: what it said is not known
ANY = b""  # the sign of every field of which nothing newer is known
TARGETS_EACH = 500
Digests = dict[bytes, bytes]  # by the sign of the field


@lru_cache(maxsize=256)
def sign(field: str) -> bytes:
    """Return by what a field is known in an entry."""
    return hashlib.sha256(field.encode()).digest()[:SIGN_B]


def digest_of(sealed: bytes) -> bytes:
    """Return the digest of sealed bytes, and NOTHING of none."""
    return hashlib.sha256(sealed).digest() if sealed else NOTHING


def joined(digests: Mapping[str, bytes]) -> bytes:
    """Return digests of fields, by their names, as an entry holds them."""
    return b"".join(sign(field) + digest for field, digest in digests.items())


def parts(sha256: bytes) -> Digests:
    """Return the digests that an entry holds; none where it is of an earlier version."""
    if len(sha256) % PART_B:
        return {}
    each = [sha256[start : start + PART_B] for start in range(0, len(sha256), PART_B)]
    return {part[:SIGN_B]: part[SIGN_B:] for part in each}


def newest(kind: str, targets: Iterable[str], key: bytes, *, among: range | None = None) -> dict[str, Digests]:
    """Return what the newest acts have stored in each record of a kind. key: of the log.

    among: of these entries alone, as far as no later one says anything else of the same field.

    Acts that a process without the key has written down prove nothing: whoever can write to the database can put one
    among those that wait. Where an entry was changed, what older ones say is not known to be the newest.
    """
    found: dict[str, Digests] = {}
    waiting = iter(targets)
    while batch := list(islice(waiting, TARGETS_EACH)):
        for target, entry in reading.with_digests(kind, batch):  # the newest come first
            known = found.setdefault(target, {})
            if ANY in known or (isinstance(entry, Link) and entry.was_pending):
                continue
            if isinstance(entry, Unreadable) or chain.mac_of(key, entry) != entry.mac:
                known[ANY] = UNPROVEN
                continue
            for field, digest in parts(entry.sha256).items():
                known.setdefault(field, digest if among is None or entry.seq in among else NOTHING)
    return found


def standing_of(known: Digests) -> bytes:
    """Return the digests of what stands of a record, as an entry holds them."""
    return b"".join(field + digest for field, digest in known.items() if digest not in {NOTHING, UNPROVEN})


def said_of(field: str, known: Digests) -> bytes | None:
    """Return the digest of a field, UNPROVEN, or None where no act has stored anything in it."""
    return known.get(sign(field), known.get(ANY))


def are_kept(*, but: str) -> bool:
    """Tell whether any act of this version has stored a digest; but: an act that does not count."""
    return any(parts(each) for each in reading.digests_kept(but=but))
