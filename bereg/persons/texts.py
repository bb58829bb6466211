"""The reason of a judgement."""

from collections.abc import Sequence

from bereg.accounts.models import User
from bereg.enquiries import part_texts
from bereg.enquiries.part_texts import PartText
from bereg.persons.models import Person
from bereg.vault.because import Because

REASON = "reason"


def opened(person: Person, *, by: User, because: Because = Because.CASE_WORK) -> PartText:
    """Open a reason, as `part_texts.opened` does."""
    return part_texts.opened(person, REASON, by=by, because=because)


def seal(person: Person, reason: str) -> bytes:
    """Seal a reason. Raise NotStoredError."""
    return seal_reasons([(person, reason)])[0]


def seal_reasons(reasoned: Sequence[tuple[Person, str]]) -> list[bytes]:
    """Seal the reasons of many. Raise NotStoredError."""
    return part_texts.seal_each(REASON, reasoned)
