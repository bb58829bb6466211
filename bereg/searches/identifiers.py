"""Whom the searches of an enquiry look for, and who of it agreed to be found, for the finder."""

from collections.abc import Iterator

from bereg.accounts.models import User
from bereg.enquiries import part_texts
from bereg.enquiries.models import Enquiry
from bereg.redaction.naming import named_in
from bereg.searches.details import DETAILS, Details
from bereg.searches.models import Findable, SearchRequest
from bereg.searches.queries import findable_on, searches_on
from bereg.vault.classes import Kind


def identifiers_of(enquiry: Enquiry, person: User) -> Iterator[str]:
    """Yield names as they were typed, and what is named beside them. Each opening is a reading."""
    findable = findable_on(enquiry)
    records: list[SearchRequest | Findable] = [*searches_on(enquiry), *([findable] if findable else [])]
    for each in records:
        if each.details and each.opens(person, Kind.MISSING):
            yield from _named(each, person)


def _named(record: SearchRequest | Findable, person: User) -> Iterator[str]:
    text = part_texts.opened(record, DETAILS, by=person).text
    if text:
        details = Details.of_text(text)
        for name in details.names:
            yield from (name, name.title())  # a word of a name is known by its capital, however it was typed
        yield from named_in(f"{details.last_seen}\n{details.route}")
