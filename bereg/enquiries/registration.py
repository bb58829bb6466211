"""An enquiry before it is stored: its matter, its first contact, and what happened since where it is an old one."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from bereg.accounts.models import User
from bereg.contacts.actions import ContactFields
from bereg.enquiries import texts
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.questionnaire.answers import Answers
from bereg.questionnaire.form import Form
from bereg.questionnaire.models import Version


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
