"""Reading of consultations, limited to what the person may see."""

from django.db.models import QuerySet

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import people_at
from bereg.consultations.models import Consultation
from bereg.consultations.note_readers import readable_by
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import reached_by

MOST_SHOWN = 200
BESIDE = ("author", "enquiry__centre", "enquiry__assignee")  # what pages show too


def consultations_on(enquiry: Enquiry) -> QuerySet[Consultation]:
    """Return the consultations on an enquiry at hand, the latest first: that they were, not what was noted."""
    found = Consultation.objects.through(enquiry=enquiry).defer("note").select_related("author")
    return found.order_by("-given_on", "-entered_at")


def readable(person: User) -> QuerySet[Consultation]:
    """Return the consultations whose note somebody may read, the latest first."""
    return (
        readable_by(person, Consultation.objects.all())
        .select_related(*BESIDE)
        .order_by("-given_on", "-entered_at", "pk")
    )


def enquiries_to_consult_on(person: User) -> QuerySet[Enquiry]:
    """Return the enquiries on which somebody may write a consultation, whether or not one may be kept there."""
    return reached_by(person, Permission.CONSULT).select_related("centre", "assignee")


def colleagues_for(enquiry: Enquiry, person: User) -> list[User]:
    """Return whom somebody may let read their note: their profession at the enquiry's centre, by name."""
    people = people_at(enquiry.centre_id, Permission.CONSULT)
    return [each for each in people if each.role == person.role and each.pk != person.pk]
