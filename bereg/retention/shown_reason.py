"""The reason that somebody gave for breaking the glass or for a hold, as a page shows it."""

from typing import Any, Protocol

from django.utils.translation import gettext as _

from bereg.accounts.access import StaffRequest
from bereg.retention import reasons
from bereg.vault.actions import reveal
from bereg.vault.because import Because
from bereg.vault.faults import Erased, VaultFault, VaultLocked


class Reasoned(Protocol):
    """What somebody gave a reason for."""

    reason: Any  # sealed; empty where it was erased


def reason_of(record: Reasoned, request: StaffRequest) -> dict[str, str]:
    """Return the reason for its template, or why there is none to be shown. Nothing is read where nothing stands."""
    if not record.reason:
        return {"reason_gone": _gone()}
    try:
        return {"reason": reveal(record, "reason", by=request.user, because=Because.REVIEW)}
    except Erased:
        return {"reason_gone": _gone()}
    except VaultFault as fault:
        return {"fault": words_of(fault)}


def words_of(fault: VaultFault) -> str:
    """Say why a text cannot be opened, without a word of what it is."""
    if isinstance(fault, VaultLocked):
        return _("The vault is locked. Ask whoever runs the server to unlock it.")
    return _("This text was erased.") if isinstance(fault, Erased) else _("This text cannot be opened.")


def _gone() -> str:
    return _("The reason was erased after its period: %(kept)s.") % {"kept": reasons.kept()}
