"""A centre gets new keys while others write and read; nothing is lost, and the old private key is gone at last."""

import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Queue
from uuid import UUID, uuid4

import pytest
from django.db import connections

from bereg.audit.models import ChainedAct, Pending
from bereg.vault import actions, keks, keyring, rotating
from bereg.vault.because import Because
from bereg.vault.faults import KeysDamaged
from bereg.vault.models import Kek, Key, Secret
from bereg.vault.tests.samples import Sample, sample

pytestmark = pytest.mark.usefixtures("acts_noted")


def written(centre: UUID, count: int) -> list[Sample]:
    """Return records with a sealed text each: their own id."""
    records = [sample(centre) for _ in range(count)]
    texts = actions.seal_many([(each, {"narrative": str(each.pk)}) for each in records])
    for each, sealed in zip(records, texts, strict=True):
        each.narrative = sealed["narrative"]
    return records


def read(record: Sample) -> str:
    return actions.reveal(record, "narrative", by=None, because=Because.DRILL)


def private_keys(centre: UUID) -> set[str]:
    return set(Secret.objects.filter(centre=centre, kind="private").values_list("pk", flat=True))


@pytest.mark.django_db
def test_every_key_is_wrapped_anew_and_the_old_private_key_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "BATCH", 7)
    centre, elsewhere, seen = uuid4(), written(uuid4(), 2), list[int]()
    records = written(centre, 20)
    old = keks.newest(centre)
    assert rotating.waiting(centre) == 20
    new = actions.rotate(centre, by=None, progress=seen.append)
    assert (sum(seen), len(seen), rotating.waiting(centre), rotating.unfinished(centre)) == (20, 3, 20, [])
    assert private_keys(centre) == {str(new.pk)}
    assert set(Key.objects.filter(centre=centre).values_list("kek", flat=True)) == {new.pk}
    assert Kek.objects.get(pk=old.pk).retired_at is not None
    assert [read(each) for each in (*records, *elsewhere)] == [str(each.pk) for each in (*records, *elsewhere)]
    acts = [*ChainedAct.objects.values_list("action", flat=True), *Pending.objects.values_list("action", flat=True)]
    assert acts.count("keys.rotated") == 1


@pytest.mark.django_db
def test_an_interrupted_rotation_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "BATCH", 7)
    centre = uuid4()
    records = written(centre, 20)

    def interrupt(_count: int) -> None:
        raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        actions.rotate(centre, by=None, progress=interrupt)
    assert [read(each) for each in records] == [str(each.pk) for each in records]
    assert (len(private_keys(centre)), rotating.waiting(centre)) == (2, 13)
    seen = list[int]()
    actions.rotate(centre, by=None, progress=seen.append)
    assert (sum(seen), len(private_keys(centre)), Kek.objects.filter(centre=centre).count()) == (13, 1, 2)
    assert [read(each) for each in records] == [str(each.pk) for each in records]


@pytest.mark.django_db
def test_a_damaged_key_is_named_and_blocks_neither_this_rotation_nor_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "BATCH", 3)
    centre = uuid4()
    records = written(centre, 8)
    damaged, whole = records[1], [each for each in records if each is not records[1]]
    key = Key.objects.get(record=damaged.pk)
    Key.objects.filter(pk=key.pk).update(wrapped=bytes(80))
    for _ in range(2):  # each gives the others a new pair
        before = keks.newest(centre).pk
        with pytest.raises(KeysDamaged) as raised:
            actions.rotate(centre, by=None)
        keks.forget(centre)
        newest = keks.newest(centre).pk
        assert newest != before
        assert raised.value.keys == [(damaged.pk, "narrative")]
        assert private_keys(centre) == {str(key.kek), str(newest)}  # the damaged one's own, and the new one
        assert [read(each) for each in whole] == [str(each.pk) for each in whole]
        assert not rotating.is_interrupted(centre)
    Key.objects.filter(pk=key.pk).update(wrapped=key.wrapped)  # from a backup
    assert (rotating.is_interrupted(centre), rotating.waiting(centre)) == (True, 1)
    assert actions.rotate(centre, by=None).pk == newest
    assert private_keys(centre) == {str(newest)}
    assert read(damaged) == str(damaged.pk)


@pytest.mark.django_db
def test_a_reader_whose_row_is_older_than_the_rotation_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has read the row of the key, and then the private key goes."""
    from bereg.vault import datakeys

    [record] = written(uuid4(), 1)
    stale = Key.objects.get()
    actions.rotate(record.centre_id, by=None)
    keyring.unlock_with(bytes(range(32)))
    monkeypatch.setattr(datakeys, "_stored", lambda _wanted: {(record.pk, stale.kind): stale})
    assert read(record) == str(record.pk)


@pytest.mark.django_db(transaction=True)
def test_nobody_notices_a_rotation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three write and read, each as if in a process of its own, while the keys change twice."""
    monkeypatch.setattr(rotating, "BATCH", 10)
    centre, problems, over = uuid4(), Queue[BaseException](), threading.Event()
    records, more = written(centre, 60), Queue[Sample]()

    def work() -> None:
        while not over.is_set():
            [fresh] = written(centre, 1)
            more.put(fresh)
            fresh.remark = actions.seal(fresh, "remark", "again")
            assert read(fresh) == str(fresh.pk)
            assert read(records[more.qsize() % 60]) in {str(each.pk) for each in records}

    threads = [threading.Thread(target=watched, args=(work, problems)) for _ in range(3)]
    for each in threads:
        each.start()
    try:
        for _ in range(2):
            actions.rotate(centre, by=None)
    finally:
        over.set()
        for each in threads:
            each.join()
    assert list(problems.queue) == []
    actions.rotate(centre, by=None)
    everything = [*records, *more.queue]
    assert len(everything) > 60
    assert [read(each) for each in everything] == [str(each.pk) for each in everything]
    assert len(private_keys(centre)) == 1


def watched(work: Callable[[], None], problems: Queue[BaseException]) -> None:
    try:
        work()
    except BaseException as problem:
        problems.put(problem)
    finally:
        connections.close_all()
