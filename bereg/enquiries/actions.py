"""What changes an enquiry: it is corrected, closed, opened again, assigned."""

from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.core.secure_delete import scrub_after_commit
from bereg.enquiries import texts
from bereg.enquiries.access import may_assign, may_write
from bereg.enquiries.acts import ASSIGNED
from bereg.enquiries.consent_withdrawal import forget_everywhere, withdraw_held
from bereg.enquiries.drafts import correction_draft_id, supersede_draft
from bereg.enquiries.held_texts import refuse_to_lose
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.parts import forget_copies
from bereg.enquiries.registration import Along, Matter
from bereg.enquiries.same_matter import others_of
from bereg.enquiries.versions import change_one
from bereg.questionnaire.queries import form_of
from bereg.retention import holds
from bereg.retention.models import Hold
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.key_records import is_erased


class StaleEnquiryError(Exception):
    """Somebody changed the enquiry meanwhile; `current` is what stands now."""

    def __init__(self, current: Enquiry) -> None:
        super().__init__(f"{current} is at version {current.version} now.")
        self.current = current


class NotYourEnquiryError(Exception):
    """The enquiry is not, or no longer, one that the person may do this with; `current` is what stands now."""

    def __init__(self, current: Enquiry) -> None:
        super().__init__(f"{current} is assigned to somebody else.")
        self.current = current


class AlreadyClosedError(Exception):
    """A colleague closed the enquiry first."""


class AlreadyOpenError(Exception):
    """A colleague reopened the enquiry first."""


def correct_enquiry(
    *,
    enquiry: Enquiry,
    version: int,
    matter: Matter,
    by: User,
    keep: frozenset[str] = frozenset(),
    along: Along | None = None,
) -> Enquiry:
    """Store a corrected matter over `version`. Raise StaleEnquiryError if somebody changed the enquiry meanwhile.

    along: as of `register_enquiry`.
    keep: the names of texts that stay as they stand, as the person could not read them. Without consent none stays.
    Raise NotYourEnquiryError where it is for somebody else to correct. Whoever gives it away changes its version.
    Raise HeldError where nothing of it may go: a text can then be added to, and nothing taken out of it. A consent that
    is taken back is gone all the same, as by `withdraw_consent`.
    """
    if not may_write(by, enquiry):
        raise NotYourEnquiryError(enquiry)
    columns, typed = matter.parted(form_of(enquiry.questionnaire, home_country=enquiry.centre.country))
    columns["consent_withdrawn_at"] = None
    if matter.consent != Consent.YES:
        columns["form_digest"] = b""
    agreed = matter.consent == Consent.YES
    # Noise goes: beside a text that is sealed with a new key it would never open, and no restore takes such a record.
    kept = {name for name in keep if agreed and not is_erased(enquiry, name)}
    new = {name: text for name, text in typed.items() if name not in kept}
    hold = holds.keeps(enquiry) if agreed and enquiry.version == version else None
    if hold:
        refuse_to_lose(enquiry, hold, new, keep=keep, by=by)
    (sealed,) = texts.seal([(enquiry, new)])
    try:
        with transaction.atomic():
            now = _correct(enquiry, version, columns | sealed, by, hold)
            if along:
                along(now)
    except holds.HeldError:
        if not agreed:
            withdraw_held(enquiry, by)
        raise
    return now


def _correct(enquiry: Enquiry, version: int, columns: dict[str, Any], by: User, hold: Hold | None) -> Enquiry:
    before = _current(enquiry)
    if not change_one(enquiry, columns, version=version):
        raise StaleEnquiryError(_current(enquiry))
    now, sealed = _current(enquiry), {name: columns[name] for name in texts.TEXTS if name in columns}
    if hold is None:
        holds.refuse_held(now)  # after the update, which waits for whoever is setting a hold
    if now.consent == Consent.YES:
        supersede_draft(id=correction_draft_id(enquiry, by), centre=enquiry.centre_id, consent=now.consent, by=by)
        _erase_what_went(before, now, by)
    else:
        forget_everywhere(enquiry, others_of(enquiry), by)  # one's own draft too
    audit.record("enquiry.corrected", target=enquiry, by=by, sha256=vault.written_of(sealed))
    return now


def _erase_what_went(before: Enquiry, now: Enquiry, by: User) -> None:
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


@transaction.atomic
def close_enquiry(*, enquiry: Enquiry, by: User, version: int | None = None, outcome: str = "") -> None:
    """Close an open enquiry, whatever its version or as it stood at one; note how it ended, where there is consent.

    Raise AlreadyClosedError, StaleEnquiryError; NotYourEnquiryError where the outcome is for somebody else to note.
    """
    if outcome and not may_write(by, enquiry):
        raise NotYourEnquiryError(enquiry)
    columns: dict[str, Any] = {"closed_at": timezone.now()}
    if outcome:
        columns["outcome"] = Case(When(consent=Consent.YES, then=Value(outcome)), default=F("outcome"))
    if not change_one(enquiry, columns, closed_at=None, **({} if version is None else {"version": version})):
        current = _current(enquiry)
        raise AlreadyClosedError if version is None or current.closed_at else StaleEnquiryError(current)
    audit.record("enquiry.closed", target=enquiry, by=by)


@transaction.atomic
def reopen_enquiry(*, enquiry: Enquiry, by: User) -> None:
    """Open a closed enquiry again, unless it was a mistake. Raise AlreadyOpenError if a colleague was faster."""
    if not change_one(enquiry, {"closed_at": None}, closed_at__isnull=False, mistake=""):
        raise AlreadyOpenError
    audit.record("enquiry.reopened", target=enquiry, by=by)


@transaction.atomic
def assign_enquiry(*, enquiry: Enquiry, version: int, to: User, by: User) -> None:
    """Make somebody responsible for an enquiry as it stood at `version`.

    Raise StaleEnquiryError, NotYourEnquiryError.
    """
    if not may_assign(by, enquiry, to):
        raise NotYourEnquiryError(enquiry)
    if not change_one(enquiry, {"assignee": to}, version=version):
        raise StaleEnquiryError(_current(enquiry))
    _record_assigned(enquiry, to, by)


def _record_assigned(enquiry: Enquiry, to: User, by: User) -> None:
    audit.record(ASSIGNED, target=enquiry, by=by, because=str(to.pk))
    if to.pk != by.pk:
        notices.give(kind=ASSIGNED, target=str(enquiry.pk), to=[to])


def _current(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.of(enquiry).get()
