"""The address from which the letters of an enquiry came, for the finder."""

from collections.abc import Iterator

from bereg.accounts.models import User
from bereg.conversations.models import Message, Thread
from bereg.conversations.texts import opened
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import contacts_of
from bereg.vault.classes import Kind


def identifiers_of(enquiry: Enquiry, person: User) -> Iterator[str]:
    """Yield the address, where somebody may open it. Each opening is a reading."""
    threads = Message.objects.of_centres([enquiry.centre]).filter(contact__in=contacts_of(enquiry)).values("thread")
    for each in Thread.objects.of_centres([enquiry.centre]).filter(pk__in=threads).exclude(address=b""):
        if each.opens(person, Kind.CONTACT):
            yield opened(each, "address", by=person).text
