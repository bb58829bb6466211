"""What ids in the audit log stand for: numbers of enquiries, for those who may see them."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.audit_review.labels import ActLabel
from bereg.centres.queries import centres_of
from bereg.enquiries.lookup import by_number
from bereg.enquiries.models import Enquiry, EnquiryContact, page_of
from bereg.enquiries.parts import hanging_on, parts
from bereg.enquiries.queries import contacts_of, enquiries_for


def labels_seen_by(user: User, asked: set[UUID]) -> dict[str, ActLabel]:
    """Return the enquiries that ids stand for, their own or of what hangs on them, where a person may see them."""
    if not user.may(Permission.ENQUIRY_READ):
        return {}
    seen = enquiries_for(user)
    found = {str(pk): (pk, number) for pk, number in seen.filter(pk__in=asked).values_list("pk", "number")}
    reached = seen.filter(pk=OuterRef("enquiry"))
    links = EnquiryContact.objects.of_centres(centres_of(user)).filter(Exists(reached), contact__in=asked)
    for contact, pk, number in links.values_list("contact_id", "enquiry_id", "enquiry__number"):
        found[str(contact)] = (pk, number)
    for part in parts():
        hanging = part.objects.of_centres(centres_of(user)).filter(Exists(reached), pk__in=asked)
        for own, pk, number in hanging.values_list("pk", "enquiry_id", "enquiry__number"):
            found[str(own)] = (pk, number)
    return {own: ActLabel(number, page_of(pk)) for own, (pk, number) in found.items()}


def ids_of_number(user: User, typed: str) -> list[UUID] | None:
    """Return the ids of acts on the enquiry of a number; None where the person sees none.

    Never by a code word: nobody may write one into an address, nor find one by trying.
    """
    enquiry = by_number(user, typed)
    return None if enquiry is None else ids_of(enquiry)


def ids_of(enquiry: Enquiry) -> list[UUID]:
    """Return the ids under which acts on an enquiry are recorded: its own, those of its contacts and of its parts."""
    contacts = contacts_of(enquiry).values_list("pk", flat=True)
    return [enquiry.pk, *contacts, *(each.pk for each in hanging_on(enquiry))]
