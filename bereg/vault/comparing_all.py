"""Every sealed text and file compared with the audit log: without opening one, and whether or not it opens."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.core.exceptions import SuspiciousFileOperation
from django.db import models, transaction

from bereg.audit import actions as audit
from bereg.audit import digests, queries
from bereg.audit.verifying import DamageKind
from bereg.centres.scope import beyond
from bereg.vault.comparing_with_log import fault_of, known_of
from bereg.vault.faults import VaultFault
from bereg.vault.fields import Field, SealedFileField, sealed_fields, standing
from bereg.vault.files import source
from bereg.vault.ledger import sealed_models

BATCH = 500
ADOPTED = "text.adopted"
SEALED = "text.sealed"  # the act of migrations that seal what stood in clear: they run before
UNREADABLE = bytes(digests.DIGEST_B - 1) + b"\x01"  # the digest of no file: one that is missing, or cannot be read
Progress = Callable[[int], object]


class NotAdopted(VaultFault):
    """What stands from before digests were kept was not taken over, as the audit log is damaged."""


class Wrong(NamedTuple):
    """One text or file that is not the one that was written here."""

    label: str
    field: str
    record: Any
    fault: VaultFault

    @property
    def name(self) -> str:
        """By what people find it: the model, the field and the record."""
        return f"{self.label}.{self.field} {self.record}"


def count() -> int:
    """Count the records that can hold something sealed."""
    with beyond("verifying"):
        return sum(model._base_manager.count() for model in sealed_models())


def wrong(progress: Progress = lambda _count: None) -> Iterator[Wrong]:
    """Yield whatever is not what was written here, or was taken away. Raise VaultLocked."""
    for model in sealed_models():
        for batch in _batches(model):
            known = known_of(batch)
            for record in batch:
                said = known.get(str(record.pk), {})
                for field in sealed_fields(model):
                    fault = fault_of(record, field, _digest(record, field), said)
                    if fault and not _changed_meanwhile(record, field):
                        yield Wrong(model._meta.label_lower, field.name, record.pk, fault)
            progress(len(batch))


def adopt(progress: Progress = lambda _count: None, *, despite: bool = False) -> int:
    """Write down what stands from before digests were kept, once. Return of how many records. Raise NotAdopted.

    Nobody can tell whether it was changed before that. Afterwards it never happens again: whoever wants to have a
    forged text adopted has to take every entry with a digest out of the record, which breaks its chain. So that is
    verified first. despite: whether somebody has decided to take over what stands although it is broken.
    """
    if digests.are_kept(but=SEALED) or not _any_stands():
        return 0
    if not despite and any(each.kind is not DamageKind.GUARD for each in queries.verify().damages):
        raise NotAdopted("The audit log is damaged.")
    with transaction.atomic():
        return sum(_adopt(model, progress) for model in sealed_models())


def _adopt(model: type[models.Model], progress: Progress) -> int:
    adopted = 0
    for batch in _batches(model):
        values = [{each.name: _digest(record, each) for each in sealed_fields(model)} for record in batch]
        found = [
            (record, {name: digest for name, digest in each.items() if digest != digests.NOTHING})
            for record, each in zip(batch, values, strict=True)
        ]
        acts = [(ADOPTED, record, digests.joined(each)) for record, each in found if each]
        audit.record_acts(acts, by=None, because="migration")
        adopted += len(acts)
        progress(len(batch))
    return adopted


def _any_stands() -> bool:
    with beyond("verifying"):
        return any(standing(model, each).exists() for model in sealed_models() for each in sealed_fields(model))


def _batches(model: type[models.Model]) -> Iterator[list[Any]]:
    """Yield every record, page by page: a reader that stays would keep SQLite's log from being cut."""
    needed = [each.name for each in sealed_fields(model)]
    needed += [each.tag for each in sealed_fields(model) if not isinstance(each, SealedFileField) and each.tag]
    last = None
    while True:
        with beyond("verifying"):
            rows = model._base_manager.order_by("pk").only("pk", "centre_id", *needed)
            batch = list((rows.filter(pk__gt=last) if last else rows)[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].pk


def _digest(record: Any, field: Field) -> bytes:
    if not isinstance(field, SealedFileField):
        return digests.digest_of(bytes(getattr(record, field.name)))
    if not getattr(record, field.name):
        return digests.NOTHING
    running = hashlib.sha256()
    try:
        for piece in source(record, field.name)():
            running.update(piece)
    except (OSError, SuspiciousFileOperation):
        return UNREADABLE
    return running.digest()


def _changed_meanwhile(record: Any, field: Field) -> bool:
    """Tell whether somebody has stored something else since the record was read, while people work."""
    with beyond("verifying"), transaction.atomic():
        now = type(record)._base_manager.select_for_update(no_key=True).filter(pk=record.pk).first()
        if now is None:
            return True
        known = known_of([now]).get(str(now.pk), {})
        return fault_of(now, field, _digest(now, field), known) is None
