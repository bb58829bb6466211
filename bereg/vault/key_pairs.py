"""The pair of keys that a receipt or the secret of a link stands for. Knows no database.

Argon2id makes 32 bytes from the secret, with the record's uuid as salt, and HKDF a private key of X25519 from these for
each holder: what was made for a receipt opens nothing of a link, and trying a secret takes one derivation in any case.
"""

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from bereg.vault import sealing, wrapping
from bereg.vault.classes import READS, Holder

# Source: RFC 9106, 4, the second choice, for what has no 2 GiB to spare; with one lane, as libsodium has it.
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 1
SECRET_B = 32
LONGEST = 256  # characters that are looked at: no receipt and no link is as long
GAPS = ("Z", "C", "Pd")  # Unicode's categories of blanks, of what is not seen, and of hyphens


@dataclass(frozen=True)
class ProvenHolder:
    """Whoever has proven a secret: for a receipt or a link, with the private half of the pair it stands for."""

    holder: Holder
    private: bytes


def derive(secret: str, record: UUID) -> dict[Holder, wrapping.Pair]:
    """Return the pair that a secret stands for, for each holder. Takes 64 MiB, and 0.2 s of a core."""
    stretched = stretch(secret, record.bytes)
    return {holder: _pair(stretched, record, holder) for holder in READS}


def stretch(secret: str, salt: bytes) -> bytes:
    """Return 32 bytes that whoever guesses at a secret has to work for, each time anew for each salt."""
    return hash_secret_raw(
        normalised(secret).encode(errors="replace"),
        salt,
        time_cost=PASSES,
        memory_cost=MEMORY_KIB,
        parallelism=LANES,
        hash_len=SECRET_B,
        type=Type.ID,
    )


def normalised(secret: str) -> str:
    """Return a secret as it is meant, however it is typed.

    Compatible forms are one (NFKC: full-width digits are digits), capital letters are small ones, the digits of every
    script are those of ASCII, and blanks and hyphens between groups count for nothing.
    """
    folded = unicodedata.normalize("NFKC", secret[:LONGEST]).casefold()
    signs = (_plain(sign) for sign in folded if not unicodedata.category(sign).startswith(GAPS))
    return unicodedata.normalize("NFKC", "".join(signs))


def _plain(sign: str) -> str:
    return str(unicodedata.decimal(sign, sign))


def _pair(stretched: bytes, record: UUID, holder: Holder) -> wrapping.Pair:
    info = sealing.parts("v1", "holder", holder, str(record))
    return wrapping.pair_of(HKDFExpand(SHA256(), SECRET_B, info).derive(stretched))
