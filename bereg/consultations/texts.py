"""The note of a consultation, opened for one page alone."""

import logging
from dataclasses import dataclass

from bereg.accounts.models import User
from bereg.consultations.models import Consultation
from bereg.core.storage import NotStoredError
from bereg.enquiries.alarms import cannot_be_opened
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.faults import NotAllowed, VaultFault

logger = logging.getLogger(__name__)
NOTE = "note"


@dataclass(frozen=True)
class Note:
    """The note of one consultation. is_closed: it stands there and cannot be opened."""

    text: str = ""
    is_closed: bool = False


def opened(consultation: Consultation, *, by: User, because: Because = Because.CASE_WORK) -> Note:
    """Open a note, written down as a reading. Never call it inside a transaction. Raise NotAllowed."""
    try:
        return Note(vault.reveal(consultation, NOTE, by=by, because=because))
    except NotAllowed:
        raise
    except VaultFault as fault:
        cannot_be_opened(consultation, NOTE, fault)
        return Note(is_closed=True)


def seal(consultation: Consultation, note: str) -> bytes:
    """Seal a note. Raise NotStoredError where the vault does not seal."""
    try:
        return vault.seal(consultation, NOTE, note)
    except VaultFault as fault:
        logger.error("The vault does not seal: %s", type(fault).__name__)
        raise NotStoredError from fault
