"""The centres' pairs of keys: which one wraps now, and how a new one is made."""

import datetime as dt
from uuid import UUID, uuid4

from django.db import transaction

from bereg.core.routing import KEYS
from bereg.vault import keyring, wrapping
from bereg.vault.classes import SecretKind
from bereg.vault.models import Kek

# The newest pair of each centre, as this process last saw it. It may be retired meanwhile: whoever stores a key that
# was wrapped with it finds out in the same statement (`datakeys.py`) and looks again.
_newest: dict[UUID, Kek] = {}


def newest(centre: UUID) -> Kek:
    """Return the pair that wraps for a centre; the first is made here. Raise VaultLocked where that takes the root."""
    found = _newest.get(centre) or look(centre) or make(centre)
    _newest[centre] = found
    return found


def look(centre: UUID) -> Kek | None:
    """Read the pair that wraps for a centre now, if it has one."""
    return Kek.objects.filter(centre=centre, retired_at=None).order_by("-made_at", "id").first()


def forget(centre: UUID) -> None:
    """Look again at next use."""
    _newest.pop(centre, None)


def make(centre: UUID) -> Kek:
    """Make a new pair of a centre: it wraps from now on."""
    pair = wrapping.new_pair()
    kek = Kek(id=uuid4(), centre=centre, public=pair.public)
    private = keyring.new_secret(SecretKind.PRIVATE, str(kek.pk), centre, pair.private)
    with transaction.atomic(using=KEYS):
        private.save(force_insert=True)
        kek.save(force_insert=True)
    return kek


def prepared() -> set[UUID]:
    """Return the centres that have a pair."""
    return set(Kek.objects.filter(retired_at=None).values_list("centre", flat=True))


def prepare(centre: UUID) -> None:
    """Make what a centre needs, where it has it not: its pair, its index key, the keys that all centres share."""
    newest(centre)
    keyring.made(SecretKind.INDEX, centre)
    keyring.made(SecretKind.INDEX)
    keyring.made(SecretKind.ACCOUNT)
    keyring.made(SecretKind.AUDIT)


def oldest() -> dt.datetime | None:
    """Return since when the oldest pair that still wraps does so."""
    first: dt.datetime | None = (
        Kek.objects.filter(retired_at=None).order_by("made_at").values_list("made_at", flat=True).first()
    )
    return first
