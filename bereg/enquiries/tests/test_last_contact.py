"""When somebody was last reached stands on the enquiry: whatever adds a contact or moves one in time keeps it."""

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bereg.accounts.models import User
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.contacts.coarsening import month_of
from bereg.contacts.models import Contact
from bereg.enquiries import retention_rules
from bereg.enquiries.contact_corrections import correct_contact
from bereg.enquiries.joining import join_contact
from bereg.enquiries.models import Enquiry
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import Past, Registration
from bereg.enquiries.tests.conftest import NEW_YEAR_IN_MOSCOW as OPENED
from bereg.enquiries.tests.conftest import a_matter
from bereg.questionnaire.models import Version

DAY = dt.timedelta(days=1)


def at(contact: ContactFields, moment: dt.datetime) -> ContactFields:
    return replace(contact, id=uuid4(), started_at=moment)


def last_of(enquiry: Enquiry) -> dt.datetime:
    return Enquiry._base_manager.get(pk=enquiry.pk).last_contact_at


def moved(contact: ContactFields, by: User, to: dt.datetime) -> None:
    """Correct the time of a contact that stands."""
    stands = Contact._base_manager.get(pk=contact.id)
    correct_contact(contact=stands, version=stands.version, fields=replace(contact, started_at=to), by=by)


def test_a_further_contact_moves_it_and_one_written_down_late_does_not(
    enquiry: Enquiry, contact: ContactFields, operator: User
) -> None:
    assert enquiry.last_contact_at == OPENED
    version = enquiry.version
    join_contact(enquiry=enquiry, contact=at(contact, OPENED + 9 * DAY), by=operator)
    assert last_of(enquiry) == OPENED + 9 * DAY
    join_contact(enquiry=enquiry, contact=at(contact, OPENED + 3 * DAY), by=operator)
    assert last_of(enquiry) == OPENED + 9 * DAY
    assert Enquiry._base_manager.get(pk=enquiry.pk).version == version  # who has its page open may go on


@pytest.mark.parametrize("is_counted", [False, True])
def test_a_contact_put_right_moves_it(
    is_counted: bool, enquiry: Enquiry, contact: ContactFields, operator: User
) -> None:
    """A closed month that counts the enquiry keeps its opening; a contact of a month after it may still be moved."""
    later = at(contact, OPENED + 40 * DAY)
    join_contact(enquiry=enquiry, contact=later, by=operator)
    if is_counted:
        Enquiry._base_manager.filter(pk=enquiry.pk).update(counted_in=dt.date(2008, 1, 1))
    for moment in (OPENED + 50 * DAY, OPENED + 35 * DAY):
        moved(later, operator, moment)
        assert last_of(enquiry) == moment
    assert Enquiry._base_manager.get(pk=enquiry.pk).opened_at == OPENED


def test_many_registered_at_once_have_theirs(contact: ContactFields, questionnaire: Version, operator: User) -> None:
    further = (at(contact, OPENED + 7 * DAY), at(contact, OPENED + 2 * DAY))
    with_more = Registration(at(contact, OPENED), a_matter(), questionnaire, past=Past(further=further))
    register_many(registrations=[with_more], contacts=[], by=operator)
    assert Enquiry._base_manager.get().last_contact_at == OPENED + 7 * DAY


def test_of_an_old_one_the_month_is_left(enquiry: Enquiry, contact: ContactFields, operator: User) -> None:
    join_contact(enquiry=enquiry, contact=at(contact, OPENED + 40 * DAY), by=operator)
    retention_rules._coarsen([enquiry.pk])
    assert last_of(enquiry) == dt.datetime(2008, 1, 31, 21, tzinfo=dt.UTC)  # where February begins in Moscow
    # Neither of who comes back after years, nor of who is put right then, the enquiry tells more than the month.
    again = at(contact, OPENED + 3000 * DAY)
    join_contact(enquiry=enquiry, contact=again, by=operator)
    assert last_of(enquiry) == month_of(OPENED + 3000 * DAY, enquiry.centre.time_zone)
    moved(again, operator, OPENED + 3100 * DAY)
    assert last_of(enquiry) == month_of(OPENED + 3100 * DAY, enquiry.centre.time_zone)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_the_enquiry_is_locked_before_anything_is_recorded(
    enquiry: Enquiry, contact: ContactFields, operator: User
) -> None:
    """Else one that joins beside a correction would be forgotten, and beside a withdrawal wait in a circle."""
    with CaptureQueriesContext(connection) as asked:
        join_contact(enquiry=enquiry, contact=at(contact, OPENED + DAY), by=operator)
    statements = [query["sql"] for query in asked]
    locked = next(place for place, each in enumerate(statements) if "FOR NO KEY UPDATE" in each)
    assert all("INSERT INTO" not in each for each in statements[:locked])


def test_one_that_was_passed_on_begins_with_its_passing(
    enquiry: Enquiry, contact: ContactFields, operator: User
) -> None:
    """No contact of it is its centre's own: corrected, the first one that is does not become its opening."""
    Contact._base_manager.all().delete()
    Enquiry._base_manager.filter(pk=enquiry.pk).update(is_received=True)
    first = replace(contact, id=uuid4(), channel=Channel.VISIT, started_at=OPENED + 5 * DAY)
    join_contact(enquiry=enquiry, contact=first, by=operator)
    moved(first, operator, OPENED + 4 * DAY)
    stands = Enquiry._base_manager.get(pk=enquiry.pk)
    assert (stands.opened_at, stands.last_contact_at) == (OPENED, OPENED + 4 * DAY)
