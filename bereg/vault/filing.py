"""Sealed files. What belongs to a record is sealed while it comes in and opened while it goes out.

Registers that are imported in the browser are stored so; pictures of materials and recordings of the voicemail will be.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.vault import datakeys, files, keyring, rules
from bereg.vault.because import Because
from bereg.vault.comparing_with_log import fault_of, known_of
from bereg.vault.fields import kind_of, place_of, sealed_field

OPENED = "file.opened"


class Sealed(Iterator[bytes]):
    """The pieces of a sealed file, and the digest of all of them once the last is taken."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._sum, self._is_over = pieces, hashlib.sha256(), False

    def __next__(self) -> bytes:
        try:
            piece = next(self._pieces)
        except StopIteration:
            self._is_over = True
            raise
        self._sum.update(piece)
        return piece

    @property
    def sha256(self) -> bytes:
        """The SHA-256 of the whole sealed file, for the audit log. Raise ValueError where it is not whole yet."""
        if not self._is_over:
            raise ValueError("The file is not sealed to its end yet.")
        return self._sum.digest()


def seal_file(record: Any, field: str, chunks: Iterable[bytes]) -> Sealed:
    """Seal a file of a record, piece by piece; the result is to be stored as it comes. Its key is stored at once.

    Whoever stores it gives its `sha256` to the entry of the act (`written_file`), as sealing proves no author.
    """
    wanted = (record.pk, kind_of(record, field))
    key = datakeys.take({wanted: record.centre_id})[wanted]
    return Sealed(files.seal(chunks, key=key, belongs=place_of(record, field)))


def open_file(record: Any, field: str, *, by: User | None, because: Because) -> Iterator[bytes]:
    """Open a file of a record. Raise a VaultFault before anything of it is given, as it is checked whole first."""
    wanted = (record.pk, kind_of(record, field))
    rules.check(by, record, wanted[1], because)
    keyring.require()
    with transaction.atomic(durable=True):  # no entry, no file
        audit.record(OPENED, target=record, by=by, because=Because(because))
    key, belongs, pieces = datakeys.fetch([wanted])[wanted], place_of(record, field), files.source(record, field)
    _check_file(record, field, key)
    return files.unseal(pieces(), key=key, belongs=belongs)


def _check_file(record: Any, name: str, key: bytes) -> None:
    """Check a whole file: what it holds, and that it is the one that was stored here. Raise Damaged, Unwritten."""
    sealed = Sealed(files.source(record, name)())
    files.verify(sealed, key=key, belongs=place_of(record, name))
    known = known_of([record]).get(str(record.pk), {})
    fault = fault_of(record, sealed_field(record, name), sealed.sha256, known)
    if fault:
        raise fault
