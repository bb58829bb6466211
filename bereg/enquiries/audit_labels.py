"""What ids in the record of acts stand for: numbers of enquiries, for those who may see them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from bereg.accounts.models import User
from bereg.centres.queries import centres_of
from bereg.centres.scope import beyond
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.enquiries.parts import hanging_on, parts
from bereg.enquiries.queries import contacts_of, enquiries_for

Numbered = tuple[UUID, str]  # an enquiry's id and its number


def numbers_seen_by(user: User, ids: Iterable[UUID]) -> dict[str, Numbered]:
    """Return the enquiries that ids stand for, their own or of what hangs on them, where a person may see them."""
    asked = set(ids)
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
    return found


@beyond("id taken")
def number_of(id: UUID) -> str:
    """Return the number of an enquiry that a request or a hold of its centre is about; a dash where there is none."""
    found = Enquiry.objects.everywhere(because="id taken").filter(pk=id).values_list("number", flat=True).first()
    return found or "–"


def ids_of(enquiry: Enquiry) -> list[UUID]:
    """Return the ids under which acts on an enquiry are recorded: its own, those of its contacts and of its parts."""
    contacts = contacts_of(enquiry).values_list("pk", flat=True)
    return [enquiry.pk, *contacts, *(each.pk for each in hanging_on(enquiry))]
