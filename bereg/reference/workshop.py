"""What waits in the workshop of the entries: to be checked, to be published, to be looked at again, to be corrected."""

import datetime as dt

from django.db.models import F, Q, QuerySet

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, roles_with
from bereg.reference.choices import EntryState
from bereg.reference.models import EntryVersion, ErrorReport, ReferenceEntry


def to_check() -> QuerySet[EntryVersion]:
    """Return the newest versions that no lawyer has checked, the one that waits longest first."""
    return _unpublished().filter(checker=None)


def to_publish() -> QuerySet[EntryVersion]:
    """Return the newest versions that are checked and not in force."""
    return _unpublished().exclude(checker=None)


def to_check_by(person: User) -> QuerySet[EntryVersion]:
    """Return what somebody may check: what others wrote."""
    return to_check().exclude(author=person)


def to_publish_by(person: User) -> QuerySet[EntryVersion]:
    """Return what somebody may publish: what others wrote and checked."""
    return to_publish().exclude(author=person).exclude(checker=person)


def overdue(today: dt.date) -> QuerySet[EntryVersion]:
    """Return the versions in force that somebody was to look at again before a day, the longest overdue first."""
    late = Q(review_by__lt=today) | Q(law_to__lt=today)
    in_force = EntryVersion.objects.filter(late, entry__published=F("pk"), entry__state=EntryState.PUBLISHED)
    return in_force.select_related("entry__owner", "author").order_by("review_by", "pk")


def reported() -> QuerySet[ErrorReport]:
    """Return the errors that were reported and are not settled, the oldest first."""
    open_ones = ErrorReport.objects.filter(settled_at=None).exclude(entry__state=EntryState.WITHDRAWN)
    return open_ones.select_related("entry__owner", "entry__published").order_by("reported_at", "pk")


def withdrawn() -> QuerySet[EntryVersion]:
    """Return the newest versions of what was withdrawn, the one that was written last first."""
    newest = EntryVersion.objects.filter(number=F("entry__number"), entry__state=EntryState.WITHDRAWN)
    return newest.select_related("entry__owner", "author", "checker").order_by("-made_at", "pk")


def cared_for_by(person: User) -> Q:
    """Say which entries are somebody's to look after: their own, and for a supervisor those whose owner has left."""
    own = Q(entry__owner=person)
    if not (person.may(Permission.REFERENCE_WRITE) and person.may(Permission.STAFF_MANAGE)):
        return own
    writes = Q(entry__owner__role__in=roles_with(Permission.REFERENCE_WRITE), entry__owner__closed_at=None)
    return own | ~writes


def possible_owners(person: User, entry: ReferenceEntry) -> QuerySet[User]:
    """Return to whom somebody may give an entry: colleagues of their own centres who may write."""
    writers = User.objects.filter(closed_at=None, role__in=roles_with(Permission.REFERENCE_WRITE))
    here = writers.filter(memberships__centre__memberships__user=person)
    return here.exclude(pk=entry.owner_id).distinct().order_by("name")


def _unpublished() -> QuerySet[EntryVersion]:
    newest = EntryVersion.objects.filter(publisher=None, number=F("entry__number"))
    newest = newest.exclude(entry__state=EntryState.WITHDRAWN)
    return newest.select_related("entry__owner", "author", "checker").order_by("made_at", "pk")
