"""Somebody under 18 is concerned: that is for a supervisor from this moment on, until one notes that they have it.

Supervisors are told at once by a notice; what nobody took on stands on their first page: `due.py`.
"""

import datetime as dt

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import centres_of, people_at
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.persons.acts import UNDER_18
from bereg.persons.lists import CHILDREN
from bereg.persons.models import Person
from bereg.retention.rules import months_before


def tell_supervisors(child: Person, *, by: User) -> None:
    """Let the supervisors of the centre know, once for each child; whoever noted it knows already.

    The notice is about the child, so that it goes with it when the consent is taken back.
    """
    told = [each for each in people_at(child.centre_id, Permission.CHILD_TAKE_ON) if each.pk != by.pk]
    notices.give(kind=UNDER_18, target=str(child.pk), to=told)


def told_at(child: Person) -> dt.datetime | None:
    """Return when supervisors were told; None where nobody was, or it is forgotten."""
    return notices.newest_at(kind=UNDER_18, target=str(child.pk))


def children_for(person: User) -> QuerySet[Person]:
    """Return the children concerned whom somebody may take on, the first noted first."""
    if not person.may(Permission.CHILD_TAKE_ON):
        return Person.objects.none()
    over = months_before(timezone.now(), settings.KEEP_TEXT_MONTHS)
    kept = Q(enquiry__closed_at=None) | Q(enquiry__closed_at__gte=over)
    found = Person.objects.of_centres(centres_of(person)).filter(
        kept, band__in=CHILDREN, enquiry__consent=Consent.YES, enquiry__mistake=""
    )
    return found.select_related("centre", "enquiry__centre", "enquiry__assignee").order_by("entered_at", "pk")


def may_take_on(person: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may take on the children of an enquiry at hand."""
    return enquiry.is_reached_by(person, Permission.CHILD_TAKE_ON)
