"""The staff makes a link for a partner, and ends it."""

import datetime as dt
import logging
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.core.compiled_queries import insert_new
from bereg.core.storage_errors import NotStoredError
from bereg.dispatch.choices import OUT
from bereg.dispatch.hindrances import why_not_sent
from bereg.dispatch.models import Dispatch
from bereg.partner_links.acts import ENDED, MADE
from bereg.partner_links.choices import LinkDays, LinkStep
from bereg.partner_links.errors import LinkMadeError, NoLinkNowError, NotYourPartnerLinkError
from bereg.partner_links.models import PartnerLink
from bereg.partner_links.queries import links_of, unused_of
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Holder
from bereg.vault.codes import new_code
from bereg.vault.faults import VaultFault

logger = logging.getLogger(__name__)


def make(*, id: UUID, dispatch: Dispatch, days: LinkDays, by: User) -> tuple[PartnerLink, str]:
    """Make a link that reads a dispatch, in the place of an earlier one. Return it with its code, kept nowhere.

    Call it outside transactions. Raise NotYourPartnerLinkError, LinkMadeError, NoLinkNowError, NotStoredError.
    """
    if not dispatch.is_reached_by(by):
        raise NotYourPartnerLinkError
    if links_of(dispatch).filter(pk=id).exists():
        raise LinkMadeError
    if hindrance := why_not_sent(dispatch):
        raise NoLinkNowError(hindrance)
    code, last_day = new_code(), _last_day(dispatch, days)
    made = PartnerLink(id=id, centre=dispatch.centre, enquiry=dispatch.enquiry, dispatch=dispatch, made_by=by)
    made.step, made.expires_on = LinkStep.READ, last_day
    try:
        # Before the link: whoever calls the dispatch back meanwhile is seen below, or shuts this code out.
        vault.admit(dispatch, Holder.LINK, code, expires_on=last_day)
    except VaultFault as fault:
        logger.error("No link could be made: %s", type(fault).__name__)
        raise NotStoredError from fault
    try:
        _store(made, by)
    except (NoLinkNowError, LinkMadeError):
        vault.shut_out(dispatch, Holder.LINK, because=Because.USED)
        raise
    return made, code


def _last_day(dispatch: Dispatch, days: LinkDays) -> dt.date:
    """Return until when a link opens: as long as was chosen, and not after the last day to which the person agreed."""
    chosen = timezone.localdate() + dt.timedelta(days=days)
    return min(chosen, dispatch.agreed_until or chosen)


@transaction.atomic
def _store(made: PartnerLink, by: User) -> None:
    waiting = Dispatch.objects.of(made.dispatch).filter(state__in=OUT).exclude(content=b"")
    if not waiting.select_for_update(of=("self",)).values_list("pk").first():
        raise NoLinkNowError
    unused_of(made.dispatch).update(ended_at=timezone.now())
    if not insert_new(made):
        raise LinkMadeError
    audit.record(MADE, target=made, by=by, because=made.step)


@transaction.atomic
def end_all(dispatch: Dispatch, *, by: User | None) -> None:
    """End every link of a dispatch at once; what was wrapped for them goes. Raise NotYourPartnerLinkError."""
    if by is not None and not dispatch.is_reached_by(by):
        raise NotYourPartnerLinkError
    unused = list(unused_of(dispatch).select_for_update(of=("self",)).order_by("pk"))
    for link in unused:
        PartnerLink.objects.of(link).update(ended_at=timezone.now())
        if by is not None:
            audit.record(ENDED, target=link, by=by, because=link.step)
        vault.shut_out(link, Holder.LINK, because=Because.USED)
    vault.shut_out(dispatch, Holder.LINK, because=Because.USED)
