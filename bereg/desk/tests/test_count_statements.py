"""How often the database is asked for what is done most. See docs/decisions/0042-what-a-save-costs.md."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bereg.accounts.models import User
from bereg.core.routing import KEYS
from bereg.desk import form_questions
from bereg.enquiries.models import Draft, Enquiry, Entry
from bereg.enquiries.parts import hanging_on, look_at_parts

Most = Callable[[int], Any]
TYPED = {
    "consent": "yes",
    "a-gender": "female",
    "topics": "documents",
    "narrative": "Asks of an invented matter.",
    "call_back": "00",
}


@pytest.fixture
def save(desk: Client) -> Callable[[], None]:
    """Save what is typed into a form that was shown."""
    shown = desk.get(reverse("desk:new_enquiry")).context["sheet"].version

    def saved() -> None:
        answer = desk.post(reverse("desk:form", args=[uuid4()]), {**TYPED, "questionnaire": str(shown.pk)})
        assert answer.status_code == 302

    return saved


def test_saving_a_form_takes_twelve_statements(save: Callable[[], None], django_assert_max_num_queries: Most) -> None:
    """Session, centres; id; begin, contact, number, enquiry, their link, draft, end of the record, both acts; commit.

    PostgreSQL is asked ten times: contact and number go together, and so do link, turn of the form and draft.
    """
    save()  # what stays in the process is read by the first one
    with django_assert_max_num_queries(10 if connection.vendor == "postgresql" else 12):
        save()
    assert Enquiry._base_manager.count() == 2


def test_saving_a_form_takes_one_statement_for_its_keys(save: Callable[[], None]) -> None:
    """Both keys of an enquiry, of its note and of how to reach the person, are stored at once."""
    save()
    with CaptureQueriesContext(connections[KEYS]) as asked:
        save()
    assert [each["sql"][:21] for each in asked] == ["INSERT INTO vault_key"]


def test_a_list_takes_six_statements_however_long(
    desk: Client, save: Callable[[], None], django_assert_max_num_queries: Most
) -> None:
    """Session with its person, centres, the questionnaire in force, enquiries, kept filters, whether an alarm runs."""
    desk.get(reverse("desk:find"))
    for _ in range(2):
        save()
        with django_assert_max_num_queries(6):
            desk.get(reverse("desk:find"))


def test_a_question_that_nobody_answered_is_made_once_and_no_answer_is_kept(desk: Client) -> None:
    address = reverse("desk:form", args=[uuid4()])
    version = str(desk.get(address).context["sheet"].version.pk)
    made = form_questions._untouched.cache_info()
    empty = desk.get(address).content.decode()
    typed = desk.post(address, {**TYPED, "questionnaire": version, "act": "refresh"}).content.decode()
    now = form_questions._untouched.cache_info()
    assert (now.misses, now.currsize) == (made.misses, made.currsize)
    assert now.hits > made.hits
    assert [
        'name="a-gender" value="female" checked' in page.replace(' data-digit="1"', "") for page in (empty, typed)
    ] == [
        False,
        True,
    ]


def test_the_page_of_an_enquiry_asks_for_no_part_that_it_does_not_have(
    desk: Client, save: Callable[[], None], django_assert_max_num_queries: Most
) -> None:
    """One statement says what hangs on it; before, two dozen rooms asked, most of them for nothing and some twice."""
    save()
    address = reverse("desk:enquiry", args=[Enquiry._base_manager.get().pk])
    desk.get(address)
    with django_assert_max_num_queries(23):
        desk.get(address)


def test_an_enquiry_that_was_looked_at_is_asked_for_the_parts_that_it_has(
    desk: Client, save: Callable[[], None], operator: User, django_assert_num_queries: Most
) -> None:
    save()
    found = Enquiry._base_manager.get()
    begun = Draft.objects.create(id=uuid4(), centre=found.centre, enquiry=found, operator=operator)
    assert hanging_on(found) == [begun]
    look_at_parts(found)
    with django_assert_num_queries(1):
        assert list(Draft.objects.through(enquiry=found)) == [begun]
        assert list(Entry.objects.through(enquiry=found).order_by("written_at")) == []
    assert list(Draft.objects.through(enquiry=Enquiry._base_manager.get())) == [begun]
