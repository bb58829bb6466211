"""Persons concerned in the figures: by codes alone, for the staff, once a month closed."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.counting import published_tables, store
from bereg.counting.closing import close_month
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import Enquire, call, enquire, own_folder, version
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.persons import actions
from bereg.persons.choices import AGE_OF_BAND, AgeBand
from bereg.persons.models import Person
from bereg.questionnaire.queries import form_of

__all__ = ["call", "enquire", "own_folder", "version"]

MAY, JUNE = dt.date(2007, 5, 1), dt.date(2007, 6, 1)
IN_MAY, IN_JUNE = (dt.datetime(2007, month, 20, 9, tzinfo=dt.UTC) for month in (5, 6))


@pytest.fixture
def matter(enquire: Enquire) -> Enquiry:
    return enquire(citizenship="UZ", gender="female")


def note(enquiry: Enquiry, by: User, at: dt.datetime = IN_MAY, **codes: Any) -> Person:
    made = actions.note(id=uuid4(), enquiry=enquiry, described=actions.Described(**codes), by=by)
    Person._base_manager.filter(pk=made.pk).update(entered_at=at)
    return made


def counted(month: dt.date) -> dict[tuple[str, str], int]:
    """What the report says of persons at all centres: table and code to the count, without the zeros."""
    rows = [row for row in report_rows(month, month) if row.table.startswith("person") and row.count]
    return {(row.table, row.code): row.count for row in rows if row.centre == "all"}


def test_the_staff_see_them_by_age_gender_citizenship_and_signs(matter: Enquiry, supervisor: User) -> None:
    girl = note(matter, supervisor, band="14_17", gender="female", citizenship="UZ", signs=("wages", "documents"))
    note(matter, supervisor, band="18_19", gender="declined", citizenship="unknown")
    note(matter, supervisor, IN_JUNE, band="30_39")
    Person._base_manager.filter(pk=girl.pk).update(suspicion="suspected", judged_at=IN_MAY)
    assert counted(MAY) == {
        ("persons", "total"): 2,
        ("person_band", "14_17"): 1,
        ("person_band", "18_19"): 1,
        ("person_age", "under_20"): 2,  # the bands of children added up
        ("person_gender", "female"): 1,
        ("person_citizenship", "UZ"): 1,
        ("person_signs", "0"): 1,
        ("person_signs", "1_2"): 1,
        ("person_suspected", "suspected"): 1,
    }
    assert counted(JUNE)["persons", "total"] == 1


def test_every_band_is_an_age_of_the_questionnaire(version: Any) -> None:
    ages = {choice.code for choice in form_of(version).questions["age"].choices}
    assert set(AGE_OF_BAND.values()) == ages
    assert AGE_OF_BAND.keys() == set(AgeBand.values)


def test_their_facts_are_codes_alone(matter: Enquiry, supervisor: User) -> None:
    note(matter, supervisor, band="14_17", region="RU-MOS", relation="child", care="without")
    report_rows(MAY, MAY)
    facts = pq.read_table(store.facts_path("persons", MAY))
    told = {name for name in facts.column_names if ":" not in name}
    codes = "band age gender citizenship signs suspected".split()
    assert told == {"centre", "place", *(f"person_{code}" for code in codes)}


def test_closed_months_keep_their_counts_and_open_ones_lose_whose_consent_went(
    matter: Enquiry, enquire: Enquire, supervisor: User
) -> None:
    note(matter, supervisor, band="14_17")
    with time_machine.travel(dt.datetime(2007, 6, 5, 9, tzinfo=dt.UTC), tick=False):
        close_month(month=MAY, by=supervisor)
    before, other = counted(MAY), enquire("2007-06-02T12:00:00+00:00")
    note(other, supervisor, IN_JUNE)
    assert counted(JUNE)["persons", "total"] == 1
    for each in (matter, other):
        withdraw_consent(enquiry=Enquiry._base_manager.get(pk=each.pk), by=supervisor)
    assert (counted(MAY), counted(JUNE)) == (before, {})


def test_an_enquiry_by_mistake_counts_nobody(matter: Enquiry, supervisor: User) -> None:
    note(matter, supervisor)
    Enquiry._base_manager.filter(pk=matter.pk).update(mistake="twice")
    assert counted(MAY) == {}


def test_the_page_of_figures_says_them_in_words(matter: Enquiry, supervisor: User, client: Client) -> None:
    note(matter, supervisor, band="under_14", citizenship="UZ")
    client.force_login(supervisor)
    page = client.get(reverse("report:report"), {"first": "2007-05", "last": "2007-05"}).content.decode()
    for words in ("Persons concerned", "under 14", "Uzbekistan", "Signs of forced labour, how many of 11"):
        assert words in page


def test_nothing_of_them_is_published() -> None:
    assert 'population = "persons"' not in published_tables.FILE.read_text(encoding="utf-8")
