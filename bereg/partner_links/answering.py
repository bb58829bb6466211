"""What a partner answers by a link is stored, and stands on the dispatch; the staff is told."""

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone

from bereg.accounts import notices
from bereg.audit import actions as audit
from bereg.centres.clock import today_at
from bereg.core.storage_errors import NotStoredError
from bereg.dispatch.changing import note_step, put
from bereg.dispatch.choices import DispatchState, DispatchStep, answered_within
from bereg.dispatch.models import Dispatch
from bereg.partner_links.acts import ANSWERED
from bereg.partner_links.choices import AS_OF_DISPATCH, GOES_ON, LinkAnswer, LinkStep
from bereg.partner_links.models import PartnerLink
from bereg.partner_links.opening import NextLink, admitted, claim, follow, reaching, shut_out
from bereg.partner_links.queries import concerned_by
from bereg.vault import actions as vault
from bereg.vault.faults import VaultFault

logger = logging.getLogger(__name__)


def answer(link: PartnerLink, given: LinkAnswer, words: str) -> tuple[bool, NextLink | None]:
    """Store an answer whose token was right. Return whether this was the one, and the link by which more is said later.

    Call it outside transactions. Raise NotStoredError.
    """
    with reaching(link):
        is_stored, later = _stored(link, given, words.strip())
        return is_stored, admitted(later) if later else None


@transaction.atomic
def _stored(link: PartnerLink, given: LinkAnswer, words: str) -> tuple[bool, PartnerLink | None]:
    if not claim(link, answer=given):
        return False, None
    if words:
        PartnerLink.objects.of(link).update(words=_sealed(link, words))
    audit.record_of_visitor(ANSWERED, target=link, because=given)
    _note_on_dispatch(link.dispatch, given)
    notices.give(kind=ANSWERED, target=str(link.dispatch_id), to=concerned_by(link))
    later = follow(link, LinkStep.DONE) if given in GOES_ON else None
    shut_out(link)
    return True, later


def _sealed(link: PartnerLink, words: str) -> bytes:
    """Seal words that nobody of the staff has written, with the centre's public key."""
    try:
        return vault.seal(link, "words", words)
    except VaultFault as fault:
        logger.error("The vault does not seal an answer: %s", type(fault).__name__)
        raise NotStoredError from fault


def _waits_until(dispatch: Dispatch, given: LinkAnswer) -> dt.date | None:
    """Return by when more is waited for: a place on a list is no end, so the clock runs anew as long as at first."""
    return today_at(dispatch.centre) + answered_within(dispatch.kind) if given == LinkAnswer.WAITING else None


def _note_on_dispatch(dispatch: Dispatch, given: LinkAnswer) -> None:
    """Let the answer stand on the dispatch, which `claim` has locked, and is another version then."""
    standing, now = Dispatch.objects.of(dispatch).get(), timezone.now()
    if given not in AS_OF_DISPATCH:
        put(standing, reply_due=None)
        return
    noted, is_first = AS_OF_DISPATCH[given], standing.answered_at is None
    at = standing.answered_at or now
    put(standing, state=DispatchState.ANSWERED, answer=noted, answered_at=at, reply_due=_waits_until(standing, given))
    days = (now - standing.sent_at).days if is_first and standing.sent_at else None
    note_step(standing, DispatchStep.ANSWERED if is_first else DispatchStep.ANSWERED_AGAIN, noted, days)
