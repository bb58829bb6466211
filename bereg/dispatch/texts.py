"""The sealed words of what leaves, sealed together and opened for one page alone."""

import logging
from dataclasses import dataclass

from bereg.accounts.models import User
from bereg.core.storage_errors import NotStoredError
from bereg.dispatch.models import Dispatch
from bereg.enquiries.part_texts import PartText, opened
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.faults import VaultFault

logger = logging.getLogger(__name__)
WORDS = (CONTENT, REASON, DESPITE, CODES, DECISIONS) = ("content", "reason", "despite", "codes", "decisions")
REPLY = "reply"


@dataclass(frozen=True)
class DispatchWords:
    """The words of one dispatch, as far as they are there; `closed` names those that cannot be opened.

    codes: what goes along as codes, as `FrozenCodes.as_text` wrote it. decisions: on findings in the content, as JSON.
    """

    content: str = ""
    reason: str = ""
    despite: str = ""
    codes: str = ""
    decisions: str = ""
    reply: str = ""
    closed: tuple[str, ...] = ()


def seal(dispatch: Dispatch, **texts: str) -> None:
    """Seal words onto a record that is not stored yet, or not yet with them. Raise NotStoredError."""
    try:
        sealed = vault.seal_all(dispatch, texts)
    except VaultFault as fault:
        logger.error("The vault does not seal: %s", type(fault).__name__)
        raise NotStoredError from fault
    for name, value in sealed.items():
        setattr(dispatch, name, value)


def read(dispatch: Dispatch, *, by: User) -> DispatchWords:
    """Open all words of a dispatch for whoever works on it, written down as a reading. Raise NotAllowed."""
    found = {name: _read(dispatch, name, by) for name in (*WORDS, REPLY)}
    closed = tuple(name for name, each in found.items() if each.is_closed)
    return DispatchWords(**{name: each.text for name, each in found.items()}, closed=closed)


def _read(dispatch: Dispatch, name: str, by: User) -> PartText:
    if not getattr(dispatch, name):
        return PartText()
    return opened(dispatch, name, by=by, because=Because.CASE_WORK)
