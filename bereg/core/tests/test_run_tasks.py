"""Tasks survive kills, run once, and never stop the worker."""

import os
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bereg.core.tasks.queue import enqueue_once, finished, queue_again
from bereg.core.tasks.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)


@task
def note(text: str = "") -> str:
    return f"done {text}"


@task
def fail() -> None:
    raise ValueError("broken on purpose")


@task
def leave() -> None:
    raise SystemExit(1)


@task
def die() -> None:
    os._exit(9)


def statuses() -> list[str]:
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def test_a_step_runs_one_task_and_says_whether_there_was_one() -> None:
    for text in "ab":
        note.enqueue(text=text)
    worker = Worker()
    assert [worker.step(), worker.step(), worker.step()] == [True, True, False]
    assert set(DBTaskResult.objects.values_list("return_value", flat=True)) == {"done a", "done b"}


@pytest.mark.parametrize("broken", [fail, leave])
def test_a_task_that_fails_stops_nothing(broken: object) -> None:
    broken.enqueue()  # type: ignore[attr-defined]
    note.enqueue()
    worker = Worker()
    while worker.step():
        pass
    assert statuses() == ["FAILED", "SUCCESSFUL"]


def test_a_task_of_a_killed_worker_is_queued_again_and_run() -> None:
    note.enqueue()
    DBTaskResult.objects.get().claim("dead")
    worker = Worker()
    assert not worker.step()
    worker.rescue()
    assert worker.step()
    assert statuses() == ["SUCCESSFUL"]


def test_a_worker_really_killed_inside_a_task_leaves_it_to_the_next() -> None:
    die.enqueue()
    connection.close()
    child = os.fork()
    if child == 0:
        Worker().step()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert statuses() == ["RUNNING"]
    assert queue_again() == 1
    assert statuses() == ["READY"]


def test_a_task_that_kills_each_worker_is_given_up() -> None:
    note.enqueue()
    for number in range(5):
        DBTaskResult.objects.get().claim(str(number))
        queue_again()
    assert statuses() == ["FAILED"]


def test_a_task_of_a_living_worker_is_left_alone() -> None:
    note.enqueue()
    DBTaskResult.objects.get().claim("alive")
    assert queue_again(alive=frozenset({"alive"})) == 0
    assert statuses() == ["RUNNING"]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="several workers need PostgreSQL")
def test_two_workers_know_each_other() -> None:
    one, two = Worker(), Worker()
    one.rescue()
    note.enqueue()
    DBTaskResult.objects.get().claim(str(one._number))
    two.rescue()
    assert statuses() == ["RUNNING"]


def test_a_task_enqueued_once_stays_enqueued_once() -> None:
    for _ in range(2):
        enqueue_once(note, text="2007-05-01")
    enqueue_once(note, text="2007-05-02")
    worker = Worker()
    assert [worker.step(), worker.step(), worker.step()] == [True, True, False]
    enqueue_once(note, text="2007-05-01")  # not even after it ran
    assert not worker.step()


def test_results_are_found_by_when_they_ended() -> None:
    for days in (29, 31):
        note.enqueue(text=str(days))
    Worker().step()
    Worker().step()
    for each, days in zip(DBTaskResult.objects.order_by("return_value"), (29, 31), strict=True):
        DBTaskResult.objects.filter(pk=each.pk).update(finished_at=timezone.now() - timedelta(days=days))
    found = finished(timezone.now() - timedelta(days=30))
    assert list(found.values_list("return_value", flat=True)) == ["done 31"]


def test_the_loop_rescues_works_and_ends_when_told() -> None:
    ticks = []
    worker = Worker()

    class Clock:
        def tick(self) -> None:
            ticks.append(1)
            worker.stop()

    note.enqueue()
    DBTaskResult.objects.get().claim("dead")
    worker._timer = Clock()
    worker.run()
    assert ticks == [1]
    assert statuses() == [TaskResultStatus.READY]  # told to stop before the first step


def test_an_error_of_the_timer_stops_neither_tasks_nor_loop() -> None:
    worker = Worker()
    ticks = []

    class Broken:
        def tick(self) -> None:
            ticks.append(1)
            if len(ticks) == 2:
                worker.stop()
            worker._wake.set()
            raise RuntimeError("broken on purpose")

    worker._timer = Broken()
    worker.run()
    assert ticks == [1, 1]
