"""Reading of contacts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.models import Centre, Line
from bereg.centres.queries import centres_of, lines_at_work, own_centres
from bereg.centres.scope import beyond
from bereg.contacts.channels import Channel
from bereg.contacts.dispositions import Disposition
from bereg.contacts.models import Contact


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
