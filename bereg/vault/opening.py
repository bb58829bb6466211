"""Whether everything sealed opens, texts and files: tried after a restore. What is opened is thrown away unread."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import SuspiciousFileOperation

from bereg.vault import comparing_all, files
from bereg.vault.classes import Holder
from bereg.vault.datakeys import open_key
from bereg.vault.faults import VaultFault
from bereg.vault.fields import Field, SealedFileField, place_of, sealed_fields, standing
from bereg.vault.ledger import sealed_models
from bereg.vault.models import Key, LedgerLine, record_hash
from bereg.vault.sealing import unseal

BATCH = 500
# A file may be missing, or its name be none: a restore has to say so, whatever it is.
FAULTS = (VaultFault, KeyError, OSError, SuspiciousFileOperation)


@dataclass
class Tried:
    """How many texts and files opened; which did not, as a model, a record and the fault, never a text."""

    opened: int = 0
    erased: int = 0  # their keys were destroyed, and yet they stand: after a replay there must be none
    failed: list[str] = field(default_factory=list)


def count() -> int:
    """Count the sealed texts and files."""
    return sum(standing(model, each).count() for model in sealed_models() for each in sealed_fields(model))


def try_all(progress: Callable[[int], object]) -> Tried:
    """Open every sealed text and file there is, and compare each with the audit log."""
    tried, erased = Tried(), set[str]()
    for model in sealed_models():
        for each in sealed_fields(model):
            for batch in _batches(standing(model, each).order_by("pk")):
                _try(batch, each, tried, erased)
                progress(len(batch))
    known = {each.partition(":")[0] for each in tried.failed} | erased
    tried.failed += [_failed(each.name, each.fault) for each in comparing_all.wrong() if each.name not in known]
    return tried


def _failed(name: str, fault: Exception) -> str:
    return f"{name}: {type(fault).__name__}"


def _batches(records: Any) -> Iterator[list[Any]]:
    rows = records.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _try(batch: list[Any], sealed: Field, tried: Tried, erased: set[str]) -> None:
    ids = [record.pk for record in batch]
    keys = {key.record: key for key in Key.objects.filter(record__in=ids, kind=sealed.kind, holder=Holder.CENTRE)}
    hashes = [record_hash(each) for each in ids if each not in keys]
    # Of this class alone: a draft has the id of the enquiry that it became, and its own line.
    lines = LedgerLine.objects.filter(record_hash__in=hashes, kind=sealed.kind)
    gone = {bytes(each) for each in lines.values_list("record_hash", flat=True)}
    for record in batch:
        if record.pk not in keys and record_hash(record.pk) in gone:
            tried.erased += 1
            erased.add(_name(record, sealed))
            continue
        try:
            _open(record, sealed, open_key(keys[record.pk]))
            tried.opened += 1
        except FAULTS as fault:
            tried.failed.append(_failed(_name(record, sealed), fault))


def _name(record: Any, sealed: Field) -> str:
    return f"{record._meta.label_lower}.{sealed.name} {record.pk}"


def _open(record: Any, sealed: Field, key: bytes) -> None:
    """Open one text, or check one file to its end, piece by piece."""
    belongs = place_of(record, sealed.name)
    if isinstance(sealed, SealedFileField):
        files.verify(files.source(record, sealed.name)(), key=key, belongs=belongs)
    else:
        unseal(bytes(getattr(record, sealed.name)), key=key, belongs=belongs)
