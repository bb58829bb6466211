"""A clock that is years off, an hour that does not exist, a day that few years have: form and timer bear them."""

import datetime as dt
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.console.tasks import NIGHTLY
from bereg.console.timer import Timer
from bereg.contacts.models import Contact
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from tests.world import form

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
CLOCKS = {
    "ten years early": NOW.replace(year=2016),
    "ten years late": NOW.replace(year=2036),
    "leap day": dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC),
    "the last second of a year": dt.datetime(2027, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
    "the hour that comes twice": dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC),
    "the hour that is left out": dt.datetime(2027, 3, 28, 1, 30, tzinfo=dt.UTC),
}


@pytest.fixture
def berlin(centre: Centre) -> Centre:
    """A centre whose clocks change."""
    centre.time_zone = "Europe/Berlin"
    centre.save()
    publish_standard()
    return centre


def registered(operator: User, **fields: str) -> int:
    """Sign in, send the form, return the status."""
    browser = Client()
    browser.force_login(operator)
    return browser.post(reverse("desk:form", args=[uuid4()]), {**form(), **fields}).status_code


@pytest.mark.parametrize("name", CLOCKS)
def test_a_call_is_registered_at_any_time(berlin: Centre, operator: User, name: str) -> None:
    with time_machine.travel(CLOCKS[name], tick=False):
        assert registered(operator) == 302
    made = Enquiry._base_manager.get()
    assert abs(made.opened_at - CLOCKS[name]) < dt.timedelta(minutes=1)
    assert f"-{CLOCKS[name].astimezone(ZoneInfo('Europe/Berlin')).year}-" in made.number


@pytest.mark.parametrize(
    ("on", "at", "status"),
    [
        ("2024-02-29", "23:59", 302),
        ("2026-03-29", "02:30", None),  # the clocks went from 2:00 to 3:00: no such time, so read somehow or refused
        ("2026-10-25", "02:30", 302),  # it came twice: the first one is as good as any
        ("2025-02-29", "12:00", 422),
        ("2027-01-01", "12:00", 422),  # not yet
    ],
)
def test_typed_times_that_are_seldom(berlin: Centre, operator: User, on: str, at: str, status: int | None) -> None:
    with time_machine.travel(NOW, tick=False):
        answered = registered(operator, started_on=on, started_time=at)
    assert answered == status or (status is None and answered in {302, 422})
    for contact in Contact._base_manager.all():
        local = contact.started_at.astimezone(ZoneInfo("Europe/Berlin"))
        assert local.date().isoformat() == on


def test_the_order_of_enquiries_is_that_of_their_calls(berlin: Centre, operator: User) -> None:
    for name in ("ten years late", "ten years early", "leap day"):
        with time_machine.travel(CLOCKS[name], tick=False):
            assert registered(operator) == 302
    opened = list(Enquiry._base_manager.order_by("opened_at").values_list("opened_at__year", flat=True))
    assert opened == [2016, 2028, 2036]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", CLOCKS)
def test_the_timer_asks_for_each_night_once_whatever_the_clock_says(name: str) -> None:
    clock, now = [0.0], [NOW]
    timer = Timer(now=lambda: now[0], clock=lambda: clock[0])
    for moment in (NOW, CLOCKS[name], NOW, CLOCKS[name]):
        now[0] = moment
        clock[0] += 61
        timer.tick()
    asked = [(path, repr(words)) for path, words in DBTaskResult.objects.values_list("task_path", "args_kwargs")]
    assert len(asked) == len(set(asked))
    assert len(asked) >= len(NIGHTLY)
