"""Registering many enquiries with few statements, as an import and the demonstration do."""

from django.db import transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.contacts.actions import ContactFields, record_many
from bereg.contacts.models import Contact
from bereg.enquiries.lookup import free_code_words
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.enquiries.numbers import numbers_for
from bereg.enquiries.registration import Registration, new_enquiries
from bereg.vault import actions as vault


def register_many(*, registrations: list[Registration], contacts: list[ContactFields], by: User | None) -> None:
    """Store many enquiries, and contacts without one, with few statements (demonstration, tests)."""
    enquiries = seal_many(registrations=registrations, by=by)
    with transaction.atomic():
        store_sealed(enquiries=enquiries, registrations=registrations, by=by)
        record_many(contacts=contacts, by=by)


def seal_many(*, registrations: list[Registration], by: User | None) -> list[Enquiry]:
    """Return the enquiries to be, sealed and not stored yet. Call it outside transactions, so that their keys stand."""
    drawn = iter(free_code_words(sum(not each.past.code_word for each in registrations), by.language if by else "ru"))
    words = [each.past.code_word or next(drawn) for each in registrations]
    return new_enquiries(registrations=registrations, words=words, by=by)


@transaction.atomic
def store_sealed(*, enquiries: list[Enquiry], registrations: list[Registration], by: User | None) -> None:
    """Store what `seal_many` made of these registrations, with their contacts."""
    numbers = numbers_for([each.contact for each in registrations])
    for enquiry, number in zip(enquiries, numbers, strict=True):
        enquiry.number = number
    links = [
        EnquiryContact(contact=contact.as_contact(by), enquiry=enquiry)
        for each, enquiry in zip(registrations, enquiries, strict=True)
        for contact in (each.contact, *each.past.further)
    ]
    Contact.objects.bulk_create([link.contact for link in links], batch_size=500)
    Enquiry.objects.bulk_create(enquiries, batch_size=500)
    EnquiryContact.objects.bulk_create(links, batch_size=500)
    closed = [each for each in enquiries if each.closed_at]
    digests = [vault.written_new(each) for each in enquiries]
    audit.record_many("enquiry.registered", targets=list(enquiries), by=by, because="bulk", digests=digests)
    audit.record_many("enquiry.closed", targets=list(closed), by=by, because="bulk")
