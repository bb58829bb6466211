"""The codes of what goes along, frozen as they stood when the draft was saved: those of ticked fields, nothing else.

They are sealed beside the words, so both are signed and agreed to, and a later change of the enquiry changes neither.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from bereg.dispatch.choices import DispatchGround, DispatchKind
from bereg.dispatch.composing import LANGUAGE, PERSONS, REGION, TOPICS, TRAFFICKING
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import contacts_of
from bereg.persons.choices import RelationToCaller
from bereg.persons.models import Person
from bereg.persons.queries import persons_on
from bereg.persons.wording import is_about_caller
from bereg.questionnaire.answers import UNANSWERED
from bereg.transfers.parcel import ANSWERS

# What the letter says of a person under each tick; the reason of a judgement is a text and stays.
OF_PERSON = {
    PERSONS: (
        "relation",
        "gender",
        "band",
        "citizenship",
        "language",
        "command",
        "region",
        "occupation",
        "care",
        "signs",
    ),
    TRAFFICKING: ("act", "means", "purpose", "suspicion"),
}
Codes = dict[str, Any]


@dataclass(frozen=True)
class FrozenCodes:
    """The codes that go along. persons: of each the codes that are there, by the names of `Person`."""

    topics: tuple[str, ...] = ()
    region: str = ""
    language: str = ""
    answers: Codes = field(default_factory=dict)
    persons: tuple[Codes, ...] = ()
    is_about_caller: bool = False  # whether answers and language are those of a person concerned

    def as_text(self) -> str:
        """Return it as the one text that is sealed."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}, sort_keys=True)

    @classmethod
    def of_text(cls, text: str) -> "FrozenCodes":
        """Return what `as_text` wrote."""
        known = {each.name for each in fields(cls)}
        said: Codes = {name: value for name, value in json.loads(text).items() if name in known}
        listed: Codes = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
        return cls(**listed)


def freezes(kind: str, ground: str) -> bool:
    """Tell whether codes are kept at all: of a referral that the person agreed to, as no other one leaves as codes."""
    return kind == DispatchKind.REFERRAL and ground == DispatchGround.CONSENT


def frozen_codes(enquiry: Enquiry, carried: Collection[str]) -> FrozenCodes:
    """Return the codes of the ticked fields as they stand now."""
    persons, answers = list(persons_on(enquiry)), enquiry.answers
    first = contacts_of(enquiry).first() if LANGUAGE in carried else None
    names = [name for tick, several in OF_PERSON.items() if tick in carried for name in several]
    kept = (_answered({name: getattr(each, name) for name in names}) for each in persons)
    return FrozenCodes(
        topics=tuple(enquiry.topics.split()) if TOPICS in carried else (),
        region=str(answers.get("region", "")) if REGION in carried else "",
        language=first.language if first else "",
        answers=_answered(answers) if ANSWERS in carried else {},
        persons=tuple(filter(None, kept)),
        is_about_caller=_is_about_caller(enquiry, persons, carried),
    )


def _answered(codes: Codes) -> Codes:
    return {name: value for name, value in codes.items() if value and str(value) not in UNANSWERED}


def _is_about_caller(enquiry: Enquiry, persons: list[Person], carried: Collection[str]) -> bool:
    """Tell whether who calls is the one person whom it is about, as far as ticked fields say so.

    Of several persons nobody knows whose the answers are.
    """
    if persons:
        return PERSONS in carried and len(persons) == 1 and persons[0].relation == RelationToCaller.SELF
    return ANSWERS in carried and is_about_caller(enquiry)
