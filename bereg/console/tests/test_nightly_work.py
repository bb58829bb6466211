"""The night's work is enqueued once, even over restarts, and does what it says."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django_tasks_db.models import DBTaskResult

from bereg.accounts.models import Session
from bereg.accounts.sessions import SessionStore
from bereg.console.tasks import NIGHTLY
from bereg.console.timer import Timer
from bereg.core.sqlite.base import log_size
from bereg.core.tasks.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
MOSCOW_4_AM = dt.datetime(2007, 5, 2, 0, 0, tzinfo=dt.UTC)


class Hours:
    """A clock that the test moves."""

    def __init__(self, now: dt.datetime) -> None:
        self.now, self.seconds = now, 0.0

    def pass_(self, **time: float) -> None:
        self.now += dt.timedelta(**time)
        self.seconds += dt.timedelta(**time).total_seconds()


@pytest.fixture
def hours() -> Hours:
    return Hours(MOSCOW_4_AM)


@pytest.fixture
def timer(hours: Hours) -> Timer:
    return make(hours)


def make(hours: Hours) -> Timer:
    return Timer(now=lambda: hours.now, clock=lambda: hours.seconds)


def nights() -> list[str]:
    return sorted({each.args_kwargs["kwargs"]["night"] for each in DBTaskResult.objects.all()})


def test_the_night_is_enqueued_once_over_ticks_and_restarts(timer: Timer, hours: Hours) -> None:
    timer.tick()
    hours.pass_(minutes=10)
    timer.tick()
    make(hours).tick()
    assert nights() == ["2007-05-02"]
    assert DBTaskResult.objects.count() == len(NIGHTLY)


def test_each_night_has_its_own(timer: Timer, hours: Hours) -> None:
    timer.tick()
    hours.pass_(days=1)
    timer.tick()
    assert nights() == ["2007-05-02", "2007-05-03"]


def test_nothing_is_due_before_three_in_the_morning(hours: Hours) -> None:
    hours.pass_(hours=-2)
    make(hours).tick()
    assert nights() == []


def test_a_night_that_the_machine_slept_through_is_made_up_for(hours: Hours) -> None:
    hours.pass_(hours=8)
    make(hours).tick()
    assert nights() == ["2007-05-02"]


def test_every_task_of_the_night_succeeds_and_may_run_twice(timer: Timer, hours: Hours) -> None:
    for _ in range(2):
        timer.tick()
        worker = Worker()
        while worker.step():
            pass
        hours.pass_(days=1)
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_sessions_that_ended_are_deleted(timer: Timer) -> None:
    with time_machine.travel(MOSCOW_4_AM - dt.timedelta(days=30)):
        SessionStore().create()
    SessionStore().create()
    timer.tick()
    worker = Worker()
    while worker.step():
        pass
    assert Session.objects.count() == 1


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the log of SQLite")
def test_the_log_is_cut_each_half_minute(timer: Timer, hours: Hours) -> None:
    SessionStore().create()
    timer.tick()
    assert log_size(connection.settings_dict["NAME"])
    hours.pass_(seconds=30)
    timer.tick()
    assert not log_size(connection.settings_dict["NAME"])


def test_every_nightly_task_can_be_stored(django_assert_num_queries: Callable[..., object]) -> None:
    assert len({task.module_path for task in NIGHTLY}) == len(NIGHTLY)
