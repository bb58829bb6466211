"""What an open task lends to whoever has it: the text of its enquiry, and how to reach the person."""

from django.db.models import Exists, OuterRef

from bereg.accounts.models import User
from bereg.centres.queries import centres_of
from bereg.enquiries.models import Enquiry
from bereg.tasks.lists import WITH_PERSON
from bereg.tasks.models import Task
from bereg.vault.classes import Kind


def lends(enquiry: Enquiry, person: User, kind: Kind) -> bool:
    """Tell whether somebody has an open task on an enquiry for which they need a class of its texts."""
    theirs = Task.objects.of_person(person).filter(Task.lives(), enquiry=enquiry, centre__in=centres_of(person))
    return (theirs.filter(kind__in=WITH_PERSON) if kind == Kind.CONTACT else theirs).exists()


def needs_contact() -> Exists:
    """Match the enquiries of which an open task needs how to reach the person."""
    return Exists(Task.objects.through(enquiry=OuterRef("pk")).filter(Task.lives(), kind__in=WITH_PERSON))
