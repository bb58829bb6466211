"""What may be read of the reference entries: all of them by who writes and checks, the published ones by the desk."""

import datetime as dt
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.reference.choices import EntryState
from bereg.reference.models import EntryVersion, ErrorReport, ReferenceEntry, SourceList

__all__ = ["EntryVersion", "ErrorReport", "ReferenceEntry", "SourceList"]

Stamp = tuple[int, int | None, int | None, UUID | None]


def is_workshop(person: User) -> bool:
    """Tell whether somebody sees what is not published."""
    return any(
        person.may(right)
        for right in (Permission.REFERENCE_WRITE, Permission.REFERENCE_CHECK, Permission.REFERENCE_PUBLISH)
    )


def entries_for(person: User) -> QuerySet[ReferenceEntry]:
    """Return the entries that a member of staff may look up."""
    if not person.may(Permission.REFERENCE_READ):
        return ReferenceEntry.objects.none()
    return ReferenceEntry.objects.all() if is_workshop(person) else published()


def published() -> QuerySet[ReferenceEntry]:
    """Return the entries that the desk goes by, with the version that is in force."""
    return ReferenceEntry.objects.filter(state=EntryState.PUBLISHED).select_related("published")


def public_entries(today: dt.date) -> QuerySet[ReferenceEntry]:
    """Return the entries that everybody may see on a day."""
    stands = Q(published__leaves_on=None) | Q(published__leaves_on__gt=today)
    return published().filter(stands, published__is_public=True)


def stamp_of(entries: QuerySet[ReferenceEntry]) -> Stamp:
    """Return what changes with each change: a version never changes, so which ones are in force says all."""
    told = entries.order_by().aggregate(many=Count("pk"), last=Max("published_id"), all=Sum("published_id"))
    # Another database, such as one that was restored, may count alike; ids of entries are nowhere the same.
    newest = EntryVersion.objects.filter(pk=told["last"]).values_list("entry_id", flat=True).first()
    return told["many"], told["last"], told["all"], newest


def newest(entry: ReferenceEntry) -> EntryVersion:
    """Return the version that was written last."""
    return entry.versions.get(number=entry.number)


def newest_list(kind: str) -> SourceList | None:
    """Return the list of a register that is in force: the whole one of the latest day."""
    return SourceList.objects.filter(kind=kind, is_whole=True).order_by("-as_of", "-taken_at").first()


def lists_taken_in() -> QuerySet[SourceList]:
    """Return the lists that came in, kind by kind, the newest first."""
    return SourceList.objects.select_related("taken_by").order_by("kind", "-as_of", "-taken_at")
