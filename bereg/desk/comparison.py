"""Two states of one enquiry side by side."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from bereg.accounts.queries import User
from bereg.centres.clock import in_zone
from bereg.centres.languages import Language
from bereg.centres.queries import Centre
from bereg.contacts.actions import ContactDiffersError, ContactFields, differing
from bereg.contacts.acts import change_in
from bereg.contacts.channels import Anonymous, Channel, Direction
from bereg.contacts.corrections import changes_of
from bereg.contacts.dispositions import Disposition
from bereg.contacts.forms import ContactForm
from bereg.contacts.queries import Contact
from bereg.desk.registration_form import Fields, RegistrationSheet
from bereg.enquiries.forms import TYPED, answers_in, fields_of
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.enquiries.queries import Enquiry
from bereg.enquiries.texts import TYPED_ANSWERS, Opened
from bereg.questionnaire.questions import TOPIC
from bereg.questionnaire.wording import answer_text

WORDS_OF_CODES: dict[str, dict[str, StrOrPromise]] = {
    "channel": dict(Channel.choices),
    "direction": dict(Direction.choices),
    "language": dict(Language.choices),
    "anonymous": dict(Anonymous.choices),
    "disposition": dict(Disposition.choices),
}
CHOICES: dict[str, dict[str, StrOrPromise]] = {
    "consent": dict(Consent.choices),
    "outcome": dict(Outcome.choices),
    "urgency": dict(Urgency.choices),
}


@dataclass(frozen=True)
class Difference:
    """One field in which two states differ."""

    label: str
    stored: str
    typed: str


def differences(
    current: Enquiry, sheet: RegistrationSheet, texts: Opened, *, hidden: frozenset[str] = frozenset()
) -> list[Difference]:
    """Return the fields in which the stored enquiry and the typed form differ, in words; none of those hidden.

    A text that cannot be opened differs from nothing.
    """
    stored = Fields(fields_of(current, sheet.questionnaire, texts))
    found = []
    for name in ("consent", "narrative", "call_back", "outcome", "urgency"):
        before, now = stored.get(name) or "", sheet.fields.get(name) or ""
        if name not in hidden | texts.closed and _plain(before) != _plain(now):
            words = CHOICES.get(name, {})
            label = str(sheet.matter.fields[name].label)
            found.append(Difference(label, str(words.get(before, before)), str(words.get(now, now))))
    theirs, mine = answers_in(stored, sheet.questionnaire), answers_in(sheet.fields, sheet.questionnaire)
    for name, question in sheet.questionnaire.questions.items():
        if question.kind in TYPED and TYPED_ANSWERS in texts.closed:
            continue
        before, now = theirs.get(name, ""), mine.get(name, "")
        if set(before.split()) != set(now.split()):
            missing = {"": ""} if name == TOPIC else {}
            said = [missing.get(each, answer_text(question, each)) for each in (before, now)]
            found.append(Difference(question.label(), *said))
    return found


def contact_differences(standing: Contact, sent: ContactFields) -> list[Difference]:
    """Return the fields in which a recorded contact and the one that was sent differ, in words."""
    return [
        Difference(_contact_label(name), _contact_words(standing, name), _contact_words(sent.as_contact(None), name))
        for name in differing(contact=sent, standing=standing)
    ]


def contact_differences_seen(person: User, used: Exception, sent: ContactFields) -> list[Difference]:
    """Return what differs from a contact that the person recorded; of a colleague's nothing is told."""
    if not isinstance(used, ContactDiffersError) or used.standing.operator_id != person.pk:
        return []
    return contact_differences(used.standing, sent)


def typed_differences(standing: Contact, sent: ContactFields) -> list[Difference]:
    """Return what a correction would change of a contact, in words."""
    typed = sent.as_contact(None)
    return [
        Difference(_contact_label(name), _contact_words(standing, name), _contact_words(typed, name))
        for name in (f"{each}_id" if each == "line" else each for each in changes_of(standing, sent))
    ]


def correction_words(code: str, centre: Centre) -> str:
    """Say what was corrected of a contact, with its old and its new value, as the audit log holds it."""
    name, before, now = change_in(code)
    label = _contact_label(f"{name}_id" if name == "line" else name)
    return f"{label}, {_code_words(name, before, centre)} → {_code_words(name, now, centre)}"


def _code_words(name: str, code: str, centre: Centre) -> str:
    if name in {"started_at", "ended_at"} and code:
        return date_format(in_zone(dt.datetime.fromisoformat(code), centre), "j E Y, H:i")
    return str(WORDS_OF_CODES.get(name, {}).get(code, code)) or "—"


def _contact_label(name: str) -> str:
    labels = {
        "centre_id": _("Centre"),
        "line_id": _("Line"),
        "started_at": _("Time"),
        "ended_at": _("Until"),
        "disposition": _("Contact"),
    }
    return str(labels.get(name) or ContactForm.base_fields[name].label)


def _contact_words(contact: Contact, name: str) -> str:
    match name:
        case "centre_id":
            return str(contact.centre)
        case "line_id":
            return str(contact.line or "")
        case "started_at" | "ended_at":
            moment = getattr(contact, name)
            return date_format(in_zone(moment, contact.centre), "j E Y, H:i") if moment else ""
        case "language":
            return str(dict(Language.choices).get(contact.language, contact.language))
    return str(getattr(contact, f"get_{name}_display")())


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
