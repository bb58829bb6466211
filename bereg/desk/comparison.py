"""Two states of one enquiry side by side."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bereg.contacts.actions import ContactDiffersError, ContactFields, differing
from bereg.contacts.forms import ContactForm
from bereg.contacts.languages import Language
from bereg.desk.registration_form import Fields, RegistrationSheet
from bereg.enquiries.forms import TYPED, answers_in, fields_of
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.enquiries.texts import TYPED_ANSWERS, Opened
from bereg.questionnaire.form import TOPIC
from bereg.questionnaire.wording import answer_text

CHOICES: dict[str, dict[str, Any]] = {
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
    current: Any, sheet: RegistrationSheet, texts: Opened, *, hidden: frozenset[str] = frozenset()
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


def contact_differences(standing: Any, sent: ContactFields) -> list[Difference]:
    """Return the fields in which a recorded contact and the one that was sent differ, in words."""
    return [
        Difference(_contact_label(name), _contact_words(standing, name), _contact_words(sent.as_contact(None), name))
        for name in differing(contact=sent, standing=standing)
    ]


def contact_differences_seen(person: Any, used: Exception, sent: ContactFields) -> list[Difference]:
    """Return what differs from a contact that the person recorded; of a colleague's nothing is told."""
    if not isinstance(used, ContactDiffersError) or used.standing.operator_id != person.pk:
        return []
    return contact_differences(used.standing, sent)


def _contact_label(name: str) -> str:
    labels = {"centre_id": _("Centre"), "line_id": _("Line"), "started_at": _("Time"), "disposition": _("Contact")}
    return str(labels.get(name) or ContactForm.base_fields[name].label)


def _contact_words(contact: Any, name: str) -> str:
    match name:
        case "centre_id":
            return str(contact.centre)
        case "line_id":
            return str(contact.line or "")
        case "started_at":
            return date_format(contact.started_at.astimezone(ZoneInfo(contact.centre.time_zone)), "j E Y, H:i")
        case "language":
            return str(dict(Language.choices).get(contact.language, contact.language))
    return str(getattr(contact, f"get_{name}_display")())


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
