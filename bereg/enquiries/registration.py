"""Registering an enquiry: its matter, its first contact, what happened since where it is an old one, and storing it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
from bereg.contacts.actions import RECORDED, ContactFields
from bereg.core.compiled_queries import carry_out, insert_new, insertion, is_in
from bereg.core.storage_errors import NotStoredError
from bereg.enquiries import texts
from bereg.enquiries.code_words import new_code_word
from bereg.enquiries.drafts import supersede_draft
from bereg.enquiries.models import Draft, Enquiry, EnquiryContact
from bereg.enquiries.numbers import series_of, taken, taking
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.enquiries.queries import enquiries_for
from bereg.questionnaire.answers import Answers
from bereg.questionnaire.form import Form
from bereg.questionnaire.models import Version
from bereg.questionnaire.queries import form_of
from bereg.vault import actions as vault
from bereg.vault.taken_ids import is_of_another

Along = Callable[[Enquiry], None]  # what a room above stores of an enquiry in the same transaction
MOST_DRAWS = 20  # of a code word: about 1.5 million differ, so even two taken ones in a row are rare


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

    def parted(self, questionnaire: Form) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the columns to store in clear, and the texts to seal.

        This is the one place that decides what consent lets through, and what may stand in clear.
        """
        columns = {
            "consent": self.consent,
            "topics": f" {' '.join(self.topics)} " if self.topics else "",
            "answers": {},
            "outcome": "",
            "urgency": Urgency.NORMAL,
        }
        if self.consent != Consent.YES:
            return columns, dict.fromkeys(texts.TEXTS, "")
        codes, typed = texts.split(self.answers, questionnaire)
        return (
            columns | {"answers": codes, "outcome": self.outcome, "urgency": self.urgency},
            {"narrative": self.narrative, "typed_answers": texts.typed_text(typed), "call_back": self.call_back},
        )


@dataclass(frozen=True)
class Past:
    """What happened since, of an enquiry that is stored long after the fact. An empty code word is drawn anew."""

    further: tuple[ContactFields, ...] = ()
    closed_at: datetime | None = None
    code_word: str = ""
    assignee: User | None = None  # None: who registers it


@dataclass(frozen=True)
class Registration:
    """One new enquiry with its first contact. `id` is the one that the empty form carried.

    sent: what the form says, in one spelling; empty where there was no form.
    """

    contact: ContactFields
    matter: Matter
    questionnaire: Version
    previous: Enquiry | None = None
    id: UUID = field(default_factory=uuid4)
    past: Past = field(default_factory=Past)
    sent: str = ""


class FormUsedError(Exception):
    """The form's id stands for something else already."""


class FormDiffersError(Exception):
    """The form was saved already and says something else now; `current` is what stands."""

    def __init__(self, current: Enquiry) -> None:
        super().__init__(f"The form of {current} was sent again with another content.")
        self.current = current


class _SentTwice(Exception):  # noqa: N818 - no error: the first one stands
    """The form was saved already."""


def register_enquiry(*, registration: Registration, by: User, along: Along | None = None) -> Enquiry:
    """Store one enquiry with its contact. The same id again returns the enquiry that stands already.

    along: stores in the same transaction what a room above has of it, such as what was promised.

    Raise FormDiffersError where the form says something else now; FormUsedError where its contact joined another
    enquiry, or its id is one that the person may not see.
    """
    if is_of_another(registration.id, Enquiry, Draft):  # the form's id, which the browser sends
        raise FormUsedError
    # Sealed first: the key is then stored for good before the text is, and nobody waits for it at the write gate.
    try:
        word = registration.past.code_word or new_code_word(by.language)
        (enquiry,) = new_enquiries(registrations=[registration], words=[word], by=by)
    except NotStoredError:
        if _is_taken(registration.id):  # by another centre, whose keys PostgreSQL does not show
            raise FormUsedError from None
        raise
    try:
        return _register(enquiry, registration, by, along)
    except _SentTwice:
        return _standing(registration, by)


@transaction.atomic
def _register(enquiry: Enquiry, registration: Registration, by: User, along: Along | None) -> Enquiry:
    contact, series = registration.contact.as_contact(by), series_of(registration.contact)
    # The contact goes first: where a form is sent twice at once, the second waits there for the first.
    put, number = carry_out(insertion(contact), taking(series))
    if not is_in(put, contact):
        raise _SentTwice  # gives the number back
    (enquiry.number,) = taken(series, number)
    _insert(enquiry, by)
    link = insertion(EnquiryContact(contact=contact, enquiry=enquiry))
    consent = registration.matter.consent
    supersede_draft(id=registration.id, centre=contact.centre_id, consent=consent, by=by, after=[link])
    audit.record_acts([(RECORDED, contact), ("enquiry.registered", enquiry, vault.written_new(enquiry))], by=by)
    if along:
        along(enquiry)
    return enquiry


def _insert(enquiry: Enquiry, by: User) -> None:
    """Insert a new enquiry, with another code word where its own is taken already."""
    for _attempt in range(MOST_DRAWS):
        if insert_new(enquiry):
            return
        if _is_taken(enquiry.pk):
            raise FormUsedError  # its contact was new, so it is no form of ours sent twice
        _put(enquiry, texts.seal([(enquiry, {texts.CODE_WORD: new_code_word(by.language)})])[0])
    raise IntegrityError(f"The number {enquiry.number} or the code word is taken.")


@beyond("id taken")
def _is_taken(id: UUID) -> bool:
    return Enquiry.objects.everywhere(because="id taken").filter(pk=id).exists()


def _standing(registration: Registration, by: User) -> Enquiry:
    standing = enquiries_for(by).filter(pk=registration.id).first()
    if standing is None:
        raise FormUsedError
    if _form_digest(registration) != bytes(standing.form_digest):
        raise FormDiffersError(standing)
    return standing


def _form_digest(registration: Registration) -> bytes:
    return vault.digest_of(f"{registration.id}|{registration.sent}") if registration.sent else b""


def new_enquiries(*, registrations: list[Registration], words: list[str], by: User | None) -> list[Enquiry]:
    """Return the records to be, their texts and code words sealed, still without a number."""
    made = [_new_enquiry(each, word, by) for each, word in zip(registrations, words, strict=True)]
    for (enquiry, _), sealed in zip(made, texts.seal(made), strict=True):
        _put(enquiry, sealed)
    return [enquiry for enquiry, _ in made]


def _put(enquiry: Enquiry, columns: dict[str, bytes]) -> None:
    for name, value in columns.items():
        setattr(enquiry, name, value)


def _new_enquiry(registration: Registration, word: str, by: User | None) -> tuple[Enquiry, dict[str, str]]:
    centre = registration.contact.centre
    columns, typed = registration.matter.parted(form_of(registration.questionnaire, home_country=centre.country))
    made = Enquiry(
        id=registration.id,
        centre=centre,
        questionnaire=registration.questionnaire,
        previous=registration.previous,
        opened_at=registration.contact.started_at,
        last_contact_at=max(each.started_at for each in (registration.contact, *registration.past.further)),
        entered_at=registration.contact.entered_at,
        closed_at=registration.past.closed_at,
        entered_by=by,
        assignee=registration.past.assignee or by,
        form_digest=_form_digest(registration),
        **columns,
    )
    return made, {**typed, texts.CODE_WORD: word}
