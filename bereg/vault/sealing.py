"""The form of sealed text: 0x01 | nonce 12 | AES-256-GCM(padded) | tag 16. Knows no database.

padded = length u32 BE | UTF-8 | zeros up to a multiple of the block. What the text belongs to is authenticated
beside it, so that it opens in no other record, field or centre.
"""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bereg.vault.faults import Damaged

VERSION = b"\x01"
NONCE_B, TAG_B, LENGTH_B, KEY_B = 12, 16, 4, 32


def place(label: str, record: UUID, field: str, centre: UUID) -> bytes:
    """Return what a text belongs to, in the words that are authenticated. label: `app.model`."""
    return parts("v1", label, str(record), field, str(centre))


def parts(*words: str) -> bytes:
    """Join words by "|". Raise ValueError where a word holds one, as two places could then look alike."""
    if any("|" in word for word in words):
        raise ValueError(f"No part may hold a bar: {words}")
    return "|".join(words).encode("ascii")


def new_key() -> bytes:
    return os.urandom(KEY_B)


def seal(text: str, *, key: bytes, belongs: bytes, block_B: int) -> bytes:  # noqa: N803 - bytes
    """Seal a text. belongs: see `place`."""
    written = text.encode()
    plain = len(written).to_bytes(LENGTH_B, "big") + written
    return seal_bytes(plain + bytes(-len(plain) % block_B), key=key, belongs=belongs)


def unseal(sealed: bytes, *, key: bytes, belongs: bytes) -> str:
    """Open a text. Raise Damaged where a single bit is another one, or it belongs elsewhere."""
    padded = unseal_bytes(sealed, key=key, belongs=belongs)
    length = int.from_bytes(padded[:LENGTH_B], "big")
    if len(padded) < LENGTH_B + length:
        raise Damaged("The length within is too great.")
    try:
        return padded[LENGTH_B : LENGTH_B + length].decode()
    except UnicodeDecodeError:
        raise Damaged("What is sealed is no text.") from None


def seal_bytes(plain: bytes, *, key: bytes, belongs: bytes) -> bytes:
    """Seal bytes as they are."""
    nonce = os.urandom(NONCE_B)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, belongs)


def unseal_bytes(sealed: bytes, *, key: bytes, belongs: bytes) -> bytes:
    """Open sealed bytes. Raise Damaged."""
    if len(sealed) < len(VERSION) + NONCE_B + TAG_B or sealed[:1] != VERSION:
        raise Damaged("This is nothing sealed.")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE_B], sealed[1 + NONCE_B :], belongs)
    except InvalidTag:
        raise Damaged("What is stored is not what was sealed here.") from None
