"""The work of the night and of the hour is enqueued once, even over restarts, and does what it says."""

import datetime as dt
from unittest.mock import Mock
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bereg.accounts import approvals
from bereg.accounts.models import Notice, Session, User
from bereg.accounts.roles import Role
from bereg.accounts.sessions import SessionStore
from bereg.centres.models import Centre
from bereg.console import pending_notices
from bereg.console.tasks import HOURLY, NIGHTLY, tell_what_waits
from bereg.console.timer import Timer
from bereg.core.sqlite.base import log_size
from bereg.core.tasks.worker import Worker
from bereg.emergency_access import break_glass
from bereg.enquiries import text_search
from bereg.enquiries.models import TextSearch
from bereg.retention import clock, holds
from bereg.retention.models import Clock, Hold
from bereg.vault import actions
from bereg.vault.models import Key, LedgerLine
from bereg.vault.tests.samples import sample
from conftest import make_user

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


def enqueued(word: str) -> list[str]:
    """Return the nights or hours that something is enqueued for, each once a task."""
    arguments = [each.args_kwargs["kwargs"] for each in DBTaskResult.objects.all()]
    return sorted(each[word] for each in arguments if word in each)


def nights() -> list[str]:
    return sorted(set(enqueued("night")))


def work() -> None:
    """Do all that is enqueued."""
    worker = Worker()
    while worker.step():
        pass


def test_the_night_is_enqueued_once_over_ticks_and_restarts(timer: Timer, hours: Hours) -> None:
    timer.tick()
    hours.pass_(minutes=10)
    timer.tick()
    make(hours).tick()
    assert enqueued("night") == ["2007-05-02"] * len(NIGHTLY)


def test_the_hour_is_enqueued_once_over_ticks_and_restarts(timer: Timer, hours: Hours) -> None:
    timer.tick()
    hours.pass_(minutes=10)
    timer.tick()
    make(hours).tick()
    assert enqueued("hour") == ["2007-05-02T00"] * len(HOURLY)
    hours.pass_(hours=1)
    timer.tick()
    assert sorted(set(enqueued("hour"))) == ["2007-05-02T00", "2007-05-02T01"]


def test_who_can_be_told_of_an_emergency_access_by_now_is_looked_for_each_minute(
    timer: Timer, hours: Hours, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Mock()
    monkeypatch.setattr(break_glass, "tell_who_came_since", looked)
    for _each in range(3):
        timer.tick()
        hours.pass_(seconds=30)
    assert looked.call_count == 2


def test_the_hour_comes_at_night_too(hours: Hours) -> None:
    hours.pass_(hours=-2)
    make(hours).tick()
    assert enqueued("hour") == ["2007-05-01T22"] * len(HOURLY)


def test_a_search_is_forgotten_within_a_minute_of_its_quarter_hour(
    timer: Timer, hours: Hours, operator: User, centre: Centre
) -> None:
    began = timezone.now()
    made = TextSearch(person=operator, centre=centre, begun_at=began, ended_at=began, found=["an id"])
    made.save(force_insert=True)
    with time_machine.travel(began + text_search.KEPT - dt.timedelta(seconds=1), tick=False):
        timer.tick()
    assert TextSearch._base_manager.exists()
    hours.pass_(minutes=1)
    with time_machine.travel(began + text_search.KEPT + dt.timedelta(minutes=1), tick=False):
        timer.tick()
    assert not TextSearch._base_manager.exists()


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
        work()
        hours.pass_(days=1)
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_sessions_that_ended_are_deleted(timer: Timer) -> None:
    with time_machine.travel(MOSCOW_4_AM - dt.timedelta(days=30)):
        SessionStore().create()
    SessionStore().create()
    timer.tick()
    work()
    assert Session.objects.count() == 1


def test_keys_of_records_that_were_never_stored_are_deleted(timer: Timer, centre: Centre) -> None:
    actions.seal_all(sample(centre.pk), {"narrative": "a text that was never stored"})
    Key.objects.update(made_at=timezone.now() - dt.timedelta(hours=25))
    actions.seal_all(sample(centre.pk), {"narrative": "a text that is about to be stored"})
    timer.tick()
    work()
    assert Key.objects.count() == 1


def test_keys_of_drafts_that_are_gone_are_deleted_with_a_line_of_the_ledger(timer: Timer, centre: Centre) -> None:
    """The sweep of keys that never opened anything must not take them first."""
    old = timezone.now() - dt.timedelta(hours=25)
    Key.objects.create(record=uuid4(), kind="draft", centre=centre.pk, wrapped=bytes(80), made_at=old)
    timer.tick()
    work()
    assert not Key.objects.exists()
    assert LedgerLine.objects.get().kind == "draft"


@pytest.mark.parametrize("years", [10, -10])
def test_a_clock_that_jumped_erases_nothing_and_people_are_told(timer: Timer, centre: Centre, years: int) -> None:
    supervisor = make_user(centre, Role.SUPERVISOR, "Supervisor 01")
    with time_machine.travel(MOSCOW_4_AM):
        SessionStore().create()
    Clock.objects.create(boot="another", uptime_s=0, wall=timezone.now(), seen_at=timezone.now())
    with time_machine.travel(timezone.now() + dt.timedelta(days=365 * years), tick=False):
        timer.tick()
        work()
        assert [each.kind for each in Notice.objects.filter(person=supervisor)] == [clock.WAITS]
    assert Session.objects.count() == 1


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the log of SQLite")
def test_the_log_is_cut_each_half_minute(timer: Timer, hours: Hours) -> None:
    SessionStore().create()
    timer.tick()
    assert log_size(connection.settings_dict["NAME"])
    hours.pass_(seconds=30)
    timer.tick()
    assert not log_size(connection.settings_dict["NAME"])


def test_every_task_can_be_stored() -> None:
    assert len({task.module_path for task in (*NIGHTLY, *HOURLY)}) == len(NIGHTLY) + len(HOURLY)


@pytest.mark.parametrize("is_gone", [False, True])
def test_where_a_holds_owner_is_gone_everybody_who_may_own_it_is_asked(centre: Centre, is_gone: bool) -> None:
    owner, second, third = (make_user(centre, Role.SUPERVISOR, f"Supervisor {number}") for number in (1, 2, 3))
    owner.closed_at = timezone.now() if is_gone else None
    owner.save()
    Hold.objects.create(
        record_kind="tests.sample",
        record=uuid4(),
        centre=centre,
        owner=owner,
        code="court",
        reason=b"sealed",
        until=timezone.localdate() + dt.timedelta(days=30),
        set_by=owner,
        reviewed_at=timezone.now() - dt.timedelta(days=400),
    )
    pending_notices.tell()
    asked = {notice.person for notice in Notice.objects.filter(kind=holds.REVIEW)}
    assert asked == ({second, third} if is_gone else {owner})


def test_each_night_takes_back_what_asks_for_a_decision_that_nobody_can_take_any_more(centre: Centre) -> None:
    asker, second = (make_user(centre, Role.SUPERVISOR, f"Supervisor {number}") for number in (1, 2))
    asked = approvals.ask(kind=clock.CONFIRMING, target="2007-05-01", by=asker)
    assert Notice.objects.filter(person=second, read_at=None).exists()
    with time_machine.travel(asked.expires_at, tick=False):
        tell_what_waits.call(night="2007-05-02")  # a Wednesday
    assert not Notice.objects.filter(read_at=None).exists()
