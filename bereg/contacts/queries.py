"""Reading of contacts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.models import Centre, Line
from bereg.centres.queries import all_centres, centres_of, lines_at_work, own_centres
from bereg.centres.scope import beyond
from bereg.contacts.channels import Channel
from bereg.contacts.dispositions import Disposition
from bereg.contacts.models import Contact


def uncounted(*, centre: Centre, begins: datetime | None, ends: datetime) -> QuerySet[Contact]:
    """Contacts of a centre that no closed month includes, begun from `begins` on (None: ever) and before `ends`."""
    found = Contact.objects.of_centres([centre]).filter(counted_in=None, started_at__lt=ends)
    return found.filter(started_at__gte=begins) if begins else found


def counted_in(*, centre: Centre, month: date) -> QuerySet[Contact]:
    """Contacts of a centre that a closed month includes."""
    return Contact.objects.of_centres([centre]).filter(counted_in=month)


@beyond("figures")
def first_started_at() -> datetime | None:
    """When the earliest contact that no closed month includes began."""
    not_counted = Contact.objects.everywhere(because="figures").filter(counted_in=None)
    # By centre, as the index goes: it then reads one entry of each.
    of_each = (not_counted.filter(centre=centre).aggregate(first=Min("started_at")) for centre in all_centres())
    return min((each["first"] for each in of_each if each["first"]), default=None)


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
    state = contacts.order_by().aggregate(count=Count("*"), newest=Max("changed_at"))
    return (state["count"], state["newest"])


def imported_keys(keys: Iterable[str]) -> set[str]:
    """Return those of these digests of imported rows that stand already."""
    found = Contact.objects.everywhere(because="import").filter(import_key__in=list(keys))
    return {key for key in found.values_list("import_key", flat=True) if key}


@beyond("id taken")
def is_recorded(id: UUID) -> bool:
    """Tell whether a contact with this id stands already."""
    return Contact.objects.everywhere(because="id taken").filter(pk=id).exists()


@dataclass(frozen=True)
class Place:
    """Where a contact may have come in: one of a person's centres, and one of its lines or none."""

    centre: Centre
    line: Line | None

    @property
    def code(self) -> str:
        """Return what a form sends for this place."""
        return str(self.line.pk if self.line else self.centre.pk)


def places_of(user: User) -> list[Place]:
    """Return the lines of a person's centres, each centre's first, and each centre without a line last."""
    centres = (centre for centre in own_centres(user) if centre.closed_at is None)
    return [Place(centre, line) for centre in centres for line in (*lines_at_work(centre), None)]


@dataclass(frozen=True)
class LastWay:
    """The way of somebody's last contact, which the next one probably takes too."""

    place: str
    channel: Channel


def last_way_of(user: User) -> LastWay | None:
    """Return the way of the contact that somebody recorded last, or None."""
    last = Contact.objects.of_person(user).order_by("-entered_at").values("line_id", "centre_id", "channel")
    found = last.first()
    return LastWay(str(found["line_id"] or found["centre_id"]), Channel(found["channel"])) if found else None


@dataclass(frozen=True)
class DayCounts:
    """How many contacts a day had, and how many of them without an enquiry."""

    contacts: int
    without_enquiry: int


def day_counts(*, user: User, begins: datetime, ends: datetime) -> DayCounts:
    """Count the contacts begun in [begins, ends): of a person's centres, or their own where they see no others."""
    found = Contact.objects.of_centres(centres_of(user)).filter(started_at__gte=begins, started_at__lt=ends)
    if user.scope(Permission.ENQUIRY_READ) != Scope.CENTRE:
        found = found.of_person(user)
    without = Count("pk", filter=~Q(disposition__in=(Disposition.ENQUIRY, "")))
    counts = found.aggregate(contacts=Count("pk"), without=without)
    return DayCounts(counts["contacts"], counts["without"])


@beyond("figures")
def span() -> tuple[datetime, datetime] | None:
    """Return when the first and the last contact began, or None where nobody ever reached us."""
    every = Contact.objects.everywhere(because="figures")
    # Apart, as an index gives one end at a time; and by centre, as it goes.
    firsts, lasts = (
        [at for centre in all_centres() for at in every.filter(centre=centre).aggregate(at=end("started_at")).values()]
        for end in (Min, Max)
    )
    found = [at for at in (*firsts, *lasts) if at]
    return (min(found), max(found)) if found else None
