"""Who is named in the violations of an enquiry, for the finder."""

from collections.abc import Iterator

from bereg.accounts.models import User
from bereg.enquiries.models import Enquiry
from bereg.redaction.naming import named_in
from bereg.vault.classes import Kind
from bereg.violations.queries import violations_on
from bereg.violations.texts import opened


def identifiers_of(enquiry: Enquiry, person: User) -> Iterator[str]:
    """Yield firms, their numbers and addresses, and what is named of the work there. Each opening is a reading."""
    for each in violations_on(enquiry):
        if each.names_somebody and each.opens(person, Kind.NARRATIVE):
            firm = opened(each, by=person)
            # A word of a name is known by its capital, however it was typed.
            yield from (firm.name, firm.name.title(), firm.tax_number, firm.address)
            yield from named_in(firm.doing)
