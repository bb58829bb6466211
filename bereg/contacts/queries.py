"""Reading of contacts."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.clock import is_today
from bereg.centres.models import Centre, Line
from bereg.centres.queries import lines_at_work, own_centres
from bereg.centres.scope import CentreBound, beyond
from bereg.contacts.access import sees_centre
from bereg.contacts.channels import Channel
from bereg.contacts.dispositions import Disposition
from bereg.contacts.mistakes import UNDO
from bereg.contacts.models import Contact

# Screens may not touch models; they take the name of the type from here.
__all__ = ["Contact"]


def imported_keys(keys: Iterable[str], *, centre: str) -> set[str]:
    """Return those of these digests of imported rows that stand already at a centre, by its code."""
    found = Contact.objects.everywhere(because="import").filter(centre__code=centre, import_key__in=list(keys))
    return {key for key in found.values_list("import_key", flat=True) if key}


@beyond("id taken")
def is_recorded(id: UUID) -> bool:
    """Tell whether a contact with this id stands already."""
    return Contact.objects.everywhere(because="id taken").filter(pk=id).exists()


@dataclass(frozen=True)
class ContactPlace:
    """Where a contact may have come in: one of a person's centres, and one of its lines or none."""

    centre: Centre
    line: Line | None

    @property
    def code(self) -> str:
        """Return what a form sends for this place."""
        return str(self.line.pk if self.line else self.centre.pk)


def places_of(user: User) -> list[ContactPlace]:
    """Return the lines of a person's centres, each centre's first, and each centre without a line last."""
    centres = (centre for centre in own_centres(user) if centre.closed_at is None)
    return [ContactPlace(centre, line) for centre in centres for line in (*lines_at_work(centre), None)]


def places_for(contact: Contact) -> list[ContactPlace]:
    """Return where a recorded contact may have come in: its centre's lines at work, its own, and none."""
    lines = list(lines_at_work(contact.centre))
    if contact.line and contact.line not in lines:
        lines.append(contact.line)
    return [ContactPlace(contact.centre, line) for line in (*lines, None)]


@dataclass(frozen=True)
class LastWay:
    """The way of somebody's last contact, which the next one probably takes too."""

    place: str
    channel: Channel
    contact: Contact  # without what its page shows

    @property
    def may_be_undone(self) -> bool:
        """Tell whether it was recorded by one key, a moment ago."""
        made = self.contact
        is_fresh = timezone.now() - made.entered_at <= UNDO
        return is_fresh and not made.mistake and made.disposition not in {Disposition.ENQUIRY, ""}


def last_way_of(user: User) -> LastWay | None:
    """Return the way of the contact that somebody recorded last, or None."""
    names = ("line_id", "centre_id", "channel", "disposition", "entered_at", "mistake")
    last = Contact.objects.of_person(user).order_by("-entered_at").only(*names).first()
    return LastWay(str(last.line_id or last.centre_id), Channel(last.channel), last) if last else None


def contacts_for(user: User) -> CentreBound[Contact]:
    """Return the contacts that somebody sees: of their centres, or their own where they see no others."""
    found = Contact.objects.of_centres(own_centres(user))
    return found if sees_centre(user) else found.of_person(user)


def without_enquiry_for(user: User) -> CentreBound[Contact]:
    """Return the latest contacts that brought no enquiry, as far as somebody sees them."""
    found = contacts_for(user).exclude(disposition__in=(Disposition.ENQUIRY, "")).order_by("-started_at", "pk")
    return found.select_related("centre", "line", "operator")


@dataclass(frozen=True)
class DayCounts:
    """How many contacts a day had, and how many of them without an enquiry."""

    contacts: int
    without_enquiry: int


def day_counts(user: User) -> DayCounts:
    """Count the contacts of today: of a person's centres, or their own where they see no others."""
    centres = own_centres(user)
    found = Contact.objects.of_centres(centres).filter(is_today(centres, "started_at"), mistake="")
    if not sees_centre(user):
        found = found.of_person(user)
    without = Count("disposition", filter=~Q(disposition__in=(Disposition.ENQUIRY, "")))
    counts = found.aggregate(contacts=Count("*"), without=without)
    return DayCounts(counts["contacts"], counts["without"])
