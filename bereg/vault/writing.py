"""Sealing of texts. Any process may seal what is new; sealing anew what has a key takes an unlocked one."""

import hashlib
from collections.abc import Mapping
from typing import Any

from bereg.vault import datakeys, sealing
from bereg.vault.fields import field_of, place_of
from bereg.vault.recipient_keys import Wanted

Texts = Mapping[str, str]  # the name of the field to its text


def seal(record: Any, field: str, text: str) -> bytes:
    """Seal one text of a record; b"" where it is empty. Store the result in the same field."""
    return seal_all(record, {field: text})[field]


def seal_all(record: Any, texts: Texts) -> dict[str, bytes]:
    """Seal several texts of one record, with one statement for their keys."""
    return seal_many([(record, texts)])[0]


def seal_many(items: list[tuple[Any, Texts]]) -> list[dict[str, bytes]]:
    """Seal texts of many records, with one statement for each 500 keys."""
    keys = datakeys.take(_wanted(items))
    return [{field: _sealed(record, field, text, keys) for field, text in texts.items()} for record, texts in items]


def _wanted(items: list[tuple[Any, Texts]]) -> dict[Wanted, Any]:
    return {
        (record.pk, field_of(record, field).kind): record.centre_id
        for record, texts in items
        for field, text in texts.items()
        if text
    }


def _sealed(record: Any, field: str, text: str, keys: Mapping[Wanted, bytes]) -> bytes:
    kind = field_of(record, field).kind
    if not text:
        return b""
    return sealing.seal(text, key=keys[record.pk, kind], belongs=place_of(record, field), block_B=kind.block_B)


def digest(*sealed: bytes) -> bytes:
    """Return the SHA-256 of sealed bytes, for the audit log; b"" where nothing is sealed."""
    together = b"".join(bytes(each) for each in sealed)
    return hashlib.sha256(together).digest() if together else b""
