"""Taking consent back: the answers, the texts, their keys and every trace of them go; the count and the topics stay."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
from bereg.core.concerns import said
from bereg.core.secure_delete import scrub_after_commit
from bereg.enquiries import texts
from bereg.enquiries.acts import CONSENT_WITHDRAWN, CONSENT_WITHDRAWN_HELD
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.enquiries.parts import forget_all, held_in_part, lock_parts
from bereg.enquiries.same_matter import others_of
from bereg.enquiries.versions import change, change_one
from bereg.retention import holds
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.ledger import Times, brought_back

KINDS = frozenset({Kind.NARRATIVE, Kind.CONTACT, Kind.DRAFT})  # the draft of its form had the enquiry's own id
# What is left of an enquiry without consent, beside its topics.
WITHDRAWN: dict[str, Any] = {
    "consent": Consent.WITHDRAWN,
    "consent_withdrawn_at": None,
    "answers": {},
    "outcome": "",
    "urgency": Urgency.NORMAL,
    "form_digest": b"",
    **texts.NO_TEXTS,
}
BATCH = 500


def withdraw_consent(*, enquiry: Enquiry, by: User) -> None:
    """Forget the answers, the texts and every draft of them; the count and the topics stay.

    Wherever the enquiry was passed to, or came from, the same goes: a person withdraws once. What is on its way out
    of the house stops first and in any case: a hold keeps what stands here, and lets nothing leave.
    Raise HeldError where one does: the consent is gone all the same, and the rest goes when the hold ends.
    """
    _stop_what_leaves(enquiry, by)
    try:
        _withdraw(enquiry, by)
    except holds.HeldError:
        withdraw_held(enquiry, by)
        raise


@transaction.atomic
def _withdraw(enquiry: Enquiry, by: User) -> None:
    others = others_of(enquiry)  # first: what says so goes with the consent
    change_one(enquiry, WITHDRAWN)
    forget_everywhere(enquiry, others, by)
    audit.record(CONSENT_WITHDRAWN, target=enquiry, by=by)


@transaction.atomic
def withdraw_held(enquiry: Enquiry, by: User) -> None:
    """Note that the consent is gone, of what a hold keeps: nothing rests on it any more, and nothing is erased yet."""
    gone = _gone_and_held()
    with beyond("transfer"):
        every = [enquiry, *others_of(enquiry)]
        targets = [each for each in every if change_one(each, gone, consent=Consent.YES)]
        _stop_what_leaves(enquiry, by)  # once more: a colleague may have been faster than the hold
        audit.record_many(CONSENT_WITHDRAWN_HELD, targets=targets, by=by)
        # Last, as no rollback takes a line of the ledger back. It keeps a restore from bringing the consent back.
        vault.note_whole(targets, because=Because.CONSENT_WITHDRAWN_HELD)


def _gone_and_held() -> dict[str, Any]:
    """What is changed of an enquiry whose consent is gone, and which a hold keeps."""
    return {"consent": Consent.WITHDRAWN, "consent_withdrawn_at": timezone.now()}


def forget_everywhere(enquiry: Enquiry, others: list[Enquiry], by: User) -> None:
    """Forget an enquiry that has lost its consent, and the same matter at other centres, which loses it here.

    The keys are another database's, and no refusal brings one back: so whatever refuses does so before the first goes.
    """
    with beyond("transfer"):
        for each in others:
            change_one(each, WITHDRAWN)
        holds.refuse_held(enquiry)  # after the updates, which wait for whoever is setting a hold on any of them
        _stop_what_leaves(enquiry, by)  # also what a colleague began while the consent stood
        forget([enquiry, *others], by)
        audit.record_many(CONSENT_WITHDRAWN, targets=others, by=by)


@transaction.atomic
def _stop_what_leaves(enquiry: Enquiry, by: User | None) -> None:
    """Let rooms above stop what leaves on this consent: each says it in its module `consent_gone`, as `stop`."""
    with beyond("transfer"):
        for each in (enquiry, *others_of(enquiry)):
            for stop in said("consent_gone", "stop"):
                stop(each, by)


def forget(enquiries: Sequence[Enquiry], by: User | None) -> None:
    """Without consent the keys of the texts go, and those of whatever hangs on the enquiries, without a trace."""
    forget_all(enquiries, by=by)
    vault.erase_many(enquiries, by=by, because=Because.CONSENT_WITHDRAWN, kinds=KINDS, whole=True)
    scrub_after_commit()


def forget_released(ids: Iterable[UUID]) -> None:
    """Forget what a hold kept of people who had taken their consent back, now that no hold keeps it any more."""
    every = Enquiry.objects.everywhere(because="retention").filter(pk__in=list(ids))
    lock_parts(every)
    found = every.exclude(pk__in=held_in_part())
    enquiries = list(found)
    forget(enquiries, by=None)
    audit.record_many(CONSENT_WITHDRAWN, targets=enquiries, by=None, because="released")
    change(found, WITHDRAWN)


def withdraw_again(erased_at: Times) -> int:
    """Take the consent of enquiries away that a restored backup brought back. Return how many.

    Told by the ledger, which knows each by the hash of its id, with the time of its last withdrawal. One that was
    changed after that had got a new consent.
    """
    stands = Q(consent=Consent.YES) | Q(consent_withdrawn_at__isnull=False)
    every = Enquiry.objects.everywhere(because="retention").filter(stands)
    again = brought_back(every.values_list("pk", "changed_at").iterator(), erased_at)
    with transaction.atomic():
        for start in range(0, len(again), BATCH):
            found = every.filter(pk__in=again[start : start + BATCH])
            forget_all(list(found), by=None)
            digests = [vault.emptied(each, KINDS) for each in found]
            audit.record_many(CONSENT_WITHDRAWN, targets=list(found), by=None, because="replayed", digests=digests)
            change(found, WITHDRAWN)
    return len(again)


def withdraw_held_again(erased_at: Times) -> int:
    """Take the consent away that a restored backup brought back of what a hold kept, and erase nothing.

    Return of how many. Told as `withdraw_again` is.
    """
    every = Enquiry.objects.everywhere(because="retention").filter(consent=Consent.YES)
    again = brought_back(every.values_list("pk", "changed_at").iterator(), erased_at)
    with transaction.atomic():
        for start in range(0, len(again), BATCH):
            found = every.filter(pk__in=again[start : start + BATCH])
            targets = list(found)
            for each in targets:
                _stop_what_leaves(each, None)
            audit.record_many(CONSENT_WITHDRAWN_HELD, targets=targets, by=None, because="replayed")
            change(found, _gone_and_held())
    return len(again)
