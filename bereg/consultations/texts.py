"""The note of a consultation."""

from collections.abc import Sequence

from bereg.accounts.models import User
from bereg.consultations.models import Consultation
from bereg.enquiries import part_texts
from bereg.enquiries.part_texts import PartText
from bereg.vault.because import Because

NOTE = "note"


def opened(consultation: Consultation, *, by: User, because: Because = Because.CASE_WORK) -> PartText:
    """Open a note, as `part_texts.opened` does."""
    return part_texts.opened(consultation, NOTE, by=by, because=because)


def seal(consultation: Consultation, note: str) -> bytes:
    """Seal a note. Raise NotStoredError."""
    return seal_notes([(consultation, note)])[0]


def seal_notes(noted: Sequence[tuple[Consultation, str]]) -> list[bytes]:
    """Seal the notes of many. Raise NotStoredError."""
    return part_texts.seal_each(NOTE, noted)
