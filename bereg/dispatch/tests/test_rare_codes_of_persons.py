"""What is ticked of persons, of what was done to them, and of the language counts when few matters share it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.dispatch.choices import DispatchGround
from bereg.dispatch.frozen import OF_PERSON
from bereg.dispatch.rare_codes import rare_words
from bereg.dispatch.tests.conftest import WHY, Drafted, registered
from bereg.enquiries.models import Enquiry
from bereg.persons.matter_codes import code_words, person_codes
from bereg.persons.models import Person

COOK: dict[str, Any] = {"gender": "female", "band": "20_29", "citizenship": "UZ", "occupation": "in_work"}
COOK |= {"signs": ["wages", "documents"], "act": ["recruitment"], "suspicion": "suspected"}


def noted(enquiry: Enquiry, **codes: Any) -> None:
    judged = {"judged_at": dt.datetime(2008, 1, 1, tzinfo=dt.UTC)} if codes.get("suspicion") else {}
    Person._base_manager.create(id=uuid4(), centre=enquiry.centre, enquiry=enquiry, **codes, **judged)


@pytest.fixture
def others(centre: Centre, operator: User) -> list[Enquiry]:
    """Six other matters of the same topic and language."""
    return [registered(centre, operator) for _ in range(6)]


def rare(drafted: Drafted, person: User, **changes: Any) -> set[str]:
    return set(rare_words(drafted(**changes), person))


def test_each_code_of_a_ticked_person_is_looked_at(
    drafted: Drafted, enquiry: Enquiry, others: list[Enquiry], operator: User
) -> None:
    noted(enquiry, **COOK)
    for each in others:
        noted(each, gender="female", band="20_29")
    found = rare(drafted, operator, carries=["topics", "language", "persons"])
    assert found == {"Uzbekistan", *labels("occupation", "signs")}
    assert rare(drafted, operator, carries=["topics", "language"]) == set()
    assert rare(drafted, operator, carries=["trafficking"]) == labels("act", "suspicion")


def labels(*names: str) -> set[str]:
    assert {name for several in OF_PERSON.values() for name in several} >= set(names)
    return {code_words(code, "RU") for code in person_codes(Person(**COOK), names)}


def test_what_many_have_may_be_rare_together_and_with_the_language(
    drafted: Drafted, enquiry: Enquiry, others: list[Enquiry], operator: User
) -> None:
    noted(enquiry, gender="female", citizenship="UZ")
    for each in others:  # two persons of one matter are not one who is both
        noted(each, gender="female")
        noted(each, citizenship="UZ")
    [together] = rare(drafted, operator, carries=["persons"])
    assert together.split(" + ") == ["Uzbekistan", "female"]
    type(enquiry.contact_links.get().contact)._base_manager.exclude(of_enquiry__enquiry=enquiry).update(language="ru")
    assert "Uzbek" in rare(drafted, operator, carries=["language"])


def test_two_persons_of_a_letter_are_not_taken_for_one(
    drafted: Drafted, enquiry: Enquiry, others: list[Enquiry], operator: User
) -> None:
    for about in (enquiry, *others):
        noted(about, citizenship="UZ")
        noted(about, citizenship="TJ")
    with CaptureQueriesContext(connection) as queries:
        assert rare(drafted, operator, carries=["persons"]) == set()
    assert sum("persons_person" in each["sql"] for each in queries.captured_queries) <= 4


def test_in_danger_nothing_is_counted(drafted: Drafted, enquiry: Enquiry, operator: User) -> None:
    noted(enquiry, **COOK)
    assert rare(drafted, operator, carries=["persons"], ground=DispatchGround.DANGER, reason=WHY) == set()
