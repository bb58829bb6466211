"""What changes an enquiry."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.contacts.actions import RECORDED, ContactFields, record_contact
from bereg.contacts.models import Contact
from bereg.core.rows import insert_new
from bereg.core.traces import scrub_after_commit
from bereg.enquiries.access import may_assign, may_write
from bereg.enquiries.code_words import new_code_word
from bereg.enquiries.drafts import correction_draft_id, supersede_draft
from bereg.enquiries.history import ASSIGNED
from bereg.enquiries.models import Draft, Enquiry, EnquiryContact, NumberSeries
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.enquiries.queries import enquiries_for
from bereg.questionnaire.answers import Answers
from bereg.questionnaire.models import Version

MOST_DRAWS = 20  # of a code word: about 1.5 million differ, so even two taken ones in a row are rare
# Takes numbers of a series, which it begins where there is none, in one statement that both databases know.
TAKE = """
INSERT INTO enquiries_numberseries (centre_id, year, last) VALUES (%s, %s, %s)
ON CONFLICT (centre_id, year) DO UPDATE SET last = enquiries_numberseries.last + excluded.last RETURNING last
"""


class StaleError(Exception):
    """Somebody changed the enquiry meanwhile; `current` is what stands now."""

    def __init__(self, current: Enquiry) -> None:
        super().__init__(f"{current} is at version {current.version} now.")
        self.current = current


class FormUsedError(Exception):
    """The form's id stands for something else already."""


class NotYoursError(Exception):
    """The enquiry is not, or no longer, one that the person may do this with; `current` is what stands now."""

    def __init__(self, current: Enquiry) -> None:
        super().__init__(f"{current} is assigned to somebody else.")
        self.current = current


class AlreadyClosedError(Exception):
    """A colleague closed the enquiry first."""


class AlreadyOpenError(Exception):
    """A colleague reopened the enquiry first."""


@dataclass(frozen=True)
class Matter:
    """What is kept of the matter itself. Without consent only the topics are stored, whatever else is here."""

    consent: Consent
    topics: tuple[str, ...] = ()
    answers: Answers = field(default_factory=dict)
    narrative: str = ""
    call_back: str = ""
    outcome: Outcome | str = ""
    urgency: Urgency = Urgency.NORMAL

    def as_columns(self) -> dict[str, Any]:
        """Return the columns to store. This is the one place that decides what consent lets through."""
        agreed = self.consent == Consent.YES
        return {
            "consent": self.consent,
            "topics": f" {' '.join(self.topics)} " if self.topics else "",
            "answers": self.answers if agreed else {},
            "narrative": self.narrative if agreed else "",
            "call_back": self.call_back if agreed else "",
            "outcome": self.outcome if agreed else "",
            "urgency": self.urgency if agreed else Urgency.NORMAL,
        }


@dataclass(frozen=True)
class Past:
    """What happened since, of an enquiry that is stored long after the fact. An empty code word is drawn anew."""

    further: tuple[ContactFields, ...] = ()
    closed_at: datetime | None = None
    code_word: str = ""
    assignee: User | None = None  # None: who registers it


@dataclass(frozen=True)
class Registration:
    """One new enquiry with its first contact. `id` is the one that the empty form carried."""

    contact: ContactFields
    matter: Matter
    questionnaire: Version
    previous: Enquiry | None = None
    id: UUID = field(default_factory=uuid4)
    past: Past = field(default_factory=Past)


@transaction.atomic
def register_enquiry(*, registration: Registration, by: User) -> Enquiry:
    """Store one enquiry with its contact. The same id again returns the enquiry that stands already.

    Raise FormUsedError where the form's contact joined another enquiry, or its id is that of another centre's.
    """
    contact = registration.contact.as_contact(by)
    # The contact goes first: where a form is sent twice at once, the second waits there for the first.
    if not insert_new(contact):
        return _standing(registration, by)
    enquiry = _new_enquiry(registration, _next_number(registration.contact), new_code_word(by.language), by)
    _insert(enquiry, by)
    insert_new(EnquiryContact(contact=contact, enquiry=enquiry))
    supersede_draft(id=registration.id, consent=registration.matter.consent, by=by)
    audit.record_acts([(RECORDED, contact), ("enquiry.registered", enquiry)], by=by)
    return enquiry


@transaction.atomic
def register_many(*, registrations: list[Registration], contacts: list[ContactFields], by: User | None) -> None:
    """Store many enquiries, and contacts without one, with few statements (import, demonstration)."""
    keys = zip(_numbers_for(registrations), _code_words(len(registrations), by), strict=True)
    enquiries = [_new_enquiry(each, *key, by) for each, key in zip(registrations, keys, strict=True)]
    links = [
        EnquiryContact(contact=contact.as_contact(by), enquiry=enquiry)
        for each, enquiry in zip(registrations, enquiries, strict=True)
        for contact in (each.contact, *each.past.further)
    ]
    others = [each.as_contact(by) for each in contacts]
    Contact.objects.bulk_create([link.contact for link in links] + others, batch_size=500)
    Enquiry.objects.bulk_create(enquiries, batch_size=500)
    EnquiryContact.objects.bulk_create(links, batch_size=500)
    closed = [each for each in enquiries if each.closed_at]
    audit.record_many("enquiry.registered", targets=list(enquiries), by=by, because="bulk")
    audit.record_many("enquiry.closed", targets=list(closed), by=by, because="bulk")
    audit.record_many("contact.recorded", targets=list(others), by=by, because="bulk")


@transaction.atomic
def join_contact(*, enquiry: Enquiry, contact: ContactFields, by: User) -> Contact:
    """Record a further contact of an existing enquiry."""
    recorded = record_contact(contact=contact, by=by)
    links = EnquiryContact.objects.through(contact=recorded)
    _, is_new = links.get_or_create(contact=recorded, defaults={"enquiry": enquiry})
    if is_new:
        audit.record("enquiry.contact_joined", target=enquiry, by=by)
    return recorded


@transaction.atomic
def correct_enquiry(*, enquiry: Enquiry, version: int, matter: Matter, by: User) -> Enquiry:
    """Store a corrected matter over `version`. Raise StaleError if somebody changed the enquiry meanwhile.

    Raise NotYoursError where it is for somebody else to correct. Whoever gives it away changes its version.
    """
    if not may_write(by, enquiry):
        raise NotYoursError(enquiry)
    if not _update(enquiry, matter.as_columns(), version=version):
        raise StaleError(_current(enquiry))
    supersede_draft(id=correction_draft_id(enquiry, by), consent=matter.consent, by=by)
    if matter.consent != Consent.YES:
        _forget_drafts(enquiry)
    audit.record("enquiry.corrected", target=enquiry, by=by)
    return _current(enquiry)


@transaction.atomic
def close_enquiry(*, enquiry: Enquiry, by: User) -> None:
    """Close an open enquiry. Raise AlreadyClosedError if a colleague was faster."""
    if not _update(enquiry, {"closed_at": timezone.now()}, closed_at=None):
        raise AlreadyClosedError
    audit.record("enquiry.closed", target=enquiry, by=by)


@transaction.atomic
def reopen_enquiry(*, enquiry: Enquiry, by: User) -> None:
    """Open a closed enquiry again. Raise AlreadyOpenError if a colleague was faster."""
    if not _update(enquiry, {"closed_at": None}, closed_at__isnull=False):
        raise AlreadyOpenError
    audit.record("enquiry.reopened", target=enquiry, by=by)


@transaction.atomic
def withdraw_consent(*, enquiry: Enquiry, by: User) -> None:
    """Forget the answers, the texts and every draft of them; the count and the topics stay."""
    nothing = Matter(consent=Consent.WITHDRAWN).as_columns()
    del nothing["topics"]
    _update(enquiry, nothing)
    _forget_drafts(enquiry)
    audit.record("enquiry.consent_withdrawn", target=enquiry, by=by)


@transaction.atomic
def assign_enquiry(*, enquiry: Enquiry, version: int, to: User, by: User) -> None:
    """Make somebody responsible for an enquiry as it stood at `version`. Raise StaleError, NotYoursError."""
    if not may_assign(by, enquiry, to):
        raise NotYoursError(enquiry)
    if not _update(enquiry, {"assignee": to}, version=version):
        raise StaleError(_current(enquiry))
    _record_assigned(enquiry, to, by)


@transaction.atomic
def take_up(*, enquiry: Enquiry, by: User) -> Enquiry:
    """Assign an enquiry to who talks with its person now, known by number or code word. Return what stands now."""
    if not may_write(by, enquiry):
        _update(enquiry, {"assignee": by})
        _record_assigned(enquiry, by, by)
    return Enquiry.objects.of(enquiry).select_related("centre", "questionnaire").get()


def _record_assigned(enquiry: Enquiry, to: User, by: User) -> None:
    audit.record(ASSIGNED, target=enquiry, by=by, because=str(to.pk))
    if to.pk != by.pk:
        notices.give(kind=ASSIGNED, target=str(enquiry.pk), to=[to])


def mark_counted(*, enquiries: QuerySet[Enquiry], month: date) -> None:
    """Note that a closed month includes these enquiries. Nothing that a person sees changes, so no version does.

    Part of closing a month, which is audited as one act.
    """
    enquiries.order_by().update(counted_in=month)


def _forget_drafts(enquiry: Enquiry) -> None:
    """Without consent the unfinished corrections of every colleague go too, with every trace of them."""
    Draft.objects.through(enquiry=enquiry).delete()
    scrub_after_commit()


def _insert(enquiry: Enquiry, by: User) -> None:
    """Insert a new enquiry, with another code word where its own is taken already."""
    for _attempt in range(MOST_DRAWS):
        if insert_new(enquiry):
            return
        if Enquiry.objects.everywhere(because="id taken").filter(pk=enquiry.pk).exists():
            raise FormUsedError  # its contact was new, so it is no form of ours sent twice
        enquiry.code_word = new_code_word(by.language)
    raise IntegrityError(f"The number {enquiry.number} or the code word is taken.")


def _standing(registration: Registration, by: User) -> Enquiry:
    standing = enquiries_for(by).filter(pk=registration.id).first()
    if standing is None:
        raise FormUsedError
    return standing


def _update(enquiry: Enquiry, columns: dict[str, Any], **only: object) -> int:
    # One UPDATE decides: two operators may have the same page open.
    standing = Enquiry.objects.of(enquiry).filter(**only)
    return standing.update(**columns, changed_at=timezone.now(), version=F("version") + 1)


def _current(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.of(enquiry).get()


def _new_enquiry(registration: Registration, number: str, code_word: str, by: User | None) -> Enquiry:
    return Enquiry(
        id=registration.id,
        number=number,
        code_word=registration.past.code_word or code_word,
        centre=registration.contact.centre,
        questionnaire=registration.questionnaire,
        previous=registration.previous,
        opened_at=registration.contact.started_at,
        entered_at=registration.contact.entered_at,
        closed_at=registration.past.closed_at,
        entered_by=by,
        assignee=registration.past.assignee or by,
        **registration.matter.as_columns(),
    )


def _code_words(count: int, by: User | None) -> list[str]:
    """Draw words that no enquiry has: among some thousands, two equal draws are to be expected."""
    fresh: set[str] = set()
    while len(fresh) < count:
        drawn = {new_code_word(by.language if by else "ru") for _ in range(min(count - len(fresh), 500))}
        taken = Enquiry.objects.everywhere(because="id taken").filter(code_word__in=drawn)
        fresh |= drawn - set(taken.values_list("code_word", flat=True))
    return list(fresh)


def _next_number(contact: ContactFields) -> str:
    return _take_numbers(contact.centre, _year(contact), 1)[0]


def _numbers_for(registrations: list[Registration]) -> list[str]:
    """Give every registration its number, taking each series once."""
    wanted: dict[tuple[Centre, int], int] = {}
    for each in registrations:
        key = (each.contact.centre, _year(each.contact))
        wanted[key] = wanted.get(key, 0) + 1
    taken = {key: iter(_take_numbers(*key, count)) for key, count in wanted.items()}
    return [next(taken[(each.contact.centre, _year(each.contact))]) for each in registrations]


def _take_numbers(centre: Centre, year: int, count: int) -> list[str]:
    key = NumberSeries._meta.get_field("centre").get_db_prep_save(centre.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [key, year, count])
        ((last,),) = cursor.fetchall()
    return [f"{centre.prefix}-{year}-{number:05}" for number in range(last - count + 1, last + 1)]


def _year(contact: ContactFields) -> int:
    return contact.started_at.astimezone(ZoneInfo(contact.centre.time_zone)).year
