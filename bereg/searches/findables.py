"""Who agreed to be found: noted by a consent of its own, and taken back whenever the person wants."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
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
from bereg.vault.ledger import Times, brought_back


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
    hold = _end(standing, by)
    # Last, as no rollback takes a line of the ledger back. It keeps a restore from bringing the agreement back.
    vault.note_whole([standing], because=Because.AGREEMENT_WITHDRAWN)
    return hold


def _end(findable: Findable, by: User | None, *, because: str = "") -> Hold | None:
    end_matches(Match.objects.through(findable=findable))
    audit.record(UNFINDABLE, target=findable, by=by, because=because)
    hold = holds.keeps(findable)
    if hold:
        Findable.objects.of(findable).update(withdrawn_at=timezone.now())
    else:
        vault.forget([findable], by=by, because=Because.REQUEST, whole=True)
    return hold


@beyond("retention")
@transaction.atomic
def withdraw_again(erased_at: Times) -> int:
    """Take agreements back that a restored backup brought back. Return how many."""
    every = Findable.objects.everywhere(because="retention").filter(withdrawn_at=None)
    again = brought_back(every.values_list("pk", "agreed_at").iterator(), erased_at)
    for each in every.filter(pk__in=again):
        _end(each, None, because="replayed")
    return len(again)
