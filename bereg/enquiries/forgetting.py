"""What goes of an enquiry whose consent is gone, or whose text is: its keys, its parts, every trace of them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.core.secure_delete import scrub_after_commit
from bereg.enquiries import texts
from bereg.enquiries.acts import CONSENT_WITHDRAWN
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.enquiries.parts import forget_all, forget_copies
from bereg.retention import holds
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.ledger import Times
from bereg.vault.models import record_hash

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


def withdraw_again(erased_at: Times) -> int:
    """Take the consent of enquiries away that a restored backup brought back. Return how many.

    Told by the ledger, which knows each by the hash of its id, with the time of its last withdrawal. One that was
    changed after that had got a new consent.
    """
    stands = Q(consent=Consent.YES) | Q(consent_withdrawn_at__isnull=False)
    every = Enquiry.objects.everywhere(because="retention").filter(stands)
    known = ((pk, changed_at, record_hash(pk)) for pk, changed_at in every.values_list("pk", "changed_at").iterator())
    again = [pk for pk, changed_at, key in known if key in erased_at and changed_at <= erased_at[key]]
    with transaction.atomic():
        for start in range(0, len(again), BATCH):
            found = every.filter(pk__in=again[start : start + BATCH])
            forget_all(list(found), by=None)
            digests = [vault.emptied(each, KINDS) for each in found]
            audit.record_many(CONSENT_WITHDRAWN, targets=list(found), by=None, because="replayed", digests=digests)
            found.update(**WITHDRAWN, changed_at=timezone.now(), version=F("version") + 1)
    return len(again)


def forget(enquiries: Sequence[Enquiry], by: User | None) -> None:
    """Without consent the keys of the texts go, and those of whatever hangs on the enquiries, without a trace."""
    forget_all(enquiries, by=by)
    vault.erase_many(enquiries, by=by, because=Because.CONSENT_WITHDRAWN, kinds=KINDS, whole=True)
    scrub_after_commit()


def forget_released(ids: Iterable[UUID]) -> None:
    """Forget what a hold kept of people who had taken their consent back, now that no hold keeps it any more."""
    found = Enquiry.objects.everywhere(because="retention").filter(pk__in=list(ids))
    enquiries = list(found)
    forget(enquiries, by=None)
    audit.record_many(CONSENT_WITHDRAWN, targets=enquiries, by=None, because="released")
    found.update(**WITHDRAWN, changed_at=timezone.now(), version=F("version") + 1)


def erase_what_went(before: Enquiry, now: Enquiry, by: User) -> None:
    """Erase the key of a class of which a correction has left no text, and colleagues' drafts, which hold it still."""
    of_kind = {Kind.NARRATIVE: (texts.NARRATIVE, texts.TYPED_ANSWERS), Kind.CONTACT: (texts.CALL_BACK,)}
    gone = {
        kind
        for kind, names in of_kind.items()
        if any(getattr(before, name) for name in names) and not any(getattr(now, name) for name in names)
    }
    if gone:
        holds.refuse_held(now)
        forget_copies([now], by=by, because=Because.CORRECTED)
        vault.erase(now, by=by, because=Because.CORRECTED, kinds=gone)
        Enquiry.objects.of(now).update(form_digest=b"")
        scrub_after_commit()
