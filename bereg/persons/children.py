"""Somebody under 18 is concerned: that is for a supervisor from this moment on, until one notes that they have it.

Supervisors are told at once by a notice; what nobody took on stands on their first page: `due.py`.
"""

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, roles_with
from bereg.centres.models import Membership
from bereg.centres.queries import centres_of, own_centres, people_at
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.persons.access import takes_persons
from bereg.persons.acts import UNDER_18
from bereg.persons.choices import CHILDREN
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
    found = found.exclude(enquiry__code_word_index=b"")  # of which only codes are left
    return found.select_related("centre", "enquiry__centre", "enquiry__assignee").order_by("entered_at", "pk")


def left_alone(person: User) -> QuerySet[Person]:
    """Return those of open enquiries whom a supervisor took on who looks after their centre no longer.

    Who that may be is a list: as a subquery it would be joined with every child there ever was.
    """
    at_each = [{each.pk for each in people_at(centre.pk, Permission.CHILD_TAKE_ON)} for centre in own_centres(person)]
    here = set.intersection(*at_each) if at_each else set()
    gone = list(User.objects.exclude(pk__in=here).values_list("pk", flat=True))
    works = Membership.objects.filter(
        user=OuterRef("taken_by"),
        centre=OuterRef("centre"),
        user__closed_at=None,
        user__role__in=roles_with(Permission.CHILD_TAKE_ON),
    )
    found = children_for(person).filter(~Exists(works), enquiry__closed_at=None, taken_by__in=gone)
    return found.select_related("taken_by", "centre", "enquiry__centre", "enquiry__assignee")


def may_take_on(person: User, enquiry: Enquiry) -> bool:
    """Tell whether somebody may take on the children of an enquiry at hand. `children_for` says the same of many."""
    is_kept = takes_persons(enquiry) and not enquiry.mistake
    return is_kept and enquiry.is_reached_by(person, Permission.CHILD_TAKE_ON)
