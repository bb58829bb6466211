"""Moving a record to another centre: its texts are sealed for the new one, under the data keys that they have."""

from typing import Any
from uuid import UUID

from django.db import transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
from bereg.core.routing import KEYS
from bereg.vault import datakeys, keks, rules, sealing, wrapping, writing
from bereg.vault.because import Because
from bereg.vault.classes import Holder
from bereg.vault.faults import VaultFault
from bereg.vault.fields import SealedField, SealedFileField
from bereg.vault.models import Kek, Key
from bereg.vault.provenance import written_of
from bereg.vault.reading import REVEALED, open_texts
from bereg.vault.sharing import Wanted

MOVED = "text.moved"


class CentreChanged(VaultFault):
    """The keys of the centre changed meanwhile: try again."""


class FilesStay(VaultFault):
    """The record has sealed files, which would open at no centre any more: it is not moved."""


@beyond("moving")
def move(record: Any, to_centre: UUID, *, by: User | None, because: Because) -> None:
    """Move a record with its texts to another centre, and store it there. Its blind indexes are to be made anew.

    What stands is moved, whatever the caller has read before: nobody can change it meanwhile. Each data key stays the
    same and is only wrapped for the other centre: whichever of the two commits a crash prevents, the text that stands
    can be read. Raise FilesStay, NotAllowed, CentreChanged or another VaultFault.
    """
    with transaction.atomic():
        standing = type(record)._base_manager.select_for_update().get(pk=record.pk)
        columns = _moved(standing, to_centre, by, Because(because))
        type(record)._base_manager.filter(pk=record.pk).update(**columns)
    for name, value in columns.items():
        setattr(record, name, value)


def _moved(record: Any, to_centre: UUID, by: User | None, because: Because) -> dict[str, Any]:
    """Rewrap the keys of a record that is locked. Return the columns to store."""
    fields = [each for each in record._meta.concrete_fields if isinstance(each, SealedField)]
    if any(isinstance(each, SealedFileField) and getattr(record, each.name) for each in record._meta.concrete_fields):
        raise FilesStay("A record that has sealed files cannot be moved to another centre.")
    for kind in {field.kind for field in fields}:
        rules.check(by, record, kind, because)
    audit.record(REVEALED, target=record, by=by, because=because)  # no entry, no text
    texts = open_texts(record, [field.name for field in fields])
    keys = datakeys.fetch((record.pk, field.kind) for field in fields if texts[field.name])
    _rewrap(keys, to_centre)
    record.centre_id = to_centre
    for field in fields:
        _reseal(record, field, texts[field.name], keys)
    sealed = {field.name: getattr(record, field.name) for field in fields if not field.tag}
    audit.record(MOVED, target=record, by=by, because=because, sha256=written_of(sealed))
    names = ["centre_id", *(f.name for f in fields), *(f.index for f in fields if f.index)]
    return {name: getattr(record, name) for name in names} | _next_version(record)


def _next_version(record: Any) -> dict[str, int]:
    """Return the version after this one: a form that is open meanwhile holds a text sealed for the other centre."""
    return {"version": record.version + 1} if hasattr(record, "version") else {}


def _reseal(record: Any, field: SealedField, text: str, keys: dict[Wanted, bytes]) -> None:
    if text:
        key, belongs = keys[record.pk, field.kind], writing.place_of(record, field.name)
        setattr(record, field.name, sealing.seal(text, key=key, belongs=belongs, block_B=field.kind.block_B))
    if field.index:
        setattr(record, field.index, b"")  # another centre's index would find nothing here


def _rewrap(keys: dict[Wanted, bytes], to_centre: UUID) -> None:
    kek = keks.newest(to_centre)
    with transaction.atomic(using=KEYS):
        # Held until the keys are stored, so that the pair cannot be rotated away meanwhile.
        if not Kek.objects.select_for_update().filter(pk=kek.pk, retired_at=None).exists():
            keks.forget(to_centre)
            raise CentreChanged("The keys of the centre changed meanwhile: try again.")
        for (record, kind), key in keys.items():
            wrapped = wrapping.wrap(key, bytes(kek.public))
            standing = Key.objects.filter(record=record, kind=kind)
            standing.filter(holder=Holder.CENTRE).update(centre=to_centre, kek=kek.pk, wrapped=wrapped)
            standing.exclude(holder=Holder.CENTRE).update(centre=to_centre)  # receipts and links open it as before
