"""Who agreed to be found: noted by a consent of its own, and taken back whenever the person wants."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.core.compiled_queries import insert_new
from bereg.enquiries.models import Enquiry
from bereg.enquiries.part_texts import seal_each
from bereg.retention import holds
from bereg.retention.models import Hold
from bereg.searches.access import may_register
from bereg.searches.acts import FINDABLE, UNFINDABLE
from bereg.searches.details import DETAILS, Details
from bereg.searches.ending import end_matches, lock_enquiry
from bereg.searches.errors import FindableAlreadyError, NotYourSearchError, StaleSearchError
from bereg.searches.models import Findable, Match, asked_about
from bereg.vault import actions as vault
from bereg.vault.because import Because


def agree(*, id: UUID, enquiry: Enquiry, details: Details, by: User) -> Findable:
    """Note that the person of an enquiry agrees to be found, once. Call it outside transactions.

    Raise NotYourSearchError, FindableAlreadyError, StaleSearchError, NotStoredError.
    """
    if not may_register(by, enquiry):
        raise NotYourSearchError
    made = Findable(id=id, centre_id=enquiry.centre_id, enquiry=enquiry, agreed_with=by)
    (made.details,) = seal_each(DETAILS, [(made, details.as_text())])
    with transaction.atomic():
        lock_enquiry(enquiry)
        if Findable.objects.through(enquiry=enquiry).exists() or not insert_new(made):
            raise FindableAlreadyError
        audit.record(FINDABLE, target=made, by=by, sha256=vault.written_new(made))
    return made


def withdraw(*, findable: Findable, by: User) -> None:
    """Erase what was noted, and end what is asked of the person. The enquiry's own consent stands.

    Raise NotYourSearchError, StaleSearchError; HeldError where a hold keeps what was noted: it is taken back all the
    same, and the rest goes when the hold ends. Call it outside transactions.
    """
    if not asked_about(by, findable.enquiry):
        raise NotYourSearchError
    hold = _taken_back(findable, by)
    if hold:
        raise holds.HeldError(hold)


@transaction.atomic
def _taken_back(findable: Findable, by: User) -> Hold | None:
    """End what is asked, and erase what was noted. Return the hold that keeps it, if one does."""
    lock_enquiry(findable.enquiry)
    standing = Findable.objects.of(findable).filter(withdrawn_at=None).select_for_update(of=("self",)).first()
    if standing is None:
        raise StaleSearchError
    end_matches(Match.objects.through(findable=standing))
    audit.record(UNFINDABLE, target=standing, by=by)
    hold = holds.keeps(standing)
    if hold:
        Findable.objects.of(standing).update(withdrawn_at=timezone.now())
    else:
        vault.forget([standing], by=by, because=Because.REQUEST, whole=True)
    return hold
