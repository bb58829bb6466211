"""A contact is put right while its month is open, and figures follow."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.counting.queries import report_rows
from bereg.enquiries.models import Enquiry
from conftest import make_user
from tests.counted import counted

NOW = dt.datetime(2026, 11, 25, 9, 0, 40, tzinfo=dt.UTC)  # noon in Moscow
NOVEMBER, OCTOBER = dt.date(2026, 11, 1), dt.date(2026, 10, 1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """The noon of a day in November."""
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


@pytest.fixture
def called(desk: Client, operator: User) -> Contact:
    """The contact of an enquiry by telephone, now."""
    desk.force_login(operator)
    pk = uuid4()
    sent = {
        "consent": "yes",
        "topics": ["quota"],
        "started_on": "2026-11-25",
        "started_time": "12:00",
        "language": "ru",
    }
    assert desk.post(reverse("desk:form", args=[pk]), sent).status_code == 302
    return Contact._base_manager.get(pk=pk)


def correct(desk: Client, contact: Contact, **fields: Any) -> Any:
    page = desk.get(reverse("desk:contact", args=[contact.pk]))
    sent = {name: value or "" for name, value in page.context["form"].data.items()}
    version = contact.version
    return desk.post(reverse("desk:contact", args=[contact.pk]), {**sent, "version": version, **fields})


def test_every_field_is_corrected_and_the_record_says_what_it_was(desk: Client, called: Contact) -> None:
    answer = correct(
        desk,
        called,
        line=str(called.centre_id),
        channel="visit",
        direction="out",
        started_on="2026-11-24",
        started_time="10:15",
        ended_time="10:40",
        language="uz",
        anonymous="yes",
    )
    enquiry = Enquiry._base_manager.get()
    assert answer["Location"] == reverse("desk:enquiry", args=[enquiry.pk])
    now = Contact._base_manager.get()
    assert (now.line, now.channel, now.direction, now.language, now.anonymous) == (None, "visit", "out", "uz", "yes")
    assert (now.started_at, now.ended_at) == tuple(
        dt.datetime(2026, 11, 24, 7, minute, tzinfo=dt.UTC) for minute in (15, 40)
    )
    assert {entry.because for entry in entries_on(now) if entry.action == "contact.corrected"} == {
        "line:moscow-free>",
        "channel:phone>visit",
        "direction:in>out",
        "started_at:2026-11-25T09:00Z>2026-11-24T07:15Z",
        "ended_at:>2026-11-24T07:40Z",
        "language:ru>uz",
        "anonymous:not_asked>yes",
    }
    assert enquiry.opened_at == now.started_at
    file = desk.get(answer["Location"]).content.decode()
    assert "Russian → Uzbek" in file
    assert "until 10:40" in file


def test_figures_follow_into_another_month(desk: Client, called: Contact) -> None:
    assert [counted(month) for month in (NOVEMBER, OCTOBER)] == [(1, 1), (0, 0)]
    correct(desk, called, started_on="2026-10-31", channel="visit")
    assert [counted(month) for month in (NOVEMBER, OCTOBER)] == [(0, 0), (1, 1)]
    found = {row.code: row.count for row in report_rows(OCTOBER, OCTOBER) if row.table == "channel"}
    assert found.get("visit") == 1


def test_what_did_not_change_is_no_act_and_seconds_stay(desk: Client) -> None:
    desk.post(reverse("desk:without_enquiry"), {"id": str(uuid4()), "disposition": "silent", "confirmed": "yes"})
    contact = Contact._base_manager.get()
    correct(desk, contact)
    now = Contact._base_manager.get()
    assert (now.started_at, now.version) == (contact.started_at, 1)
    correct(desk, contact, disposition="hang_up")
    assert Contact._base_manager.get().disposition == "hang_up"
    assert [entry.because for entry in entries_on(contact)] == ["", "disposition:silent>hang_up"]


def test_an_end_in_the_minute_of_the_beginning_is_no_earlier_than_it(desk: Client, operator: User) -> None:
    desk.force_login(operator)
    desk.post(reverse("desk:without_enquiry"), {"id": str(uuid4()), "disposition": "silent", "confirmed": "yes"})
    contact = Contact._base_manager.get()
    assert correct(desk, contact, ended_time="12:00").status_code == 302
    now = Contact._base_manager.get()
    assert (now.started_at, now.ended_at) == (NOW, NOW)
    correct(desk, now, ended_time="12:00")
    assert Contact._base_manager.get().version == now.version


def test_the_slower_of_two_sees_both_texts(desk: Client, called: Contact, supervisor: User) -> None:
    colleague = Client()
    colleague.force_login(supervisor)
    correct(colleague, called, language="uz")
    answer = correct(desk, called, language="tg")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Uzbek" in page
    assert "Tajik" in page
    assert Contact._base_manager.get().language == "uz"
    assert correct(desk, Contact._base_manager.get(), language="tg").status_code == 302
    assert Contact._base_manager.get().language == "tg"


def test_a_closed_month_leaves_it_as_it_is(desk: Client, called: Contact) -> None:
    Contact._base_manager.update(counted_in=NOVEMBER)
    assert correct(desk, called, language="uz").status_code == 409
    assert Contact._base_manager.get().language == "ru"
    assert "Correct the contact" not in desk.get(reverse("desk:enquiry", args=[called.pk])).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"started_on": "2026-11-26"}, "has not come yet"),
        ({"ended_time": "11:00"}, "The end is before the beginning"),
        ({"ended_time": "12:30"}, "has not come yet"),
        ({"started_time": "", "ended_time": "11:00"}, "Write when it began"),
        ({"channel": "pigeon"}, "pigeon"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    desk: Client, called: Contact, fields: dict[str, str], words: str
) -> None:
    answer = correct(desk, called, **fields, language="tg")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert '<option value="tg" selected>' in page
    assert Contact._base_manager.get().language == "ru"


def test_a_call_over_midnight_ends_on_the_next_day(desk: Client, called: Contact) -> None:
    correct(desk, called, started_on="2026-11-23", started_time="23:50", ended_time="00:20")
    contact = Contact._base_manager.get()
    assert contact.ended_at
    assert contact.ended_at - contact.started_at == dt.timedelta(minutes=30)


def test_who_sees_only_their_own_corrects_only_their_own(centre: Centre, called: Contact, other_operator: User) -> None:
    address = reverse("desk:contact", args=[called.pk])
    for person in (make_user(centre, Role.LAWYER, "Lawyer 01"), other_operator):
        client = Client()
        client.force_login(person)
        assert client.post(address, {"version": 1, "language": "uz"}).status_code == 404
    colleague = Client()
    colleague.force_login(make_user(centre, Role.OPERATOR, "Operator 05"))
    assert correct(colleague, called, language="uz").status_code == 302
