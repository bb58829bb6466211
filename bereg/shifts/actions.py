"""What one shift leaves to the next: written, corrected, taken back."""

from uuid import UUID

from django.db import transaction

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres
from bereg.core.compiled_queries import insert_new
from bereg.shifts.acts import CORRECTED, TAKEN_BACK, WRITTEN
from bereg.shifts.models import HandOver
from bereg.shifts.queries import may_take_back
from bereg.shifts.texts import seal
from bereg.vault import actions as vault
from bereg.vault.because import Because


class NotYourNoteError(Exception):
    """The person works elsewhere, or the note is a colleague's."""


class StaleHandOverError(Exception):
    """The note was corrected, taken back or erased meanwhile."""


class NoteWrittenError(Exception):
    """A note of this id stands already."""


def write_note(*, id: UUID, centre: Centre, words: str, by: User) -> HandOver:
    """Leave a note at a centre. Call it outside transactions. Raise NotYourNoteError, NoteWrittenError."""
    if not by.may(Permission.ENQUIRY_TAKE_OVER) or centre not in own_centres(by):
        raise NotYourNoteError
    note = HandOver(id=id, centre=centre, written_by=by)
    note.words = seal(note, words)
    with transaction.atomic():
        if not insert_new(note):
            raise NoteWrittenError
        audit.record(WRITTEN, target=note, by=by, sha256=vault.written_new(note))
    return note


def correct_note(*, note: HandOver, version: int, words: str, by: User) -> None:
    """Replace the words of one's own note. Call it outside transactions. Raise NotYourNoteError, StaleHandOverError."""
    if note.written_by_id != by.pk:
        raise NotYourNoteError
    if note.version != version:
        raise StaleHandOverError
    note.words = seal(note, words)
    with transaction.atomic():
        # One UPDATE decides: the same note may be open in two windows, or its time be over just now.
        standing = HandOver.objects.of(note).filter(version=version)
        if not standing.update(words=note.words, version=version + 1):
            raise StaleHandOverError
        audit.record(CORRECTED, target=note, by=by, sha256=vault.written_new(note))


@transaction.atomic
def take_back_note(*, note: HandOver, version: int, by: User) -> None:
    """Erase a note before its time: one's own, or as a supervisor. Raise NotYourNoteError, StaleHandOverError."""
    if not may_take_back(note, by):
        raise NotYourNoteError
    locked = HandOver.objects.of(note).filter(version=version).select_for_update(of=("self",), no_key=True).first()
    if locked is None:
        raise StaleHandOverError
    audit.record(TAKEN_BACK, target=locked, by=by)
    vault.forget([locked], by=by, because=Because.MISTAKE)
