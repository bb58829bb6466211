"""What an enquiry holds that tells who somebody is, for the finder: as far as the person may open it."""

from collections.abc import Iterator

from bereg.accounts.models import User
from bereg.enquiries import part_texts, texts
from bereg.enquiries.models import Enquiry, Entry
from bereg.redaction.naming import named_in
from bereg.vault.because import Because
from bereg.vault.classes import Kind

KINDS = {
    texts.NARRATIVE: Kind.NARRATIVE,
    texts.TYPED_ANSWERS: Kind.NARRATIVE,
    texts.CALL_BACK: Kind.CONTACT,
    texts.CODE_WORD: Kind.CODE_WORD,
}


def identifiers_of(enquiry: Enquiry, person: User) -> Iterator[str]:
    """Yield the number, the code word, how to reach the person, and what the texts name. Each opening is a reading."""
    yield enquiry.number
    wanted = [name for name, kind in KINDS.items() if getattr(enquiry, name) and enquiry.opens(person, kind)]
    found = texts.opened(enquiry, wanted, by=person, because=Because.CASE_WORK) if wanted else texts.Opened()
    yield from (found.code_word, found.call_back)
    for text in (found.narrative, *map(str, found.typed.values()), *_entries(enquiry, person)):
        yield from named_in(text)


def _entries(enquiry: Enquiry, person: User) -> Iterator[str]:
    for each in Entry.objects.through(enquiry=enquiry).exclude(text=b"").select_related("enquiry__centre"):
        if each.opens(person, Kind.NARRATIVE):
            yield part_texts.opened(each, "text", by=person).text
