"""The sealed words of a note to the next shift, opened for one page alone."""

import logging

from bereg.accounts.models import User
from bereg.core.storage_errors import NotStoredError
from bereg.shifts.models import HandOver
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.faults import VaultFault

logger = logging.getLogger(__name__)
WORDS = "words"


def opened(note: HandOver, *, by: User) -> str | None:
    """Open a note, written down as a reading; None: nobody can. Never call it inside a transaction."""
    try:
        return vault.reveal(note, WORDS, by=by, because=Because.CASE_WORK)
    except VaultFault as fault:
        logger.error("%s %s %s cannot be opened: %s", note._meta.label_lower, note.pk, WORDS, type(fault).__name__)
        return None


def seal(note: HandOver, words: str) -> bytes:
    """Seal the words of a note. Raise NotStoredError where the vault does not seal."""
    try:
        return vault.seal(note, WORDS, words)
    except VaultFault as fault:
        logger.error("The vault does not seal: %s", type(fault).__name__)
        raise NotStoredError from fault
