"""Moving a record to another centre: its texts are sealed for the new one, under the data keys that they have."""

from typing import Any
from uuid import UUID

from django.db import transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.core.routing import KEYS
from bereg.vault import datakeys, keks, rules, sealing, wrapping
from bereg.vault.because import Because
from bereg.vault.classes import Holder
from bereg.vault.faults import VaultFault
from bereg.vault.fields import SealedField
from bereg.vault.models import Kek, Key
from bereg.vault.reading import open_texts
from bereg.vault.sharing import Wanted
from bereg.vault.writing import place_of

MOVED = "text.moved"


class CentreChanged(VaultFault):
    """The keys of the centre changed meanwhile: try again."""


def move(record: Any, to_centre: UUID, *, by: User | None, because: Because) -> None:
    """Move a record with its texts to another centre, and store it there. Its blind indexes are to be made anew.

    Each data key stays the same and is only wrapped for the other centre: whichever of the two commits a crash
    prevents, the text that stands can be read.
    """
    fields = [each for each in record._meta.concrete_fields if isinstance(each, SealedField)]
    for kind in {field.kind for field in fields}:
        rules.check(by, record, kind, because)
    texts = open_texts(record, [field.name for field in fields])
    wanted: list[Wanted] = [(record.pk, field.kind) for field in fields if texts[field.name]]
    keys = datakeys.fetch(wanted)
    with transaction.atomic():
        audit.record(MOVED, target=record, by=by, because=Because(because))
        _rewrap(keys, to_centre)
        record.centre_id = to_centre
        for field in fields:
            _reseal(record, field, texts[field.name], keys)
        names = ["centre_id", *(f.name for f in fields), *(f.index for f in fields if f.index)]
        type(record)._base_manager.filter(pk=record.pk).update(**{name: getattr(record, name) for name in names})


def _reseal(record: Any, field: SealedField, text: str, keys: dict[Wanted, bytes]) -> None:
    if text:
        key, belongs = keys[record.pk, field.kind], place_of(record, field.name)
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
