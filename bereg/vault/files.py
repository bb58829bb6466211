"""The form of a sealed file, chunk by chunk: a plain copy never lies on the disk.

header = "BRGF" 0x01 | 65536 u32 BE | random prefix 7. Of each chunk the nonce = prefix | index u32 BE | 0x01 on the
last, else 0x00, so that none can be left out, moved or cut off. What the file belongs to is authenticated with it.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bereg.vault.faults import Damaged
from bereg.vault.fields import SealedFileField
from bereg.vault.sealing import TAG_B

CHUNK_B = 65536
START = b"BRGF\x01" + CHUNK_B.to_bytes(4, "big")
PREFIX_B = 7
HEADER_B = len(START) + PREFIX_B
MOST_CHUNKS = 2**32


def seal(plain: Iterable[bytes], *, key: bytes, belongs: bytes) -> Iterator[bytes]:
    """Seal a file. plain: pieces of any length."""
    header = START + os.urandom(PREFIX_B)
    cipher, beside = AESGCM(key), _beside(belongs, header)
    yield header
    for index, chunk, is_last in _numbered(_cut(plain, CHUNK_B)):
        yield cipher.encrypt(_nonce(header, index, is_last=is_last), chunk, beside)


def unseal(sealed: Iterable[bytes], *, key: bytes, belongs: bytes) -> Iterator[bytes]:
    """Open a file. Raise Damaged at the first chunk that is not what was sealed; what came before it is genuine."""
    header, rest = _header(iter(sealed))
    cipher, beside = AESGCM(key), _beside(belongs, header)
    for index, chunk, is_last in _numbered(_cut(rest, CHUNK_B + TAG_B)):
        try:
            yield cipher.decrypt(_nonce(header, index, is_last=is_last), chunk, beside)
        except (InvalidTag, ValueError):
            raise Damaged("What is stored is not the file that was sealed here.") from None


def verify(sealed: Iterable[bytes], *, key: bytes, belongs: bytes) -> None:
    """Check a whole file, so that nothing of a damaged one is handed out. Raise Damaged."""
    for _ in unseal(sealed, key=key, belongs=belongs):
        pass


def _beside(belongs: bytes, header: bytes) -> bytes:
    return belongs + b"|" + header


def _nonce(header: bytes, index: int, *, is_last: bool) -> bytes:
    if index >= MOST_CHUNKS:
        raise ValueError("A file has too many chunks.")
    return header[len(START) :] + index.to_bytes(4, "big") + bytes([is_last])


def _header(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    start = b""
    for piece in pieces:
        start += piece
        if len(start) >= HEADER_B:
            break
    if len(start) < HEADER_B or not start.startswith(START):
        raise Damaged("This is no sealed file.")
    return start[:HEADER_B], _chain(start[HEADER_B:], pieces)


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _cut(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Cut pieces of any length into chunks of one size; the last may be shorter, or empty where it is alone."""
    waiting, is_first = bytearray(), True
    for piece in pieces:
        waiting += piece
        while len(waiting) > size:
            yield bytes(waiting[:size])
            del waiting[:size]
            is_first = False
    if waiting or is_first:
        yield bytes(waiting)


def _numbered(chunks: Iterator[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    index, held = 0, next(chunks)
    for chunk in chunks:
        yield index, held, False
        index, held = index + 1, chunk
    yield index, held, True


def source(record: Any, field: str) -> Callable[[], Iterator[bytes]]:
    """Return what reads the sealed file from its beginning."""

    def pieces() -> Iterator[bytes]:
        if not isinstance(record._meta.get_field(field), SealedFileField):
            yield bytes(getattr(record, field))
            return
        with getattr(record, field).open("rb") as stream:
            while piece := stream.read(CHUNK_B):
                yield piece

    return pieces
