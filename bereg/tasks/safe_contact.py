"""How it is safe to reach a person: written down beside the number, and shown before it is."""

import datetime as dt
from dataclasses import asdict, dataclass
from uuid import uuid4, uuid5

from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.core.secure_delete import scrub_after_commit
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.part_texts import PartText
from bereg.retention import holds
from bereg.tasks.acts import SAFE_CONTACT
from bereg.tasks.choices import LeftMessage, PicksUp
from bereg.tasks.models import SafeContact
from bereg.tasks.queries import safe_contact_of
from bereg.tasks.texts import WORDS, opened, seal
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import Kind


class NotYourContactError(Exception):
    """The person may not read how to reach whom the enquiry is of, or nobody wrote that down."""


class CannotReadSafeContactError(Exception):
    """Its words cannot be opened, so it cannot go anywhere."""


class StaleSafeContactError(Exception):
    """It was changed meanwhile, or the consent was withdrawn."""


@dataclass(frozen=True)
class Safe:
    """How it is safe. Hours are by the clock of the centre; words say who may pick up, and what to say then."""

    hours_from: dt.time | None = None
    hours_until: dt.time | None = None
    language: str = ""
    picks_up: PicksUp = PicksUp.UNKNOWN
    message: LeftMessage = LeftMessage.NO
    words: str = ""


def write(*, enquiry: Enquiry, version: int, safe: Safe, by: User, keeps_words: bool = False) -> None:
    """Write it down over `version`, 0 where nothing stands yet. Never call it inside a transaction.

    keeps_words: those that stand, as whoever writes could not read them. Where nothing is typed, words that cannot be
    opened stay too.

    Raise NotYourContactError, StaleSafeContactError, HeldError.
    """
    if not (enquiry.call_back and enquiry.opens(by, Kind.CONTACT)):
        raise NotYourContactError
    stands = safe_contact_of(enquiry)
    if (stands.version if stands else 0) != version:
        raise StaleSafeContactError
    keeps = stands is not None and _keeps(stands, safe, keeps_words=keeps_words, by=by)
    columns = asdict(safe) | {"written_by": by, "written_at": timezone.now(), "version": version + 1}
    record = stands or SafeContact(id=uuid4(), centre_id=enquiry.centre_id, enquiry=enquiry)
    if keeps:
        del columns[WORDS]
    else:
        columns[WORDS] = seal(record, safe.words)
    _write(record, columns, version, by)


def _keeps(stands: SafeContact, safe: Safe, *, keeps_words: bool, by: User) -> bool:
    """Tell whether the sealed words stay. Raise HeldError where they are held, and others are to replace them."""
    if keeps_words or not stands.words:
        return keeps_words
    said = opened(stands, by=by, because=Because.CORRECTION)
    if said.is_closed and not safe.words:
        return True
    if said.is_closed or said.text != safe.words:
        holds.refuse_held(stands)
    return False


@transaction.atomic
def _write(record: SafeContact, columns: dict[str, object], version: int, by: User) -> None:
    # The enquiry first, as whoever erases does: it is sealed only while its key cannot go.
    agreed = Enquiry.objects.of(record.enquiry).filter(consent=Consent.YES).exclude(call_back=b"")
    if not agreed.select_for_update(of=("self",), no_key=True).exists():
        raise StaleSafeContactError
    is_emptied = bool(record.words) and columns.get(WORDS) == b""
    for name, value in columns.items():
        setattr(record, name, value)
    if version:
        if not SafeContact.objects.of(record).filter(version=version).update(**columns):
            raise StaleSafeContactError
    elif safe_contact_of(record.enquiry):
        raise StaleSafeContactError
    else:
        record.save(force_insert=True)
    written = {WORDS: record.words} if columns.get(WORDS) else {}
    audit.record(SAFE_CONTACT, target=record, by=by, sha256=vault.written_of(written))
    if is_emptied:  # last, as no rollback brings a key back
        holds.refuse_held(record)  # after the update, which waits for whoever is setting a hold
        vault.erase(record, by=by, because=Because.CORRECTED)
        scrub_after_commit()


def read(enquiry: Enquiry, *, by: User) -> Safe | None:
    """Return what stands beside the number, written down as read. Raise CannotReadSafeContactError."""
    stands = safe_contact_of(enquiry)
    if stands is None:
        return None
    said = opened(stands, by=by) if stands.words else PartText()
    if said.is_closed:
        raise CannotReadSafeContactError
    picks_up, message = PicksUp(stands.picks_up), LeftMessage(stands.message)
    return Safe(stands.hours_from, stands.hours_until, stands.language, picks_up, message, said.text)


def sealed(safe: Safe, *, enquiry: Enquiry, by: User) -> SafeContact:
    """Return what goes beside the number of an enquiry that is still to be stored. Call it outside transactions."""
    made = SafeContact(id=uuid5(enquiry.pk, "safe contact"), centre_id=enquiry.centre_id, enquiry=enquiry)
    for name, value in asdict(safe).items():
        setattr(made, name, value)
    made.written_by, made.words = by, seal(made, safe.words)
    return made


def store(made: SafeContact, *, by: User) -> None:
    """Store what `sealed` returned, in the transaction around."""
    made.save(force_insert=True)
    audit.record(SAFE_CONTACT, target=made, by=by, because="received", sha256=vault.written_new(made))
