"""A person concerned in words, without a name: for the file, and where two versions stand side by side."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from bereg.enquiries.models import Enquiry
from bereg.persons.choices import Gender, RelationToCaller, Sign, TraffickingAct, TraffickingMeans, TraffickingPurpose
from bereg.persons.models import Person
from bereg.questionnaire.answers import UNANSWERED
from bereg.questionnaire.countries_and_regions import countries, regions
from bereg.questionnaire.queries import form_of
from bereg.questionnaire.wording import answer_text

OF_CALLER = ("enquirer", "gender", "age", "citizenship")  # the answers that tell who calls
# Who calls for themselves, as a rule: these are the persons concerned without anybody saying so.
ABOUT_THEMSELVES = frozenset({"migrant", "citizen_abroad"})


@dataclass(frozen=True)
class InWords:
    """One person: who they are in short, the rest, and what was noted of signs."""

    who: str
    rest: str
    signs: list[str]
    not_noted: str
    act: str
    means: str
    purpose: str


def in_words(person: Person) -> InWords:
    """Put a person into words of the page's language."""
    return InWords(
        who=", ".join(filter(None, (_who(person), _said(person, "band")))),
        rest="; ".join(_rest(person)),
        signs=_labels(Sign, person.signs),
        not_noted=", ".join(str(sign.label) for sign in Sign if sign not in person.signs),
        act=", ".join(_labels(TraffickingAct, person.act)),
        means=", ".join(_labels(TraffickingMeans, person.means)),
        purpose=", ".join(_labels(TraffickingPurpose, person.purpose)),
    )


def caller_in_words(enquiry: Enquiry) -> str:
    """Return who calls, as far as the answers tell; "" where they tell nothing."""
    questions = form_of(enquiry.questionnaire, home_country=enquiry.centre.country).questions
    answered = (
        (questions[name], enquiry.answers.get(name, ""))
        for name in OF_CALLER
        if name in questions and enquiry.answers.get(name, "") not in {"", *UNANSWERED}
    )
    return ", ".join(answer_text(question, answer) for question, answer in answered)


def is_about_caller(enquiry: Enquiry) -> bool:
    """Tell whether an enquiry of which no person is noted is taken to be about who calls."""
    return enquiry.answers.get("enquirer", "") in ABOUT_THEMSELVES


def _who(person: Person) -> str:
    female, male = person.gender == Gender.FEMALE, person.gender == Gender.MALE
    if person.is_child:
        return _("Girl") if female else _("Boy") if male else _("Child")
    return _("Woman") if female else _("Man") if male else _("Person")


def _rest(person: Person) -> list[str]:
    country = person.enquiry.centre.country
    citizenship = next((each.label() for each in countries() if each.code == person.citizenship), "")
    region = next((each.label() for each in regions(country) if each.code == person.region), "")
    relation = "" if person.relation == RelationToCaller.SELF else _said(person, "relation")
    said = [relation, citizenship, region, _language(person), _said(person, "occupation"), _said(person, "care")]
    return [each for each in said if each]


def _language(person: Person) -> str:
    language, command = _said(person, "language"), _said(person, "command")
    understands = _("understands the centre's language: %(how)s") % {"how": command} if command else ""
    return ", ".join(filter(None, (language, understands)))


def _said(person: Person, name: str) -> str:
    """Return the label of a code; "" where there is no answer."""
    code = getattr(person, name)
    return "" if code in {"", *UNANSWERED} else str(getattr(person, f"get_{name}_display")())


def _labels(choices: type[TextChoices], codes: list[str]) -> list[str]:
    return [str(each.label) for each in choices if each in codes]
