"""The sealed text of a part of an enquiry, sealed, and opened for one page alone."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bereg.accounts.models import User
from bereg.core.storage_errors import NotStoredError
from bereg.enquiries.models import Part
from bereg.enquiries.unreadable_texts import cannot_be_opened
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.faults import NotAllowed, VaultFault

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PartText:
    """The text of one record. is_closed: it stands there, and is not for the reader or cannot be opened."""

    text: str = ""
    is_closed: bool = False


def opened(part: Part, field: str, *, by: User, because: Because = Because.CASE_WORK) -> PartText:
    """Open a text, written down as a reading. Never call it inside a transaction. Raise NotAllowed."""
    try:
        return PartText(vault.reveal(part, field, by=by, because=because))
    except NotAllowed:
        raise
    except VaultFault as fault:
        cannot_be_opened(part, field, fault)
        return PartText(is_closed=True)


def seal_each(field: str, texts: Sequence[tuple[Part, str]]) -> list[bytes]:
    """Seal the texts of many, in one message. Raise NotStoredError where the vault does not seal."""
    try:
        return [columns[field] for columns in vault.seal_many([(part, {field: text}) for part, text in texts])]
    except VaultFault as fault:
        logger.error("The vault does not seal: %s", type(fault).__name__)
        raise NotStoredError from fault
