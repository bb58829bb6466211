"""Finding a record without reading any: by blind index, made in the staff process only."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.audit import request_context
from bereg.vault import blind_index, keyring, rules
from bereg.vault.because import Because
from bereg.vault.blind_index import IndexKind
from bereg.vault.classes import SecretKind
from bereg.vault.fields import SealedField

SEARCHED = "text.searched"


def index(centre_id: UUID | None, kind: IndexKind | str, value: str) -> bytes:
    """Return the blind index of something in a centre; None: under a key that all centres share. Raise VaultLocked."""
    key = keyring.made(SecretKind.INDEX, centre_id)
    return blind_index.blind(key, kind, value, country=settings.HOME_COUNTRY)


def digest_of(text: str) -> bytes:
    """Return a keyed digest of a text, exact to the letter; without the key it tells nothing. Raise VaultLocked."""
    return blind_index.digest(keyring.made(SecretKind.INDEX), text)


def find(
    centre_id: UUID, kind: IndexKind | str, value: str, *, by: User | None, because: Because = Because.SEARCH
) -> list[UUID]:
    """Return the records of a centre that hold this number or address, as far as `by` may read them."""
    sought = index(centre_id, kind, value)
    write_down(centre_id, by=by, because=because)
    found = [
        record.pk
        for model, field in indexed_fields()
        for record in _indexed(model, field.index).filter(centre_id=centre_id, **{field.index: sought}).order_by("pk")
        if rules.allows(by, record, field.kind, because)
    ]
    return list(dict.fromkeys(found))


def _indexed(model: Any, index: str) -> Any:
    """Return the records that stand in the index: the databases use one of some rows only where these are asked for."""
    return model._base_manager.exclude(**{index: b""})


def indexed_fields() -> Iterator[tuple[Any, SealedField]]:
    """Every sealed field that has a blind index, with its model."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField) and field.index:
                yield model, field


def write_down(centre_id: UUID, *, by: User | None, because: Because) -> None:
    """Record a search for good, before it begins; not what was sought."""
    with transaction.atomic(durable=True), request_context.at_centre(centre_id):
        audit.record(SEARCHED, target=audit.Thing("centres.centre", str(centre_id)), by=by, because=Because(because))
