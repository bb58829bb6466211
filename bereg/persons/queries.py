"""Reading of persons concerned, limited to what the user may see."""

from django.db.models import Exists, OuterRef, QuerySet

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import centres_of
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import reached_by
from bereg.persons.models import Person


def persons_on(enquiry: Enquiry) -> QuerySet[Person]:
    """Return the persons of an enquiry at hand, the first noted first."""
    found = Person.objects.through(enquiry=enquiry).select_related("judged_by", "taken_by")
    return found.order_by("entered_at", "pk")


def enquiries_to_note_on(user: User) -> QuerySet[Enquiry]:
    """Return the enquiries on which somebody may note persons, whether or not anything may be kept there."""
    return reached_by(user, Permission.ENQUIRY_CORRECT).select_related("centre", "assignee", "questionnaire")


def persons_for(user: User) -> QuerySet[Person]:
    """Return the persons whom somebody may change."""
    # Each asked for its own enquiry: of a list of all that a right reaches, SQLite reads every one first.
    reached = Exists(reached_by(user, Permission.ENQUIRY_CORRECT).filter(pk=OuterRef("enquiry")))
    found = Person.objects.of_centres(centres_of(user)).filter(reached)
    return found.select_related("enquiry__centre", "enquiry__assignee", "enquiry__questionnaire", "judged_by")
