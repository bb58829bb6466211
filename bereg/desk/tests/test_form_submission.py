"""The outcome of an enquiry makes what it promises in the same act: a call back, a question."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre, OpeningHours
from bereg.enquiries.models import Enquiry
from bereg.tasks.hours_at_work import next_hour
from bereg.tasks.models import Task
from bereg.tasks.texts import opened

NOW = dt.datetime(2008, 11, 25, 11, 34, tzinfo=dt.UTC)  # 14:34 in Moscow, a Tuesday
QUESTION = "May he leave without the passport?"


@pytest.fixture(autouse=True)
def _clock(centre: Centre) -> Any:
    for day in range(5):
        OpeningHours.objects.create(centre=centre, weekday=day, opens=dt.time(9), closes=dt.time(18, 30))
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(operator: User) -> Client:
    """The browser of the operator, signed in by this clock."""
    browser = Client()
    browser.force_login(operator)
    return browser


def save(desk: Client, **typed: str) -> Any:
    return desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "yes", "channel": "phone", **typed})


def due() -> str:
    task = Task._base_manager.select_related("centre").get()
    return f"{in_zone(task.due_at, task.centre):%d.%m. %H:%M}"


def test_a_call_back_is_promised_for_the_next_hour_at_work(desk: Client, operator: User) -> None:
    answer = save(desk, outcome="call_back")
    assert answer.status_code == 302
    task = Task._base_manager.get()
    assert (task.kind, task.holder, task.enquiry, due()) == (
        "call_back",
        operator,
        Enquiry._base_manager.get(),
        "25.11. 15:00",
    )
    assert "today by 15:00" in desk.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"promise": "2008-11-26T09:00"}, "26.11. 09:00"),
        ({"promise_on": "2008-12-01", "promise_time": "10:15"}, "01.12. 10:15"),
        ({"promise_time": "17:45"}, "25.11. 17:45"),
        ({"promise_on": "2008-12-01"}, "02.12. 00:00"),
    ],
)
def test_or_for_another_hour(desk: Client, typed: dict[str, str], expected: str) -> None:
    assert save(desk, outcome="call_back", **typed).status_code == 302
    assert due() == expected


def test_after_hours_the_next_morning_is_suggested(centre: Centre) -> None:
    evening = NOW.replace(hour=16)
    assert f"{next_hour(centre, evening):%d.%m. %H:%M}" == "26.11. 08:30"


def test_passed_to_a_lawyer_makes_the_question_and_hands_nothing_over(desk: Client, operator: User) -> None:
    save(desk, outcome="to_lawyer", question=QUESTION)
    task, enquiry = Task._base_manager.select_related("enquiry").get(), Enquiry._base_manager.get()
    assert (task.kind, task.role, task.holder, enquiry.assignee) == ("question", "lawyer", None, operator)
    assert opened(task, by=operator).text == QUESTION


PAST: list[dict[str, str]] = [
    {"promise_on": "2008-11-24"},
    {"promise": "2008-11-25T14:00"},
    {"promise_on": "9999-12-31"},
    {"promise_on": "0001-01-01", "promise_time": "00:30"},
    {"promise": "9999-12-31T23:30"},
    {"promise": "0001-01-01T00:30"},
    {"promise_on": "x"},
]


@pytest.mark.parametrize("typed", PAST)
def test_a_time_in_the_past_is_refused_and_nothing_is_lost(desk: Client, typed: dict[str, str]) -> None:
    answer = save(desk, outcome="call_back", narrative="Asks of an invented matter.", **typed)
    assert answer.status_code == 422
    assert "Asks of an invented matter." in answer.content.decode()
    assert not Enquiry._base_manager.exists()


def test_without_consent_or_another_outcome_nothing_is_promised(desk: Client) -> None:
    assert save(desk, outcome="advised", promise_on="2008-11-24").status_code == 302
    assert save(desk, consent="no", outcome="call_back", without="yes").status_code == 302
    assert not Task._base_manager.exists()


def test_a_form_sent_twice_promises_once(desk: Client) -> None:
    address = reverse("desk:form", args=[uuid4()])
    typed = {"consent": "yes", "channel": "phone", "outcome": "call_back", "promise_time": "17:45"}
    assert [desk.post(address, typed).status_code for _ in range(2)] == [302, 302]
    assert Task._base_manager.count() == 1


def test_it_takes_at_most_four_keys_more(desk: Client) -> None:
    """Tab, Tab, and a digit: each hour on offer begins with one."""
    page = desk.get(reverse("desk:new_enquiry")).content.decode()
    options = page.partition('id="f-promise"')[2].partition("</select>")[0]
    assert [f">{digit} " in options for digit in (1, 2, 3)] == [True, True, True]
    assert "1 today by 15:00" in options
