"""Seeds that an earlier version stored in clear are sealed."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from bereg.vault.mfa_adapter import SEALED, SealingMFAAdapter

FIELDS = ("secret", "seed")  # of a one-time password, of recovery codes
LISTS = ("migrated_codes",)


def seal_plain_seeds() -> int:
    """Seal every seed that stands in clear. Return how many rows had one; the vault is opened only where one has."""
    changed = 0
    with transaction.atomic():
        for row in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).select_for_update():
            sealed = {name: _sealed(name, value) for name, value in row.data.items()}
            if sealed != row.data:
                row.data = sealed
                row.save(update_fields=["data"])  # proven anew where it was before
                changed += 1
    return changed


def _sealed(name: str, value: Any) -> Any:
    if name in FIELDS and isinstance(value, str) and not value.startswith(SEALED):
        return SealingMFAAdapter().encrypt(value)
    if name in LISTS and isinstance(value, list):
        return [each if each.startswith(SEALED) else SealingMFAAdapter().encrypt(each) for each in value]
    return value
