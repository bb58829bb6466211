"""What records a contact."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.models import Centre, Line
from bereg.centres.scope import beyond
from bereg.contacts.channels import Anonymous, Channel, Direction, Precision
from bereg.contacts.dispositions import Disposition
from bereg.contacts.models import Contact
from bereg.core.compiled_queries import insert_new

RECORDED = "contact.recorded"
COMPARED = ("centre_id", "line_id", "channel", "direction", "language", "anonymous", "disposition", "ended_at")


@dataclass(frozen=True)
class ContactFields:
    """Everything that is kept of one contact. Times are UTC."""

    centre: Centre
    channel: Channel
    started_at: datetime
    line: Line | None = None
    direction: Direction = Direction.IN
    ended_at: datetime | None = None
    precision: Precision = Precision.MINUTE
    language: str = ""
    anonymous: Anonymous = Anonymous.NOT_ASKED
    disposition: Disposition = Disposition.ENQUIRY
    import_key: str | None = None
    entered_at: datetime = field(default_factory=timezone.now)
    id: UUID = field(default_factory=uuid4)

    def as_contact(self, operator: User | None) -> Contact:
        return Contact(**self.__dict__, operator=operator)


class ContactDiffersError(Exception):
    """Under this id stands a contact that says something else; `standing` is that one."""

    def __init__(self, standing: Contact) -> None:
        super().__init__("The page of a contact was sent again with another content.")
        self.standing = standing


@transaction.atomic
def record_contact(*, contact: ContactFields, by: User) -> Contact:
    """Record one contact; the same again returns the record that stands already. Raise ContactDiffersError."""
    fresh = contact.as_contact(by)
    if insert_new(fresh):
        audit.record(RECORDED, target=fresh, by=by)
        return fresh
    with beyond("id taken"):
        standing = Contact.objects.everywhere(because="id taken").get(pk=contact.id)
    if standing.operator_id != by.pk and standing.centre_id != contact.centre.pk:
        # Another centre's: an id that was sent by hand must not lead to it.
        return record_contact(contact=replace(contact, id=uuid4()), by=by)
    if differing(contact=contact, standing=standing):
        raise ContactDiffersError(standing)
    return standing


@transaction.atomic
def record_from_outside(*, contact: ContactFields) -> Contact:
    """Record a contact that nobody of the staff answered: a letter, a question on the web, a recording."""
    made = contact.as_contact(None)
    made.save(force_insert=True)
    audit.record_of_visitor(RECORDED, target=made)
    return made


@transaction.atomic
def record_many(*, contacts: list[ContactFields], by: User | None) -> None:
    """Record many contacts that brought no enquiry, with few statements (import, demonstration)."""
    made = [each.as_contact(by) for each in contacts]
    Contact.objects.bulk_create(made, batch_size=500)
    audit.record_many(RECORDED, targets=list(made), by=by, because="bulk")


@transaction.atomic
def record_contacts(*, contacts: list[ContactFields], by: User) -> None:
    """Record several contacts, all or none; the same again changes nothing. Raise ContactDiffersError."""
    for contact in contacts:
        record_contact(contact=contact, by=by)


def differing(*, contact: ContactFields, standing: Contact) -> list[str]:
    """Return the names of the fields in which what was sent differs from a contact that is recorded."""
    sent = contact.as_contact(None)
    return [name for name in COMPARED if getattr(sent, name) != getattr(standing, name)] + (
        ["started_at"] if _is_typed(sent.started_at) and sent.started_at != standing.started_at else []
    )


def _is_typed(moment: datetime) -> bool:
    """Tell whether somebody typed a time: one with seconds is the moment at which the page was sent, each time anew."""
    return not (moment.second or moment.microsecond)
