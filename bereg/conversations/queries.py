"""Reading of conversations, limited to what the person may see."""

import datetime as dt
from uuid import UUID

from django.db.models import Case, Max, When

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of, people_at
from bereg.centres.scope import CentreBound, beyond
from bereg.contacts.channels import Direction
from bereg.contacts.models import Contact
from bereg.conversations.models import Message, Thread
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import enquiries_for
from bereg.shifts.on_duty import on_duty

MOST_SHOWN = 200
MOST_OPENED = 100  # messages on a page: each that is opened is written down


def threads_for(person: User) -> CentreBound[Thread]:
    """Return the conversations that somebody answers."""
    if not person.may(Permission.CONVERSE):
        return Thread.objects.none()
    found = Thread.objects.of_centres(centres_of(person))
    if not opens_any(person):
        found = found.filter(taken_by=person)
    return found.select_related("centre", "line", "taken_by")


def waiting_for(person: User) -> CentreBound[Thread]:
    """Return those in which the other side waits: danger first, then who waits longest."""
    return threads_for(person).exclude(waiting_since=None).order_by("-is_urgent", "waiting_since", "pk")


def latest_for(person: User) -> CentreBound[Thread]:
    """Return those in which nobody waits for us, the open ones first, then the latest."""
    found = threads_for(person).filter(waiting_since=None)
    return found.order_by(Case(When(closed_at=None, then=0), default=1), "-last_at", "pk")


def messages_of(thread: Thread) -> CentreBound[Message]:
    """Return the messages of a conversation at hand, in their order."""
    found = Message.objects.through(thread=thread).select_related("by", "thread").prefetch_related("attachments")
    return found.order_by("at", "pk")


def messages_after(thread: Thread, last: str) -> list[Message]:
    """Return those that follow the one of an id, in their order; all of them where it is no message of this one."""
    every = list(messages_of(thread))
    place = next((number for number, each in enumerate(every, 1) if str(each.pk) == last), 0)
    return every[place:]


def unanswered_in(thread: Thread) -> int:
    """Count the messages of the other side since our last answer."""
    every = Message.objects.through(thread=thread)
    answered_at = every.filter(direction=Direction.OUT).aggregate(last=Max("at"))["last"]
    return every.filter(direction=Direction.IN, **({"at__gt": answered_at} if answered_at else {})).count()


def contacts_of(thread: Thread) -> list[Contact]:
    """Return the contacts of a conversation at hand, the latest first."""
    ids = Message.objects.through(thread=thread).exclude(contact=None).values("contact")
    return list(Contact.objects.of_centres([thread.centre]).filter(pk__in=ids).order_by("-started_at"))


def colleagues_for(thread: Thread, person: User) -> list[User]:
    """Return to whom somebody may hand a conversation at hand."""
    return [each for each in people_at(thread.centre_id, Permission.CONVERSE) if each != person]


def opens_any(person: User) -> bool:
    """Tell whether somebody opens each conversation of their centre, and not only what was handed to them."""
    return person.scope(Permission.CONVERSE) == Scope.CENTRE


def answering_now(centre: Centre, now: dt.datetime) -> list[User]:
    """Return who is on duty and opens each conversation of a centre."""
    return [each.person for each in on_duty(centre, now) if opens_any(each.person)]


def enquiry_of(thread: Thread, person: User) -> Enquiry | None:
    """Return the enquiry that grew out of a conversation, or that its form has joined, where the person sees it."""
    # A contact has the id of its form, and so has an enquiry that was registered with one.
    return enquiries_for(person).filter(contact_links__contact=thread.grows_into).first()


@beyond("conversation")
def thread_by_lookup(lookup: bytes) -> Thread | None:
    """Return the conversation of a code. Whoever asks may be anybody, and has shown nothing but the code."""
    found = Thread.objects.everywhere(because="conversation").filter(lookup=lookup)
    return found.select_related("centre", "line").first()


@beyond("conversation")
def thread_at(id: UUID) -> Thread | None:
    """Return a conversation by its id, for a visitor who has proven its code, or for the mailbox."""
    return Thread.objects.everywhere(because="conversation").filter(pk=id).select_related("centre", "line").first()


@beyond("conversation")
def how_many_wait() -> int:
    """Count the conversations in which the other side waits, at every centre: whether more can be taken on."""
    return Thread.objects.everywhere(because="conversation").exclude(waiting_since=None).count()
