"""Reading of enquiries, limited to what the person may see."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.accounts.roles import Role
from bereg.centres.clock import is_today
from bereg.centres.load import Load, by_colleague
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of, own_centres
from bereg.centres.scope import beyond
from bereg.contacts.models import Contact
from bereg.enquiries.models import RECENT, Draft, Enquiry, EnquiryContact, Entry
from bereg.enquiries.outcomes import PROMISING
from bereg.questionnaire.models import Version
from bereg.questionnaire.queries import version_with
from bereg.vault.classes import Kind

# Screens may not touch models; they take the names of the types from here.
__all__ = ["Draft", "Enquiry"]


def enquiries_for(user: User) -> QuerySet[Enquiry]:
    """Enquiries that `user` may see: their centres', or only those assigned to them."""
    return reached_by(user, Permission.ENQUIRY_READ)


def reached_by(user: User, permission: Permission) -> QuerySet[Enquiry]:
    """Enquiries that somebody's right reaches, whatever the right. `access.py` says the same of one enquiry."""
    scope = user.scope(permission)
    found = Enquiry.objects.of_centres(centres_of(user))
    match scope:
        case None:
            return found.none()
        case Scope.ASSIGNED:
            return found.filter(assignee=user)
        case Scope.RECENT:
            return found.filter(Q(assignee=user) | recent(timezone.now()))
    return found


def seen_in(centres: list[Centre], user: User, *, is_mine: bool = False) -> QuerySet[Enquiry]:
    """Return what somebody sees of centres that they work at, without asking for these again."""
    found = Enquiry.objects.of_centres(centres)
    scope = user.scope(Permission.ENQUIRY_READ)
    if scope is None:
        return found.none()
    return found.filter(assignee=user) if scope == Scope.ASSIGNED or is_mine else found


def recent(now: datetime) -> Q:
    """Match the enquiries whose last contact is not long ago. `Enquiry.is_recent` says the same of one."""
    since = now - RECENT
    links = EnquiryContact.objects.through(enquiry=OuterRef("pk")).filter(makes_recent=True)
    links = links.filter(contact__started_at__gte=since, contact__entered_at__gte=since)
    return Q(opened_at__gte=since, entered_at__gte=since) | Q(Exists(links))


def people_for(enquiry: Enquiry, roles: Iterable[Role]) -> QuerySet[User]:
    """Return those of some roles who work at an enquiry's centre, without whom it is assigned to."""
    people = User.objects.filter(memberships__centre=enquiry.centre_id, role__in=list(roles), closed_at=None)
    return (people.exclude(pk=enquiry.assignee_id) if enquiry.assignee_id else people).order_by("name")


def load_at(centre: Centre, user: User, most: int) -> list[Load]:
    """Count what is open at one's centre and seen by `user` by whom it is assigned to, each up to one above `most`."""
    open_ones = seen_in([centre], user).filter(closed_at=None).order_by("-opened_at", "pk")
    return by_colleague(open_ones, "assignee", most)


def unanswered_at(centre: Centre, user: User) -> QuerySet[Enquiry]:
    """Return what is open at one's centre, was promised an answer and got none, the oldest first.

    An answer is a further contact or an entry: whatever is done with or for the person leaves one of them.
    """
    entries = Entry.objects.through(enquiry=OuterRef("pk"))
    found = seen_in([centre], user).filter(closed_at=None, outcome__in=PROMISING)
    found = found.filter(last_contact_at__lte=F("opened_at")).exclude(Exists(entries))
    return (
        found.select_related("assignee")
        .only("number", "opened_at", "outcome", "assignee__name")
        .order_by("opened_at", "-pk")
    )


def drafts_of(user: User) -> QuerySet[Draft]:
    """A person's own unfinished forms, the latest first; none of what they may no longer correct."""
    begun = Draft.objects.of_person(user).filter(centre__in=centres_of(user)).order_by("-saved_at")
    # One look for each draft: as a list, what somebody reaches is as long as their years at the line.
    reached = reached_by(user, Permission.ENQUIRY_CORRECT).filter(pk=OuterRef("enquiry"))
    return begun.filter(Q(enquiry=None) | Exists(reached))


def draft_of(user: User, id: UUID) -> Draft | None:
    """One of a person's own unfinished forms."""
    found = Draft.objects.of_person(user).filter(pk=id).first()
    return found if found and found.opens(user, Kind.DRAFT) else None


@beyond("id taken")
def draft_begun_by(id: UUID) -> User | None:
    """Return who has begun a form, whoever asks: nothing else of it."""
    found = Draft.objects.everywhere(because="id taken").filter(pk=id).select_related("operator").first()
    return found.operator if found else None


def contacts_of(enquiry: Enquiry) -> QuerySet[Contact]:
    """Every contact of one enquiry, the first one first."""
    found = Contact.objects.through(of_enquiry__enquiry=enquiry)
    return found.select_related("line", "operator").order_by("started_at")


def version_of_form(id: UUID, centre: Centre) -> Version | None:
    """Return the questionnaire that a form was shown with; not one of another centre."""
    with suppress(Version.DoesNotExist):
        found = version_with(id)
        if found.centre_id in {None, centre.pk}:
            return found
    return None


def opened_today(user: User) -> int:
    """Count the enquiries that a person may see and that were opened today."""
    return enquiries_for(user).filter(is_today(own_centres(user), "opened_at"), mistake="").count()


def centre_of(id: UUID, user: User) -> Centre | None:
    """Return the centre of an enquiry of somebody's centres, also where they may not read it: nothing else of it."""
    found = Enquiry.objects.of_centres(own_centres(user)).filter(pk=id).select_related("centre").first()
    return found.centre if found else None


def enquiry_of(contact: Contact) -> Enquiry | None:
    """Return the enquiry that a contact at hand belongs to."""
    return Enquiry.objects.through(contact_links__contact=contact).first()
