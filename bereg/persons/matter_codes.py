"""The codes of persons concerned as single codes, for what looks at which of them few matters share."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import QuerySet, TextChoices

from bereg.accounts.models import User
from bereg.centres.queries import centres_of
from bereg.enquiries.models import Enquiry
from bereg.enquiries.rare_codes import SentCode
from bereg.persons.choices import Sign, TraffickingAct, TraffickingMeans, TraffickingPurpose
from bereg.persons.models import Person
from bereg.questionnaire.answers import UNANSWERED
from bereg.questionnaire.countries_and_regions import countries, regions

PREFIX = "person."  # of the names of these codes
LISTED: dict[str, type[TextChoices]] = {
    "signs": Sign,
    "act": TraffickingAct,
    "means": TraffickingMeans,
    "purpose": TraffickingPurpose,
}


def person_codes(person: Person, names: Collection[str]) -> list[SentCode]:
    """Return the codes of a person in these columns, each by itself; an answer that is none is no code."""
    return list(_codes({name: getattr(person, name) for name in names}))


def codes_on(user: User, enquiries: QuerySet[Enquiry], names: Collection[str]) -> Iterator[tuple[UUID, set[SentCode]]]:
    """Yield of each person on these enquiries the enquiry, and the codes of these names. One statement."""
    columns = [name.removeprefix(PREFIX) for name in names]
    found = Person.objects.of_centres(centres_of(user)).filter(enquiry__in=enquiries)
    for enquiry, *values in found.values_list("enquiry_id", *columns):
        yield enquiry, set(_codes(dict(zip(columns, values, strict=True))))


def code_words(code: SentCode, country: str) -> str:
    """Return a code of a person in words."""
    name, value = code.name.removeprefix(PREFIX), code.value
    if name in LISTED:
        return str(LISTED[name](value).label)
    if name == "citizenship":
        return next((each.label() for each in countries() if each.code == value), value)
    if name == "region":
        return next((each.label() for each in regions(country) if each.code == value), value)
    return str(dict(getattr(Person._meta.get_field(name), "flatchoices", ())).get(value, value))


def _codes(columns: dict[str, str | list[str]]) -> Iterator[SentCode]:
    for name, said in columns.items():
        for value in said if isinstance(said, list) else [said]:
            if value and value not in UNANSWERED:
                yield SentCode(f"{PREFIX}{name}", value)
