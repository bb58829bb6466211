"""Enquiries about a child, or about a suspected victim: counted as matters, once for good, and published of a year."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from bereg.accounts.models import User
from bereg.counting import code_lists, published_tables
from bereg.counting.closing import close_month
from bereg.counting.codes import Codes
from bereg.counting.months import Period
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import Enquire, call, enquire, own_folder, version
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.matter_columns import matter_columns
from bereg.enquiries.models import Enquiry
from bereg.persons import actions
from bereg.persons.choices import Suspicion
from bereg.persons.models import Person
from bereg.publishing import attacking
from bereg.publishing.attacking import as_counted
from bereg.publishing.frames import Frame

__all__ = ["call", "enquire", "own_folder", "version"]

MAY, JUNE = dt.date(2007, 5, 1), dt.date(2007, 6, 1)
TABLES = {"under_18", "suspected_victim"}


@pytest.fixture
def matter(enquire: Enquire) -> Enquiry:
    return enquire()


def note(enquiry: Enquiry, by: User, band: str = "14_17") -> Person:
    return actions.note(id=uuid4(), enquiry=enquiry, described=actions.Described(band=band), by=by)


def judge(person: Person, by: User, suspicion: str = "suspected") -> None:
    standing = Person._base_manager.select_related("enquiry__centre").get(pk=person.pk)
    actions.judge(person=standing, version=standing.version, suspicion=Suspicion(suspicion), reason="Invented.", by=by)


def counted(month: dt.date = MAY, centre: str = "all") -> dict[str, int]:
    """What the report says of a centre, without the zeros."""
    rows = [row for row in report_rows(month, month) if row.table in TABLES and row.count]
    return {row.table: row.count for row in rows if row.centre == centre}


def close_may(by: User) -> None:
    with time_machine.travel(dt.datetime(2007, 6, 5, 9, tzinfo=dt.UTC), tick=False):
        close_month(month=MAY, by=by)


def test_a_matter_counts_once_however_many_it_is_about(matter: Enquiry, enquire: Enquire, supervisor: User) -> None:
    for band in ("under_14", "14_17", "30_39"):
        judge(note(matter, supervisor, band), supervisor)
    note(enquire(), supervisor)
    judge(note(enquire(), supervisor, "18_19"), supervisor, "not_suspected")
    assert counted() == counted(centre="moscow") == {"under_18": 2, "suspected_victim": 1}


def test_an_open_month_follows_what_is_noted_changed_judged_and_taken_off(matter: Enquiry, supervisor: User) -> None:
    assert counted() == {}
    child = note(matter, supervisor)
    assert counted() == {"under_18": 1}
    judge(child, supervisor)
    assert counted() == {"under_18": 1, "suspected_victim": 1}
    judge(child, supervisor, "not_suspected")
    assert counted() == {"under_18": 1}
    standing = Person._base_manager.select_related("enquiry__centre").get(pk=child.pk)
    described = actions.Described(band="20_29")
    actions.change(person=standing, version=standing.version, described=described, by=supervisor)
    assert counted() == {}
    actions.change(
        person=standing, version=standing.version + 1, described=actions.Described(band="14_17"), by=supervisor
    )
    standing = Person._base_manager.select_related("enquiry__centre").get(pk=child.pk)
    actions.remove(person=standing, version=standing.version, by=supervisor)
    assert counted() == {}


def test_once_its_month_is_closed_nothing_counts_it_again_or_takes_it_out(
    matter: Enquiry, enquire: Enquire, supervisor: User
) -> None:
    """Taken off and noted anew, noted late, withdrawn: a closed month knows what was known when it was closed."""
    child, other = note(matter, supervisor), enquire()
    close_may(supervisor)
    standing = Person._base_manager.select_related("enquiry__centre").get(pk=child.pk)
    actions.remove(person=standing, version=standing.version, by=supervisor)
    enquire("2007-06-10T12:00:00+00:00")
    for each in (matter, other):
        note(each, supervisor)
    assert (counted(MAY), counted(JUNE)) == ({"under_18": 1}, {})
    withdraw_consent(enquiry=Enquiry._base_manager.get(pk=matter.pk), by=supervisor)
    assert (counted(MAY), counted(JUNE)) == ({"under_18": 1}, {})


def test_withdrawn_consent_takes_it_out_of_an_open_month(matter: Enquiry, supervisor: User) -> None:
    judge(note(matter, supervisor), supervisor)
    withdraw_consent(enquiry=Enquiry._base_manager.get(pk=matter.pk), by=supervisor)
    assert counted() == {}


def cells(first: dt.date, last: dt.date) -> dict[tuple[str, str], Any]:
    every = attacking.counted(Period(first, last), Frame.now(), as_counted)
    return {(each.centre, each.table): each for each in every if each.table in TABLES}


def test_they_are_published_of_all_centres_and_a_year_alone_as_one_number_each(
    matter: Enquiry, supervisor: User
) -> None:
    judge(note(matter, supervisor), supervisor)
    found = cells(MAY, JUNE)
    assert {key: (each.code, each.group, each.count, each.base) for key, each in found.items()} == {
        ("all", table): ("", "all", 1, None) for table in TABLES
    }
    assert cells(MAY, MAY) == {}
    assert len({each.definition for each in found.values()}) == 2


def test_their_cells_stand_before_anybody_is_in_them(matter: Enquiry) -> None:
    code_lists.register(Codes())
    assert {each.count for each in cells(MAY, JUNE).values()} == {0}
    assert len(cells(MAY, JUNE)) == len(TABLES)
    assert {each.name for each in matter_columns()} == {*TABLES, "in_danger"}


def test_two_totals_of_part_of_the_same_records_are_two_cells_of_a_person() -> None:
    entries = published_tables.tables()
    without = [each for each in entries if each.id not in TABLES]
    assert published_tables.exposure(entries).both == published_tables.exposure(without).both + 2
