"""The next contact probably comes by the way of the last one."""

import datetime as dt

import pytest
import time_machine

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields, record_contact
from bereg.contacts.channels import Channel, Precision
from bereg.contacts.forms import ContactForm, usual_way
from bereg.contacts.queries import last_way_of, places_of

NOON = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)


def test_before_the_first_contact_it_is_the_first_line(operator: User, centre: Centre) -> None:
    way = usual_way(places_of(operator), last_way_of(operator))
    assert (way["line"], way["channel"]) == ([str(centre.lines.get().pk)], ["phone"])


def test_afterwards_it_is_that_of_the_last_one_of_the_same_person(
    operator: User, supervisor: User, centre: Centre
) -> None:
    for person, channel in ((operator, Channel.LETTER), (supervisor, Channel.VISIT)):
        record_contact(contact=ContactFields(centre=centre, channel=channel, started_at=NOON), by=person)
    way = usual_way(places_of(operator), last_way_of(operator))
    assert (way["line"], way["channel"]) == ([str(centre.pk)], ["letter"])


def test_a_closed_line_is_offered_no_more(operator: User, centre: Centre) -> None:
    centre.lines.update(closed_at=NOON)
    assert [place.line for place in places_of(operator)] == [None]


@pytest.mark.parametrize(
    ("typed", "started_at", "precision"),
    [
        ({}, NOON, Precision.MINUTE),
        ({"started_on": "2026-11-24"}, dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC), Precision.DAY),
        ({"started_time": "10:15"}, dt.datetime(2026, 11, 25, 7, 15, tzinfo=dt.UTC), Precision.MINUTE),
    ],
)
def test_the_time_is_that_of_the_centre(
    operator: User, typed: dict[str, str], started_at: dt.datetime, precision: Precision
) -> None:
    with time_machine.travel(NOON, tick=False):
        form = ContactForm(typed, places=places_of(operator))
        assert form.is_valid()
        fields = form.fields_of(operator.pk)
    assert (fields.started_at, fields.precision) == (started_at, precision)
