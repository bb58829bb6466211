"""Entries: what was said and answered at a further contact, dated and signed: docs/decisions/0085-entries.md."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.contacts.actions import ContactFields
from bereg.core.storage_errors import NotStoredError
from bereg.enquiries.actions import NotYourEnquiryError
from bereg.enquiries.acts import WRITTEN
from bereg.enquiries.joining import join_contact
from bereg.enquiries.models import Enquiry, EnquiryContact, Entry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import FormUsedError, Registration
from bereg.enquiries.unreadable_texts import cannot_be_opened
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.faults import NotAllowed, VaultFault

logger = logging.getLogger(__name__)
TEXT = "text"


class NoConsentError(Exception):
    """Nobody agrees, or no longer does, that what is said is kept."""


class SaidOtherwiseError(Exception):
    """The page of a contact was sent again with another text; `said` is what stands."""

    def __init__(self, said: str) -> None:
        super().__init__("The page of a further contact was sent again with another text.")
        self.said = said


@dataclass(frozen=True)
class OpenedEntry:
    """An entry, open for one page alone. text: None where the reader may not open it, or nobody can (is_closed)."""

    entry: Entry
    text: str | None
    is_closed: bool = False


def record_further_contact(*, enquiry: Enquiry, contact: ContactFields, said: str, by: User) -> None:
    """Record a further contact with what was said at it, if anything was. Call it outside transactions.

    Raise what `join_contact` and `write_down` raise; then nothing is recorded.
    """
    if not said.strip():
        join_contact(enquiry=enquiry, contact=contact, by=by)
        return
    fresh = _sealed(enquiry, said, by)

    def join() -> UUID:
        link, _is_new = join_contact(enquiry=enquiry, contact=contact, by=by)
        return link.contact_id

    _demand_same(_store(fresh, join, by), fresh, said, by)


def write_down(*, enquiry: Enquiry, contact: UUID, said: str, by: User) -> None:
    """Write down what was said at a contact that has joined an enquiry. Call it outside transactions.

    The same again changes nothing. Raise SaidOtherwiseError; NoConsentError; FormUsedError where it is no contact of
    the enquiry; NotYourEnquiryError where the person may not read what they would add to.
    """

    def join() -> UUID:
        if not EnquiryContact.objects.through(enquiry=enquiry).filter(contact=contact).exists():
            raise FormUsedError
        return contact

    fresh = _sealed(enquiry, said, by)
    _demand_same(_store(fresh, join, by), fresh, said, by)


def sealed_note(*, enquiry: Enquiry, said: str, by: User) -> Entry:
    """Return an entry to be that belongs to no contact, for `store_note`. Raise NotYourEnquiryError."""
    return _sealed(enquiry, said, by)


@transaction.atomic
def store_note(*, entry: Entry, by: User) -> None:
    """Store what `sealed_note` returned, such as the answer to a question. Raise NoConsentError."""
    _demand_consent(entry.enquiry)
    _insert(entry, by)


def _sealed(enquiry: Enquiry, said: str, by: User) -> Entry:
    """Return an entry to be. Its key is stored for good before its text is, and nobody waits at the write gate."""
    if not enquiry.opens(by, Kind.NARRATIVE):
        raise NotYourEnquiryError(enquiry)
    fresh = Entry(id=uuid4(), centre_id=enquiry.centre_id, enquiry=enquiry, author=by)
    try:
        fresh.text = vault.seal(fresh, TEXT, said)
    except VaultFault as fault:
        logger.error("The vault does not seal: %s", type(fault).__name__)
        raise NotStoredError from fault
    return fresh


@transaction.atomic
def _store(fresh: Entry, join: Callable[[], UUID], by: User) -> Entry:
    """Store an entry at the contact that `join` names. Return what stands there."""
    _demand_consent(fresh.enquiry)
    fresh.contact_id = join()
    before = Entry.objects.through(enquiry=fresh.enquiry).filter(contact=fresh.contact_id).first()
    if before:
        return before
    _insert(fresh, by)
    return fresh


def _demand_consent(enquiry: Enquiry) -> None:
    # Locked: whoever withdraws the consent meanwhile either finds the entry, or has withdrawn it.
    agreed = Enquiry.objects.of(enquiry).filter(consent=Consent.YES)
    if not agreed.select_for_update(of=("self",), no_key=True).exists():
        raise NoConsentError


def _insert(fresh: Entry, by: User) -> None:
    fresh.save(force_insert=True)
    audit.record(WRITTEN, target=fresh, by=by, sha256=vault.written_new(fresh))


def _demand_same(standing: Entry, fresh: Entry, said: str, by: User) -> None:
    if standing == fresh:
        return
    before = opened(standing, by=by, because=Because.CASE_WORK).text or ""
    if before != said:
        raise SaidOtherwiseError(before)


def write_many(*, said: Sequence[tuple[Registration, ContactFields, str]], by: User | None) -> None:
    """Write down what was said at many further contacts that are stored, with few statements (demonstration)."""
    fresh = [
        Entry(
            id=uuid5(contact.id, TEXT),
            centre_id=registration.contact.centre.pk,
            enquiry_id=registration.id,
            contact_id=contact.id,
            author=by,
            written_at=contact.entered_at,
        )
        for registration, contact, _ in said
    ]
    columns = vault.seal_many([(entry, {TEXT: text}) for entry, (_, _, text) in zip(fresh, said, strict=True)])
    for entry, sealed in zip(fresh, columns, strict=True):
        entry.text = sealed[TEXT]
    with transaction.atomic():
        Entry.objects.bulk_create(fresh, batch_size=500)
        digests = [vault.written_new(entry) for entry in fresh]
        audit.record_many(WRITTEN, targets=list(fresh), by=by, because="bulk", digests=digests)


def entries_of(enquiry: Enquiry) -> list[Entry]:
    """Return the entries of an enquiry that have text."""
    found = Entry.objects.through(enquiry=enquiry).exclude(text=b"")
    return list(found.select_related("enquiry", "author").order_by("written_at"))


def opened(entry: Entry, *, by: User, because: Because) -> OpenedEntry:
    """Open an entry, written down as one reading, where the reader may. Never call it inside a transaction."""
    try:
        return OpenedEntry(entry, vault.reveal(entry, TEXT, by=by, because=because))
    except NotAllowed:
        return OpenedEntry(entry, None)
    except VaultFault as fault:
        cannot_be_opened(entry, TEXT, fault)
        return OpenedEntry(entry, None, is_closed=True)
