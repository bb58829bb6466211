"""The sealed words of tasks and of safe contacts."""

from bereg.accounts.models import User
from bereg.enquiries import part_texts
from bereg.enquiries.part_texts import PartText
from bereg.tasks.models import SafeContact, Task
from bereg.vault.because import Because
from bereg.vault.faults import NotAllowed

WORDS = "words"


def opened(record: Task | SafeContact, *, by: User, because: Because = Because.CASE_WORK) -> PartText:
    """Open the words of a record, as `part_texts.opened` does; closed where they are not for the reader."""
    try:
        return part_texts.opened(record, WORDS, by=by, because=because)
    except NotAllowed:
        return PartText(is_closed=True)


def seal(record: Task | SafeContact, words: str) -> bytes:
    """Seal words. Raise NotStoredError."""
    return part_texts.seal_each(WORDS, [(record, words)])[0]
