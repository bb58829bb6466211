"""Acts are chained in their own transaction; without the key they wait; nothing that is recorded can be changed."""

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from bereg.audit import actions, chain, request_context, triggers
from bereg.audit.actions import Thing
from bereg.audit.models import ChainedAct, Head, Pending, Segment
from bereg.audit.queries import acts_on, verify
from bereg.audit.tests.chains import KEY, Person
from bereg.audit.tests.entries import entries_on
from bereg.audit.verifying import Damage, DamageKind

pytestmark = pytest.mark.django_db
THING = Thing("test.thing", "1")


def done(action: str = "thing.done") -> None:
    actions.record(action, target=THING, by=Person())


def wrong() -> list[Damage]:
    return verify().damages


@contextmanager
def without_key() -> Iterator[None]:
    chain.use_key(None)
    yield
    chain.use_key(KEY)


def test_acts_follow_one_another() -> None:
    done()
    actions.record_acts([("one", THING), ("two", THING, b"\x01" * 32)], by=Person(), because="case_work")
    actions.record_many("many", targets=[THING] * 1203, by=None, digests=[b"\x02" * 32] * 1203)
    entries = list(ChainedAct.objects.order_by("seq"))
    assert [entry.seq for entry in entries] == list(range(1, 1207))
    assert bytes(entries[0].prev) == bytes(32)
    assert [bytes(entry.prev) for entry in entries[1:]] == [bytes(entry.mac) for entry in entries[:-1]]
    assert [(entry.action, bytes(entry.sha256)[:1], entry.because) for entry in entries[:4]] == [
        ("thing.done", b"", ""),
        ("one", b"", "case_work"),
        ("two", b"\x01", "case_work"),
        ("many", b"\x02", ""),
    ]
    assert (entries[0].actor, entries[0].role, entries[3].actor) == (Person().pk, "operator", "system")
    assert (verify().entries, wrong()) == (1206, [])


def test_two_statements_are_enough(django_assert_max_num_queries: Callable[[int], Any]) -> None:
    done()  # the first one of all looks for what was pruned
    with transaction.atomic(), django_assert_max_num_queries(2):
        actions.record_acts([("one", THING), ("two", THING)], by=Person())


def test_the_centre_is_that_of_the_record_or_the_one_named() -> None:
    with request_context.at_centre("0b7d"):
        done()
    done()
    assert list(ChainedAct.objects.order_by("seq").values_list("centre", flat=True)) == ["0b7d", ""]


def test_what_rolls_back_leaves_no_gap() -> None:
    done()
    with transaction.atomic():
        done()
        transaction.set_rollback(True)
    done()
    assert (ChainedAct.objects.count(), wrong()) == (2, [])


def test_without_the_key_acts_wait_and_are_chained_in_their_order() -> None:
    done("first")
    with without_key():
        done("second")
        actions.record_acts([("third", THING), ("fourth", THING)], by=None)
        assert actions.chain_pending() == 0
    done("fifth")
    assert verify().waiting == 3
    assert actions.chain_pending() == 3
    found = ChainedAct.objects.order_by("seq").values_list("action", "was_pending")
    assert list(found) == [("first", False), ("fifth", False), ("second", True), ("third", True), ("fourth", True)]
    assert (verify().waiting, wrong()) == (0, [])


def test_more_acts_wait_than_are_chained_at_once() -> None:
    with without_key():
        actions.record_many("many", targets=[Thing("test.thing", str(number)) for number in range(1203)], by=None)
    assert actions.chain_pending() == 1203
    targets = ChainedAct.objects.order_by("seq").values_list("target", flat=True)
    assert list(targets) == [str(number) for number in range(1203)]
    assert wrong() == []


def test_an_act_that_waits_is_seen_with_its_record(centre: Any) -> None:
    with without_key():
        actions.record("centre.created", target=centre, by=None)
    actions.record("centre.changed", target=centre, by=None)
    assert [act.action for act in acts_on(centre)] == ["centre.created", "centre.changed"]
    assert [act.centre for act in acts_on(centre)] == [str(centre.pk)] * 2
    assert [act.action for act in acts_on(centre, actions=["centre.created"])] == ["centre.created"]
    assert [act.action for act in entries_on(centre)] == ["centre.changed"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET role = 'admin'",
        "UPDATE audit_entry SET mac = prev",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE seq = 1",
        "UPDATE audit_pending SET actor = 'somebody else'",
        "UPDATE audit_segment SET last_seq = 9",
        "DELETE FROM audit_segment",
    ],
)
def test_the_database_refuses_to_change_what_is_recorded(statement: str) -> None:
    done()
    with without_key():
        done()
    Segment.objects.create(month="2020-01-01", first_seq=0, last_seq=0, last_mac=bytes(32), signature=bytes(32))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (ChainedAct.objects.count(), Pending.objects.count(), Segment.objects.count()) == (1, 1, 1)


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no TRUNCATE")
def test_postgresql_refuses_to_empty_the_log() -> None:
    done()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")
    assert ChainedAct.objects.count() == 1


def test_a_missing_trigger_is_noticed() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER audit_entry_no_delete" + ("" if connection.vendor == "sqlite" else " ON audit_entry")
        )
    assert wrong() == [Damage(DamageKind.GUARD, what="audit_entry_no_delete")]
    with triggers.lifted(connection):
        done()
    assert wrong() == []


def test_only_staff_have_their_address_hashed_and_the_same_one_alike() -> None:
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        with request_context.request_from(lambda address=address: address):  # type: ignore[misc]
            done()
    with request_context.request_from(lambda: "192.0.2.1"):
        actions.record("by.program", target=THING, by=None)
    one, same, other, none = ChainedAct.objects.order_by("seq").values_list("ip_hash", flat=True)
    assert one == same != other
    assert none == ""
    assert len(one) == 32
    assert "192" not in one


def test_a_refusal_is_written_when_the_request_is_over_whatever_rolled_back() -> None:
    with request_context.request_from(lambda: "192.0.2.1") as request:
        with transaction.atomic():
            done()
            actions.refused("refused.403", target=THING, by=Person(), because="figures.read")
            transaction.set_rollback(True)
        assert not ChainedAct.objects.exists()
        actions.write_refusals(request.refusals)
    entry = ChainedAct.objects.get()
    assert (entry.action, entry.actor, entry.because) == ("refused.403", Person().pk, "figures.read")
    assert entry.ip_hash


def test_a_refusal_outside_a_request_is_written_at_once() -> None:
    actions.refused("refused.sign_in", target=Thing("accounts.user", ""), by=None, at_desk=False)
    entry = ChainedAct.objects.get()
    assert (entry.actor, entry.role, entry.ip_hash) == ("nobody", "nobody", "")


def test_a_refusal_that_cannot_be_stored_stays_a_refusal(caplog: pytest.LogCaptureFixture) -> None:
    with request_context.request_from(lambda: "192.0.2.1") as request:
        actions.refused("refused.403", target=Thing("x", "y"), by=Person())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry RENAME TO elsewhere")
    actions.write_refusals(request.refusals)
    assert "could not be recorded" in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_pending", [False, True])
def test_many_at_once_make_one_chain(*, with_pending: bool) -> None:
    if with_pending:
        with without_key():
            actions.record_many("waited", targets=[THING] * 30, by=None)
    begin = threading.Barrier(4)

    def work(number: int) -> None:
        begin.wait()
        try:
            for turn in range(15):
                with transaction.atomic():
                    done(f"by.{number}")
                    if turn % 5 == 4:
                        transaction.set_rollback(True)
            actions.chain_pending()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    actions.chain_pending()
    assert ChainedAct.objects.count() == 4 * 12 + 30 * with_pending
    assert wrong() == []


def work_in_a_process(number: int) -> None:
    connections.close_all()  # a connection is not carried over a fork
    for _ in range(15):
        done(f"by.{number}")
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_processes_make_one_chain() -> None:
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    processes = [fork.Process(target=work_in_a_process, args=(number,)) for number in range(3)]
    for process in processes:
        process.start()
    for _ in range(15):
        done("by.parent")
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert (ChainedAct.objects.count(), wrong()) == (60, [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="the head is kept on PostgreSQL alone")
def test_a_lost_or_moved_head_does_not_fork_the_chain() -> None:
    done()
    Head.objects.all().delete()
    done()
    assert (ChainedAct.objects.count(), wrong()) == (2, [])
    Head.objects.update(seq=1)
    assert [damage.kind for damage in wrong()] == [DamageKind.HEAD]
    with pytest.raises(DatabaseError):
        done()
