"""What is written of consultations."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.consultations.access import may_change, may_consult
from bereg.consultations.acts import CHANGED, SHARED, UNSHARED, WRITTEN
from bereg.consultations.models import Consultation
from bereg.consultations.queries import colleagues_for
from bereg.consultations.texts import NOTE, opened, seal, seal_notes
from bereg.core.compiled_queries import insert_new
from bereg.enquiries.held_texts import is_added_below
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.retention import holds
from bereg.vault import actions as vault
from bereg.vault.because import Because


class NotYourConsultationError(Exception):
    """The person may not write on this enquiry, change this consultation, or let one of these people read it."""


class StaleConsultationError(Exception):
    """The consultation was changed meanwhile, or its note was erased."""


class ConsentWithdrawnError(StaleConsultationError):
    """The consent was withdrawn meanwhile, so nothing more is kept."""


class WrittenError(Exception):
    """A consultation of this id stands already."""


class NoteUnopenedError(Exception):
    """The note that stands cannot be opened, so nobody can tell what would be written over."""


@dataclass(frozen=True)
class Given:
    """What is written down of one consultation. readers: the colleagues who may read the note besides."""

    kind: str
    way: str
    minutes: int
    given_on: dt.date
    language: str = ""
    with_interpreter: bool = False
    note: str = ""
    readers: Collection[User] = ()

    def codes(self) -> dict[str, Any]:
        """Return the columns that stand in clear."""
        names = ("kind", "way", "minutes", "given_on", "language", "with_interpreter")
        return {name: getattr(self, name) for name in names}


def write(*, id: UUID, enquiry: Enquiry, given: Given, by: User) -> Consultation:
    """Write a consultation down. Raise NotYourConsultationError, WrittenError, ConsentWithdrawnError."""
    if not may_consult(by, enquiry) or not set(given.readers) <= set(colleagues_for(enquiry, by)):
        raise NotYourConsultationError
    made = Consultation(
        id=id, centre_id=enquiry.centre_id, enquiry=enquiry, author=by, profession=by.role, **given.codes()
    )
    made.note = seal(made, given.note)
    _write(made, given, by)
    return made


@transaction.atomic
def _write(made: Consultation, given: Given, by: User) -> None:
    _lock_enquiry(made.enquiry)
    if not insert_new(made):
        raise WrittenError
    audit.record(WRITTEN, target=made, by=by, sha256=vault.written_new(made))
    _share(made, given.readers, by)


def seal_many(*, noted: list[tuple[Consultation, str]]) -> list[Consultation]:
    """Seal the notes of many that are not stored yet. Call it outside transactions, so that their keys stand."""
    for (made, _), note in zip(noted, seal_notes(noted), strict=True):
        made.note = note
    return [made for made, _ in noted]


@transaction.atomic
def store_sealed(*, consultations: list[Consultation], by: User | None) -> None:
    """Store many that `seal_many` returned, with few statements (import, demonstration)."""
    Consultation.objects.bulk_create(consultations, batch_size=500)
    digests = [vault.written_new(each) for each in consultations]
    audit.record_many(WRITTEN, targets=list(consultations), by=by, because="bulk", digests=digests)


def change(*, consultation: Consultation, version: int, given: Given, by: User) -> None:
    """Change one's own consultation. What is held is added to and never written over.

    Raise NotYourConsultationError, NoteUnopenedError, StaleConsultationError, ConsentWithdrawnError, HeldError.
    Never call it inside a transaction.
    """
    if not may_change(by, consultation) or not set(given.readers) <= set(colleagues_for(consultation.enquiry, by)):
        raise NotYourConsultationError
    if consultation.version != version:
        raise StaleConsultationError
    stands = opened(consultation, by=by, because=Because.CORRECTION)
    if stands.is_closed:
        raise NoteUnopenedError
    _change(consultation, version, given, stands.text, by)


@transaction.atomic
def _change(consultation: Consultation, version: int, given: Given, before: str, by: User) -> None:
    # The enquiry first, as whoever erases does: the note is sealed only while its key cannot go.
    _lock_enquiry(consultation.enquiry)
    standing = Consultation.objects.of(consultation).select_for_update(of=("self",)).filter(version=version).first()
    if standing is None:
        raise StaleConsultationError
    if not is_added_below(before, given.note):
        holds.refuse_held(standing)
    note = standing.note if given.note == before else seal(standing, given.note)
    columns = {**given.codes(), NOTE: note, "version": version + 1}
    Consultation.objects.of(standing).update(**columns)
    written = b"" if given.note == before else vault.written_of({NOTE: note})
    audit.record(CHANGED, target=standing, by=by, sha256=written)
    _share(standing, given.readers, by)


def _share(consultation: Consultation, readers: Collection[User], by: User) -> None:
    """Let exactly these colleagues read the note besides; tell those who are new."""
    before, now = {each.pk: each for each in consultation.readers.all()}, {each.pk: each for each in readers}
    new, gone = now.keys() - before.keys(), before.keys() - now.keys()
    consultation.readers.set(now.values())
    for code, people in ((SHARED, new), (UNSHARED, gone)):
        for pk in sorted(people, key=str):
            audit.record(code, target=consultation, by=by, because=str(pk))
    notices.take_back(kind=SHARED, target=str(consultation.pk), of=gone)
    notices.give(kind=SHARED, target=str(consultation.pk), to=[now[pk] for pk in new])


def _lock_enquiry(enquiry: Enquiry) -> None:
    """Lock an enquiry whose consent stands, and count it as touched: nobody has forgotten it."""
    standing = Enquiry.objects.of(enquiry).select_for_update(no_key=True).filter(consent=Consent.YES)
    if not standing.exists():
        raise ConsentWithdrawnError
    Enquiry.objects.of(enquiry).update(changed_at=timezone.now())
