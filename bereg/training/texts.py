"""The texts of a practice, opened for one page alone; and what the program knows of the person when it masks."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from bereg.accounts.models import User
from bereg.core.storage_errors import NotStoredError
from bereg.dispatch.findings import known_of
from bereg.enquiries import texts
from bereg.enquiries.models import Enquiry
from bereg.enquiries.unreadable_texts import cannot_be_opened
from bereg.redaction.finding import find
from bereg.redaction.kinds import FindingReason
from bereg.training.models import Practice
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.faults import NotAllowed, VaultFault

logger = logging.getLogger(__name__)
MASKED, DRAFT, REMARK = "masked", "draft", "remark"


@dataclass(frozen=True)
class Copy:
    """The texts of one practice. is_closed: they stand there and cannot be opened."""

    masked: str = ""
    draft: str = ""
    remark: str = ""
    is_closed: bool = False


@dataclass(frozen=True)
class Original:
    """The text of an enquiry that is to be masked, and what is looked for in it. is_closed: as above."""

    narrative: str
    known: tuple[str, ...]  # whatever the matter holds that tells who somebody is
    is_closed: bool


def opened(practice: Practice, *, by: User, because: Because) -> Copy:
    """Open a practice, written down as one reading. Never call it inside a transaction. Raise NotAllowed."""
    try:
        found = vault.reveal_all(practice, (MASKED, DRAFT, REMARK), by=by, because=because)
    except NotAllowed:
        raise
    except VaultFault as fault:
        if Practice.objects.of(practice).exists():  # else somebody ended it a moment ago, and nothing is wrong
            cannot_be_opened(practice, MASKED, fault)
        return Copy(is_closed=True)
    return Copy(found[MASKED], found[DRAFT], found[REMARK])


def original_of(enquiry: Enquiry, *, by: User) -> Original:
    """Open what is to be masked, and what is looked for in it. Raise NotAllowed.

    Never call it inside a transaction.
    """
    # The contact and the code word too: a text in which one of them cannot be looked for is not given.
    wanted = (texts.NARRATIVE, texts.CALL_BACK, texts.CODE_WORD)
    found = texts.opened(enquiry, wanted, by=by, because=Because.PRACTICE)
    known = () if found.closed else known_of(enquiry, by)
    own = _short_numbers(found.narrative) - {found.call_back, found.code_word}
    return Original(found.narrative, tuple(each for each in known if each not in own), is_closed=bool(found.closed))


def _short_numbers(text: str) -> set[str]:
    """Return the short numbers of a text. That it holds them itself makes them no surer: one may be a wage."""
    return {text[each.start : each.end] for each in find(text) if each.reason == FindingReason.SHORT_DIGITS}


def seal(practice: Practice, written: Mapping[str, str]) -> dict[str, bytes]:
    """Seal texts of a practice. Raise NotStoredError where the vault does not seal."""
    try:
        return vault.seal_all(practice, written)
    except VaultFault as fault:
        logger.error("The vault does not seal: %s", type(fault).__name__)
        raise NotStoredError from fault
