"""Codes in a letter that, taken together, so few matters share that they may tell who somebody is."""

from bereg.accounts.models import User
from bereg.dispatch.composing import REGION, TOPICS
from bereg.dispatch.lists import DispatchGround
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.enquiries.rare_codes import TOPIC, RareCombination, codes_of, rare_combinations
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
    codes = codes_of(topics, _answers(enquiry, carried))
    found = rare_combinations(user=person, codes=codes)
    return [_in_words(enquiry, each) for each in sorted(found, key=lambda each: len(each.codes))[:MOST]]


def _answers(enquiry: Enquiry, carried: set[str]) -> dict[str, str]:
    known = {name: str(value) for name, value in enquiry.answers.items() if str(value) not in {"", *UNANSWERED}}
    if ANSWERS in carried:
        return known
    return {name: value for name, value in known.items() if name == REGION and REGION in carried}


def _in_words(enquiry: Enquiry, rare: RareCombination) -> str:
    form = form_of(enquiry.questionnaire, home_country=enquiry.centre.country)
    said = []
    for code in rare.codes:
        question = form.questions.get(code.name)
        words = topic_texts(form, code.value) if code.name == TOPIC else []
        said.append(", ".join(words) or (answer_text(question, code.value) if question else code.value))
    return " + ".join(said)
