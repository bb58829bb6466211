"""Codes in a letter that, taken together, so few matters share that they may tell who somebody is."""

from bereg.accounts.models import User
from bereg.centres.languages import Language
from bereg.dispatch.choices import DispatchGround
from bereg.dispatch.composing import LANGUAGE, REGION, TOPICS
from bereg.dispatch.frozen import OF_PERSON
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import contacts_of
from bereg.enquiries.rare_codes import LANGUAGE as SPOKEN
from bereg.enquiries.rare_codes import TOPIC, RareCombination, SentCode, codes_of, rare_combinations
from bereg.persons.matter_codes import PREFIX, code_words, person_codes
from bereg.persons.queries import persons_on
from bereg.questionnaire.answers import UNANSWERED
from bereg.questionnaire.queries import form_of
from bereg.questionnaire.wording import answer_text, topic_texts
from bereg.transfers.parcel import ANSWERS

MOST = 5  # combinations that are shown, the shortest first; a page with more helps nobody


def rare_words(dispatch: Dispatch, person: User) -> list[str]:
    """Return the combinations of what a letter carries that fewer than five matters share, each in words."""
    enquiry = dispatch.enquiry
    if enquiry is None or dispatch.ground == DispatchGround.DANGER or not dispatch.is_before:
        return []
    carried = set(dispatch.carries.split())
    topics = enquiry.topics.split() if TOPICS in carried else []
    codes = [*codes_of(topics, _answers(enquiry, carried)), *_language(enquiry, carried)]
    found = rare_combinations(user=person, codes=codes, of_each=_persons(enquiry, carried))
    return [_in_words(enquiry, each) for each in sorted(found, key=lambda each: len(each.codes))[:MOST]]


def _answers(enquiry: Enquiry, carried: set[str]) -> dict[str, str]:
    known = {name: str(value) for name, value in enquiry.answers.items() if str(value) not in {"", *UNANSWERED}}
    if ANSWERS in carried:
        return known
    return {name: value for name, value in known.items() if name == REGION and REGION in carried}


def _language(enquiry: Enquiry, carried: set[str]) -> list[SentCode]:
    first = contacts_of(enquiry).first() if LANGUAGE in carried else None
    return [SentCode(SPOKEN, first.language)] if first and first.language else []


def _persons(enquiry: Enquiry, carried: set[str]) -> list[list[SentCode]]:
    """Return of each person concerned the codes that go along, in the letter and in the sealed file."""
    names = [name for tick, several in OF_PERSON.items() if tick in carried for name in several]
    return [person_codes(each, names) for each in persons_on(enquiry)] if names else []


def _in_words(enquiry: Enquiry, rare: RareCombination) -> str:
    form = form_of(enquiry.questionnaire, home_country=enquiry.centre.country)
    said = []
    for code in rare.codes:
        if code.name.startswith(PREFIX):
            said.append(code_words(code, enquiry.centre.country))
            continue
        if code.name == SPOKEN:
            said.append(str(dict(Language.choices).get(code.value, code.value)))
            continue
        question = form.questions.get(code.name)
        words = topic_texts(form, code.value) if code.name == TOPIC else []
        said.append(", ".join(words) or (answer_text(question, code.value) if question else code.value))
    return " + ".join(said)
