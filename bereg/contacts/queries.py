"""Reading of contacts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min, QuerySet

from bereg.centres.models import Centre
from bereg.contacts.models import Contact


def uncounted(*, centre: Centre, begins: datetime | None, ends: datetime) -> QuerySet[Contact]:
    """Contacts of a centre that no closed month includes, begun from `begins` on (None: ever) and before `ends`."""
    found = Contact.objects.filter(centre=centre, counted_in=None, started_at__lt=ends)
    return found.filter(started_at__gte=begins) if begins else found


def counted_in(*, centre: Centre, month: date) -> QuerySet[Contact]:
    """Contacts of a centre that a closed month includes."""
    return Contact.objects.filter(centre=centre, counted_in=month)


def first_started_at() -> datetime | None:
    """When the earliest contact that no closed month includes began."""
    first: datetime | None = Contact.objects.filter(counted_in=None).aggregate(first=Min("started_at"))["first"]
    return first


@dataclass(frozen=True)
class ContactFact:
    """What the figures may know of one contact."""

    line: str
    channel: str
    direction: str
    disposition: str
    language: str


def facts_of(contacts: QuerySet[Contact]) -> Iterator[ContactFact]:
    """Read what the figures may know, with one lean query."""
    columns = contacts.values_list("line__slug", "channel", "direction", "disposition", "language")
    for line, *others in columns.iterator():
        yield ContactFact(line or "", *others)


def fingerprint_of(contacts: QuerySet[Contact]) -> tuple[object, ...]:
    """Tell one state of these contacts from another without reading them."""
    state = contacts.order_by().aggregate(count=Count("pk"), newest=Max("changed_at"))
    return (state["count"], state["newest"])
