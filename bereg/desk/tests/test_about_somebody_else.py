"""A call about somebody else leads to the page of that person, and then to the number; without a tick to the number."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.enquiries.models import Enquiry
from bereg.persons.models import Person
from bereg.questionnaire.publishing import publish_standard
from tests.world import form


@pytest.fixture(autouse=True)
def _questionnaire(db: None) -> None:
    publish_standard()


@pytest.mark.parametrize(
    ("changes", "page"),
    [
        ({}, "desk:saved"),
        ({"about": "other"}, "persons:new_person"),
        ({"about": "other", "consent": "no", "without": "1"}, "desk:saved"),  # nothing about anybody is kept
    ],
)
def test_the_next_page_is_that_of_the_person_where_it_is_about_somebody_else(
    desk: Client, changes: dict[str, str], page: str
) -> None:
    new = uuid4()
    answer = desk.post(reverse("desk:form", args=[new]), {**form(), **changes})
    assert answer["Location"].partition("?")[0] == reverse(page, args=[new])


def test_the_number_and_the_code_word_come_after_the_person(desk: Client) -> None:
    new = uuid4()
    answer = desk.post(reverse("desk:form", args=[new]), {**form(), "about": "other"}, follow=True)
    done = desk.post(
        reverse("persons:new_person", args=[new]), {"id": str(uuid4()), "band": "14_17", "next": answer.context["next"]}
    )
    assert done["Location"] == reverse("desk:saved", args=[new])
    assert Person._base_manager.get().enquiry == Enquiry._base_manager.get()
