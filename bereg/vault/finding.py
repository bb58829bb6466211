"""Finding a record by a number or an address without reading any: by blind index, made in the staff process only."""

from uuid import UUID

from django.conf import settings

from bereg.vault import blind_index, ring
from bereg.vault.blind_index import IndexKind
from bereg.vault.classes import SecretKind


def index(centre_id: UUID, kind: IndexKind | str, value: str) -> bytes:
    """Return the blind index of a phone number or e-mail address in a centre. Raise VaultLocked."""
    key = ring.made(SecretKind.INDEX, centre_id)
    return blind_index.blind(key, kind, value, country=settings.HOME_COUNTRY)
