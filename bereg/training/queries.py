"""Reading of practice, limited to what the person may see: an intern's own, or that of enquiries one looks after."""

from django.db.models import Exists, F, OuterRef, QuerySet

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.centres.queries import centres_of, people_at
from bereg.enquiries.access import may_guide
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.queries import reached_by
from bereg.training.models import Practice

BESIDE = ("intern", "enquiry__centre", "enquiry__questionnaire__centre", "enquiry__assignee")  # what pages show too


def own_practices(user: User) -> QuerySet[Practice]:
    """Return what was given to an intern and has not ended, the oldest first."""
    return Practice.own_of(user).select_related(*BESIDE).order_by("given_at")


def guided_practices(user: User) -> QuerySet[Practice]:
    """Return the practice of the enquiries whose practice somebody looks after, what waits for them first."""
    # One look for each practice: as a list, what somebody reaches is as long as their years at the line.
    reached = reached_by(user, Permission.PRACTICE_GUIDE).filter(pk=OuterRef("enquiry"))
    found = Practice.objects.of_centres(centres_of(user)).filter(Exists(reached), Practice.lives()).exclude(intern=user)
    return _what_waits_first(found.select_related(*BESIDE))


def _what_waits_first(found: QuerySet[Practice]) -> QuerySet[Practice]:
    return found.order_by(F("sent_at").asc(nulls_last=True), "given_at")


def enquiries_to_give(user: User) -> QuerySet[Enquiry]:
    """Return the enquiries that somebody may give to interns, whether or not there is a text to mask."""
    return reached_by(user, Permission.PRACTICE_GUIDE)


def has_text_to_give(enquiry: Enquiry) -> bool:
    """Tell whether there is something to mask."""
    return enquiry.consent == Consent.YES and bool(enquiry.narrative)


def practices_on(enquiry: Enquiry, user: User) -> list[Practice]:
    """Return the practice on an enquiry at hand, to somebody who looks after it."""
    found = Practice.objects.through(enquiry=enquiry) if may_guide(user, enquiry) else Practice.objects.none()
    return list(_what_waits_first(found.filter(Practice.lives()).exclude(intern=user).select_related("intern")))


def interns_for(enquiry: Enquiry) -> list[User]:
    """Return the interns of an enquiry's centre who do not have it already, by name."""
    busy = Practice.objects.through(enquiry=enquiry).values_list("intern_id", flat=True)
    taken = set(busy)
    return [person for person in people_at(enquiry.centre_id, Permission.PRACTICE_DO) if person.pk not in taken]
