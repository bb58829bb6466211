"""The address from which the letters of an enquiry came, for the finder."""

from collections.abc import Iterator

from bereg.accounts.models import User
from bereg.conversations.models import Thread
from bereg.conversations.texts import opened
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import contacts_of
from bereg.vault.classes import Kind


def identifiers_of(enquiry: Enquiry, person: User) -> Iterator[str]:
    """Yield the address, where somebody may open it. Each opening is a reading."""
    # A form that grew out of a letter gave its id to its contact. Nothing stored joins the two, and letters are kept a
    # few weeks, so each of them is asked.
    grown = {contact.pk for contact in contacts_of(enquiry)}
    for each in Thread.objects.of_centres([enquiry.centre]).exclude(address=b""):
        if each.grows_into in grown and each.opens(person, Kind.CONTACT):
            yield opened(each, "address", by=person).text
