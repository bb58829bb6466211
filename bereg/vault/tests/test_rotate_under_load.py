"""S17: a centre with 100,000 records gets new keys while 50 people work, and then the old key is gone."""

import multiprocessing
import threading
import time
from queue import Queue
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from bereg.core.tests.torture import say, share
from bereg.vault import actions, datakeys, rotating, sealing
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.fields import place_of
from bereg.vault.models import Key, Secret
from bereg.vault.tests.samples import Sample, sample

RECORDS, CLIENTS = 100_000, 50
PACE_S = 5.0  # from one act of a person to the next: a new text, and two that are read
FORK = multiprocessing.get_context("fork")
LONGEST_S = 60.0
BATCH = 5000


@pytest.mark.torture
@pytest.mark.usefixtures("acts_noted")
@pytest.mark.django_db(transaction=True)
def test_a_hundred_thousand_records_while_fifty_people_work() -> None:
    centre, records = uuid4(), share(RECORDS, least=1000)
    stored = [each for start in range(0, records, BATCH) for each in written(centre, min(BATCH, records - start))]
    connections.close_all()  # they do not go over a fork
    told, go = FORK.Queue(), FORK.Event()
    command = FORK.Process(target=rotate, args=(centre, go, told))
    command.start()  # as `bereg keys rotate` is a process of its own, beside the server
    office = Office(centre, stored)
    with office:
        go.set()
        new, taken, computed = told.get(timeout=600)
        command.join()
    say("S17", f"{records} keys in {taken:.1f} s ({computed:.1f} s of CPU), {office.acts} acts beside it")
    assert list(office.problems.queue) == []
    assert office.acts > CLIENTS
    assert list(Secret.objects.filter(centre=centre, kind="private").values_list("pk", flat=True)) == [str(new)]
    assert not Key.objects.exclude(kek=new).exists()
    assert rotating.unfinished(centre) == []
    assert unread([*stored, *office.fresh.queue]) == 0
    assert taken <= LONGEST_S * max(1, records / RECORDS)


def rotate(centre: UUID, go: Any, told: Any) -> None:
    """Rotate in a forked process, when told to; tell the new pair, the seconds and those of its own computing."""
    go.wait()
    began, computed = time.perf_counter(), time.process_time()
    new = actions.rotate(centre, by=None)
    told.put((new.pk, time.perf_counter() - began, time.process_time() - computed))
    connections.close_all()


def written(centre: UUID, count: int) -> list[Sample]:
    """Return records whose text is their own id."""
    made = [sample(centre) for _ in range(count)]
    for each, sealed in zip(made, actions.seal_many([(one, {"telephone": str(one.pk)}) for one in made]), strict=True):
        each.telephone = sealed["telephone"]
    return made


def unread(records: list[Sample]) -> int:
    """Return how many texts do not open, or are another one's."""
    wrong = 0
    for start in range(0, len(records), BATCH):
        batch = records[start : start + BATCH]
        keys = datakeys.fetch((each.pk, Kind.CONTACT) for each in batch)
        for each in batch:
            belongs = place_of(each, "telephone")
            wrong += sealing.unseal(each.telephone, key=keys[each.pk, Kind.CONTACT], belongs=belongs) != str(each.pk)
    return wrong


class Office:
    """People who write and read until the block ends."""

    def __init__(self, centre: UUID, stored: list[Sample]) -> None:
        self.centre, self.stored, self.acts = centre, stored, 0
        self.problems, self.fresh = Queue[BaseException](), Queue[Sample]()
        self._over, self._guard = threading.Event(), threading.Lock()
        self._people = [threading.Thread(target=self._work, args=(number,)) for number in range(CLIENTS)]

    def __enter__(self) -> "Office":
        for each in self._people:
            each.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        for each in self._people:
            each.join()

    def _work(self, number: int) -> None:
        try:
            self._over.wait(PACE_S * number / CLIENTS)
            while not self._over.is_set():
                self._act(number)
                self._over.wait(PACE_S)
        except BaseException as problem:
            self.problems.put(problem)
        finally:
            connections.close_all()

    def _act(self, number: int) -> None:
        [fresh] = written(self.centre, 1)
        self.fresh.put(fresh)
        known = self.stored[(number * 7919 + self.acts) % len(self.stored)]
        for each in (fresh, known):
            assert actions.reveal(each, "telephone", by=None, because=Because.DRILL) == str(each.pk)
        with self._guard:
            self.acts += 3
