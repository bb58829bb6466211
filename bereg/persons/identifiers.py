"""What the reasons of judgements about persons name, for the finder."""

from collections.abc import Iterator

from bereg.accounts.models import User
from bereg.enquiries import part_texts
from bereg.enquiries.models import Enquiry
from bereg.persons.queries import persons_on
from bereg.redaction.naming import named_in
from bereg.vault.classes import Kind


def identifiers_of(enquiry: Enquiry, person: User) -> Iterator[str]:
    """Yield what they name, as far as somebody may open it. Each opening is a reading."""
    for each in persons_on(enquiry):
        if each.reason and each.opens(person, Kind.REASON):
            yield from named_in(part_texts.opened(each, "reason", by=person).text)
