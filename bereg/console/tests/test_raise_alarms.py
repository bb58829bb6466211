"""Alarms: a failed backup, a full disk, a dead worker, a grave finding reach people who do not look; a mail says so."""

import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, connections
from django.db.utils import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bereg.accounts import notice_mail as staff_mail
from bereg.accounts import notices, wording
from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.console import alarms
from bereg.console import watchdog as watchdogs
from bereg.console.alarms import ALARM, BACKUP_FAILED, DISK_FULL, NO_WORKER
from bereg.console.tasks import HOURLY, back_up
from bereg.console.watchdog import Watchdog
from bereg.core import disk_space
from bereg.core.findings import Finding, Weight
from bereg.core.tasks.queue import enqueue_once
from bereg.core.tasks.worker import Worker
from bereg.dangers import actions as dangers
from conftest import make_user
from tests.mailbox import REFUSED, Mailbox, free_port, server_at, serving
from tests.rosters import plan

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "admin@example.org"


class Seconds:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def admin(centre: object) -> User:
    found = make_user(None, Role.ADMIN, "Admin 01")
    User.objects.filter(pk=found.pk).update(email=ADDRESS)
    found.refresh_from_db()
    return found


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def worker(clock: Seconds) -> Iterator[Worker]:
    """A worker that lives, and has just enqueued the work of the hour."""
    made = Worker()
    made.rescue()
    for task in HOURLY:
        enqueue_once(task, hour="2007-05-02T00")
    yield made
    connection.close()


@pytest.fixture
def watchdog(clock: Seconds, worker: Worker) -> Watchdog:
    return Watchdog(clock)


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    port = free_port()
    settings.MAIL_SERVER, settings.MAIL_SENDER = server_at(port), "bereg@example.org"
    with serving(port) as made:
        yield made


def standing(person: User) -> list[str]:
    return sorted(Notice.objects.filter(person=person, kind=ALARM, read_at=None).values_list("target", flat=True))


def test_a_backup_that_fails_is_told_and_taken_back_when_one_succeeds(
    admin: User, settings: Any, tmp_path: Path
) -> None:
    settings.BACKUPS, settings.BACKUP_KEY = str(tmp_path / "stick"), "age1invented"
    enqueue_once(back_up, hour="2007-05-02T00")
    Worker().step()
    assert standing(admin) == [BACKUP_FAILED]
    settings.BACKUPS = ""
    enqueue_once(back_up, hour="2007-05-02T01")
    Worker().step()
    assert standing(admin) == []


def test_a_disk_that_fills_is_told_before_nothing_can_be_saved(
    admin: User, watchdog: Watchdog, monkeypatch: pytest.MonkeyPatch
) -> None:
    watchdog.look()
    assert standing(admin) == []
    monkeypatch.setattr(disk_space, "space_of", lambda _folder: disk_space.Space(100, 14))
    watchdog.look()
    watchdog.look()
    assert standing(admin) == [DISK_FULL]
    monkeypatch.undo()
    watchdog.look()
    assert standing(admin) == []


def test_a_worker_that_hangs_or_is_gone_is_told(admin: User, watchdog: Watchdog, clock: Seconds) -> None:
    with time_machine.travel(timezone.now() + dt.timedelta(hours=4), tick=False):
        watchdog.look()
        assert standing(admin) == []  # the machine may just have been switched on
        clock.now += 4 * 3600
        watchdog.look()
        assert standing(admin) == [NO_WORKER]
        enqueue_once(back_up, hour="2007-05-02T04")
        watchdog.look()
        assert standing(admin) == []


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="on SQLite the worker is a thread of the web process")
def test_without_a_worker_on_postgresql_the_web_process_tells(admin: User, watchdog: Watchdog, clock: Seconds) -> None:
    watchdog.look()
    clock.now += 360
    watchdog.look()
    assert standing(admin) == []
    connection.close()  # the worker's lock goes with its connection, as when it is killed
    watchdog.look()
    clock.now += 360
    watchdog.look()
    assert standing(admin) == [NO_WORKER]


def test_what_the_doctor_finds_grave_is_told_until_it_is_mended(admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Finding("no_wall", Weight.GRAVE, "", ""), Finding("core_dumps", Weight.WEAK, "", "")]
    monkeypatch.setattr(alarms, "examine", lambda: found)
    assert alarms.look() == {"no_wall"}
    assert standing(admin) == ["no_wall"]
    (shown,) = wording.waiting_for(User.objects.get(pk=admin.pk))
    assert "no_wall" in shown.words
    found.clear()
    alarms.look()
    assert standing(admin) == []


def test_what_was_dismissed_and_still_stands_is_told_again_after_a_week(
    admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    alarms.raise_alarm("no_wall")
    (notice,) = Notice.objects.filter(kind=ALARM)
    notices.dismiss(id=notice.pk, by=admin)
    alarms.raise_alarm("no_wall")
    assert standing(admin) == []
    with time_machine.travel(timezone.now() + dt.timedelta(days=8), tick=False):
        alarms.raise_alarm("no_wall")
    assert standing(admin) == ["no_wall"]
    alarms.clear("no_wall")  # mended: should it come back, it is told at once
    alarms.raise_alarm("no_wall")
    assert standing(admin) == ["no_wall"]


def test_the_mail_says_that_something_waits_and_nothing_else(
    admin: User, watchdog: Watchdog, mailbox: Mailbox, clock: Seconds
) -> None:
    alarms.raise_alarm(BACKUP_FAILED)
    notices.give(kind="enquiries.idle", target="an invented centre", to=[make_user(None, Role.ADMIN, "Admin 02")])
    watchdog.look()
    watchdog.look()
    (message,) = mailbox.messages
    assert mailbox.recipients == [ADDRESS]
    assert message["Subject"] == "Something is waiting for you."
    assert message.get_payload(decode=True) == b"Something is waiting for you.\r\n"
    alarms.raise_alarm("no_wall")
    watchdog.look()
    assert len(mailbox.messages) == 1  # one an hour, whatever happens
    clock.now += 3601
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=3601), tick=False):
        watchdog.look()
    assert len(mailbox.messages) == 2


def test_an_alarm_of_danger_is_mailed_though_another_mail_went_a_moment_ago(
    centre: Centre, supervisor: User, watchdog: Watchdog, mailbox: Mailbox, clock: Seconds
) -> None:
    operator = make_user(centre, Role.OPERATOR, "Operator 01")
    User.objects.filter(pk=supervisor.pk).update(email=ADDRESS)
    notices.give(kind=ALARM, target="no_wall", to=[supervisor])
    watchdog.look()
    sent = [len(mailbox.messages)]
    for later_s in (10, 10, 301):  # a second alarm waits until five minutes after the mail of the first
        if later_s == 10:
            dangers.raise_danger(id=uuid4(), centre=centre, by=operator)
        clock.now += later_s
        watchdog.look()
        sent.append(len(mailbox.messages))
    assert sent == [1, 2, 2, 3]
    assert {message["Subject"] for message in mailbox.messages} == {"Something is waiting for you."}


def test_what_was_read_before_the_mail_went_out_is_not_mailed(
    admin: User, watchdog: Watchdog, mailbox: Mailbox
) -> None:
    alarms.raise_alarm(BACKUP_FAILED)
    notices.settle(kind=ALARM, target=BACKUP_FAILED)
    watchdog.look()
    alarms.raise_alarm("no_wall")
    User.objects.filter(pk=admin.pk).update(closed_at=timezone.now())
    watchdog.look()
    assert mailbox.messages == []


def test_a_mail_server_that_is_away_loses_no_mail_and_is_left_in_peace(
    admin: User, watchdog: Watchdog, settings: Any, clock: Seconds, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    settings.MAIL_SERVER, settings.MAIL_SENDER = server_at(port), "bereg@example.org"
    alarms.raise_alarm(BACKUP_FAILED)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            watchdog.look()
    assert [record.message for record in caplog.records] == ["The mail server takes nothing: ConnectionRefusedError"]
    assert ADDRESS not in caplog.text
    clock.now += 61
    with serving(port) as mailbox:
        watchdog.look()
    assert mailbox.recipients == [ADDRESS]


def test_an_alarm_of_danger_is_mailed_a_minute_after_the_server_is_back(
    supervisor: User, admin: User, watchdog: Watchdog, settings: Any, clock: Seconds
) -> None:
    port = free_port()
    settings.MAIL_SERVER, settings.MAIL_SENDER = server_at(port), "bereg@example.org"
    User.objects.filter(pk=supervisor.pk).update(email="supervisor@example.org")
    alarms.raise_alarm(BACKUP_FAILED)
    for _ in range(10):  # away for so long that what is not urgent is tried once an hour
        watchdog.look()
        clock.now += 3601
    watchdog.look()
    clock.now += 61
    centre = supervisor.memberships.get().centre
    dangers.raise_danger(id=uuid4(), centre=centre, by=make_user(centre, Role.OPERATOR, "Operator 01"))
    with serving(port) as mailbox:
        watchdog.look()
        watchdog.look()
    assert sorted(mailbox.recipients) == [ADDRESS, "supervisor@example.org"]


def test_an_alarm_goes_on_to_the_next_though_the_worker_is_in_a_long_task(
    centre: Centre, watchdog: Watchdog, mailbox: Mailbox
) -> None:
    """Whoever is not on duty hears of it by the watchdog alone, and by mail."""
    operator, on_duty = (make_user(centre, Role.OPERATOR, f"Operator 0{each}") for each in (1, 2))
    off_duty = make_user(centre, Role.OPERATOR, "Operator 03")
    User.objects.filter(pk=off_duty.pk).update(email=ADDRESS)
    plan(centre, on_duty)
    dangers.raise_danger(id=uuid4(), centre=centre, by=operator)
    watchdog.look()
    assert mailbox.recipients == []
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=6), tick=False):
        watchdog.look()
    assert mailbox.recipients == [ADDRESS]


def test_an_address_that_is_refused_keeps_nobody_elses_mail_back(
    admin: User, watchdog: Watchdog, mailbox: Mailbox, clock: Seconds
) -> None:
    other = make_user(None, Role.ADMIN, "Admin 02")
    User.objects.filter(pk=other.pk).update(email=REFUSED)
    alarms.raise_alarm(BACKUP_FAILED)
    watchdog.look()
    watchdog.look()
    assert mailbox.recipients == [ADDRESS]
    assert {each.person for each in staff_mail.waiting(timezone.now())} == {other.pk}


def test_a_database_that_is_away_is_told_by_mail_from_memory(
    admin: User, watchdog: Watchdog, mailbox: Mailbox, clock: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    watchdog.look()

    def away(_permission: object) -> list[User]:
        raise OperationalError("an invented fault")

    monkeypatch.setattr(watchdogs, "people_with", away)
    watchdog.look()
    assert mailbox.messages == []  # a restart of the database
    clock.now += 301
    watchdog.look()
    watchdog.look()
    assert mailbox.recipients == [ADDRESS]


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite is served by one process")
def test_of_several_web_processes_one_tells(
    admin: User, worker: Worker, watchdog: Watchdog, mailbox: Mailbox, clock: Seconds
) -> None:
    watchdog.look()
    alarms.raise_alarm(BACKUP_FAILED)
    own = connections["default"]
    del connections["default"]  # as another process, with a connection of its own
    try:
        Watchdog(clock).look()
        assert mailbox.messages == []
    finally:
        connections["default"].close()
        connections["default"] = own
    watchdog.look()
    assert mailbox.recipients == [ADDRESS]


def test_nothing_is_sent_where_no_server_is_set(admin: User, watchdog: Watchdog, client: Client) -> None:
    alarms.raise_alarm(BACKUP_FAILED)
    watchdog.look()
    assert standing(admin) == [BACKUP_FAILED]
    client.force_login(admin)
    assert b'name="email"' not in client.get(reverse("own_account")).content
    assert client.post(reverse("try_mail")).status_code == 302
    assert not Notice.objects.filter(kind=staff_mail.TRIED).exists()


def test_who_gave_an_address_tries_whether_mail_reaches_them(
    admin: User, watchdog: Watchdog, mailbox: Mailbox, client: Client
) -> None:
    client.force_login(admin)
    wrong = client.post(reverse("own_account"), {"language": "en", "email": "not an address"})
    assert wrong.status_code == 422
    client.post(reverse("own_account"), {"language": "en", "email": "other@example.org"})
    client.post(reverse("try_mail"))
    watchdog.look()
    assert mailbox.recipients == ["other@example.org"]
    assert DBTaskResult.objects.count() == len(HOURLY)


def test_the_page_says_when_a_test_mail_leaves(
    admin: User, watchdog: Watchdog, mailbox: Mailbox, clock: Seconds, client: Client
) -> None:
    with time_machine.travel(dt.datetime(2007, 5, 2, 9, 30, tzinfo=dt.UTC), tick=False) as moving:
        client.force_login(admin)
        assert "a minute or two" in tried(client)
        watchdog.look()
        moving.shift(dt.timedelta(minutes=10))
        clock.now += 600
        words = tried(client)
        assert f"{timezone.localtime() + dt.timedelta(minutes=50):%H:%M}" in words
        for minutes, sent in ((49, 1), (1, 2)):
            moving.shift(dt.timedelta(minutes=minutes))
            clock.now += 60 * minutes
            watchdog.look()
            assert len(mailbox.messages) == sent


def tried(client: Client) -> str:
    """Send oneself a test mail; return what the page says to that."""
    *_earlier, said = client.post(reverse("try_mail"), follow=True).context["messages"]
    return str(said)


def test_a_changed_address_waits_for_no_hour(
    admin: User, watchdog: Watchdog, mailbox: Mailbox, clock: Seconds, client: Client
) -> None:
    alarms.raise_alarm(BACKUP_FAILED)
    watchdog.look()
    client.force_login(admin)
    client.post(reverse("own_account"), {"language": "en", "email": "other@example.org"})
    assert "a minute or two" in tried(client)
    watchdog.look()
    clock.now += 60
    watchdog.look()
    assert mailbox.recipients == [ADDRESS, "other@example.org"]
