"""Two states of one enquiry side by side."""

from dataclasses import dataclass
from typing import Any

from bereg.desk.questions import answer_text
from bereg.desk.sheet import Fields, Sheet
from bereg.enquiries.forms import TYPED, answers_in, fields_of
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.enquiries.texts import TYPED_ANSWERS, Opened
from bereg.questionnaire.form import TOPIC

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


def differences(current: Any, sheet: Sheet, texts: Opened, *, hidden: frozenset[str] = frozenset()) -> list[Difference]:
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


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
