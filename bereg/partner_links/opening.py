"""A partner tries a code, and uses a link: in any process, with no key of the centre.

What is wrong is never said: another code, a link that was used, ended or is too late, and an address that never was
take the same work and have the same answer.
"""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts import notices
from bereg.audit import actions as audit
from bereg.core import row_access
from bereg.dispatch.choices import OUT
from bereg.dispatch.models import Dispatch
from bereg.partner_links.acts import GUESSED, USED
from bereg.partner_links.choices import FOLLOWED_BY, LinkStep
from bereg.partner_links.codes import new_token
from bereg.partner_links.models import PartnerLink
from bereg.partner_links.queries import concerned_by, link_at
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Holder
from bereg.vault.codes import new_code
from bereg.vault.faults import VaultFault, WrongSecret

MOST_TRIES = 5  # codes that a link takes, right or wrong: the last wrong one ends it
LATER_DAYS = 90  # how long the link lasts by which a partner says that it is done

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ProvenLink:
    """A link whose code was right, and what that opens."""

    link: PartnerLink
    text: str


@dataclass(frozen=True)
class NextLink:
    """The link of the step that follows, with its code, which is shown this once."""

    link: PartnerLink
    code: str


def prove(id: UUID, code: str) -> ProvenLink | None:
    """Try a code at an address, which counts as one try; None where it opens nothing. Call it outside transactions."""
    link = link_at(id)
    with reaching(link):
        tries = _take_try(id)
        record, field = _opens(link if tries else None)
        try:
            text = vault.open_reply(record, code, field)
        except WrongSecret:
            if link is not None and tries >= MOST_TRIES:
                _end_guessed(link)
            return None
        except VaultFault as fault:  # such as what was erased a moment ago
            logger.error("A link opens nothing: %s", type(fault).__name__)
            return None
        return ProvenLink(link, text) if link is not None else None


@contextmanager
def reaching(link: PartnerLink | None) -> Iterator[None]:
    """Reach the records of the centre of a link alone, and of none without one."""
    with row_access.to([link.centre_id] if link else row_access.NOWHERE):
        yield


def _take_try(id: UUID) -> int:
    """Count one try before it is made. Return its number; 0: none is left, or there is no such link."""
    own = PartnerLink.objects.of(PartnerLink(pk=id))
    is_taken = own.filter(used_at=None, ended_at=None, tries__lt=MOST_TRIES).update(tries=F("tries") + 1)
    number = own.values_list("tries", flat=True).first()  # asked in any case, so that the time does not tell
    return number if is_taken and number else 0


def give_try_back(link: PartnerLink) -> None:
    """Do not count a try whose code was right, where the form beside it was not filled in."""
    PartnerLink.objects.of(link).filter(tries__gt=0).update(tries=F("tries") - 1)


def _opens(link: PartnerLink | None) -> tuple[Any, str]:
    """Return what the code of a link opens; of one that does not live, a record that is not stored."""
    if link is None or not link.lives:
        return Dispatch(id=uuid4(), centre_id=uuid4()), "content"
    return (link.dispatch, "content") if link.step == LinkStep.READ else (link, "words")


@transaction.atomic
def _end_guessed(link: PartnerLink) -> None:
    """End a link at which too many wrong codes were typed, and tell the centre."""
    if not PartnerLink.objects.of(link).filter(used_at=None, ended_at=None).update(ended_at=timezone.now()):
        return
    audit.record_of_visitor(GUESSED, target=link, because=link.step)
    notices.give(kind=GUESSED, target=str(link.dispatch_id), to=concerned_by(link))
    shut_out(link)


def use(proven: ProvenLink) -> NextLink | None:
    """Use a link that opens, and make the one that its form carries. None: somebody was faster, or it is over.

    Call it outside transactions.
    """
    with reaching(proven.link):
        following = _claimed(proven.link)
        if following is None:
            return None
        return admitted(following, new_token())


@transaction.atomic
def _claimed(link: PartnerLink) -> PartnerLink | None:
    if not claim(link):
        return None
    audit.record_of_visitor(USED, target=link, because=link.step)
    # It opens no text of ours: whoever reads late on the last day has a day for the answer.
    last_day = max(link.expires_on, timezone.localdate() + dt.timedelta(days=1))
    following = follow(link, FOLLOWED_BY[LinkStep(link.step)], last_day)
    shut_out(link)
    return following


def claim(link: PartnerLink, **columns: Any) -> bool:
    """Use a link, in the transaction at hand, where it lives still: of two at once one wins. `shut_out` ends that."""
    waiting = Dispatch.objects.of(link.dispatch).filter(state__in=OUT).select_for_update(of=("self",))
    if not waiting.values_list("pk").first():
        return False
    unused = PartnerLink.objects.of(link).filter(used_at=None, ended_at=None)
    return bool(unused.update(used_at=timezone.now(), **columns))


def follow(link: PartnerLink, step: LinkStep, last_day: dt.date | None = None) -> PartnerLink:
    """Store the link of the step that follows."""
    last_day = last_day or timezone.localdate() + dt.timedelta(days=LATER_DAYS)
    made = PartnerLink(centre=link.centre, enquiry=link.enquiry, dispatch=link.dispatch, step=step, expires_on=last_day)
    made.save(force_insert=True)
    return made


def admitted(link: PartnerLink, code: str = "") -> NextLink:
    """Let a code open a link that is stored, and return both. Where this is cut short, it opens nothing."""
    code = code or new_code()
    vault.admit(link, Holder.LINK, code, expires_on=link.expires_on)
    return NextLink(link, code)


def shut_out(link: PartnerLink) -> None:
    """Let the code open nothing any more. Last in a transaction: it stays so where the records are rolled back."""
    record = link.dispatch if link.step == LinkStep.READ else link
    vault.shut_out(record, Holder.LINK, because=Because.USED)
