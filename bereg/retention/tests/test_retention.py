"""What has had its time is erased in small steps, what is held stays, and a clock that jumped erases nothing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.retention import clock, holds
from bereg.retention import rules as retention
from bereg.retention.models import Clock, Hold, Run
from bereg.vault import actions
from bereg.vault.because import Because
from bereg.vault.classes import HoldReason, Kind
from bereg.vault.models import Key, LedgerLine
from bereg.vault.tests.samples import Sample, make_table, sample

pytestmark = pytest.mark.django_db
TEXT = "an invented text that has had its time"


def due(_now: dt.datetime) -> Any:
    """Every sample with a text has had its time."""
    return Sample.objects.exclude(narrative=b"")


def erase(ids: list[UUID]) -> None:
    records = list(Sample.objects.filter(pk__in=ids))
    actions.erase_many(records, kinds=[Kind.NARRATIVE], by=None, because=Because.RETENTION)
    Sample.objects.filter(pk__in=ids).update(narrative=b"")


def rule(**changes: Any) -> retention.Rule:
    """Return a rule about samples."""
    words = {"code": "samples", "label": "samples", "kept": lambda: "not at all"}
    return retention.of_records(**{**words, "due": due, "erase": erase, **changes})


known: list[retention.Rule] = []


def know(*rules: retention.Rule) -> None:
    """Let these rules be the only ones."""
    known.extend(rules)


@pytest.fixture(autouse=True)
def _own_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    known.clear()
    monkeypatch.setattr(retention, "_of_rooms", lambda: known)
    monkeypatch.setattr(retention, "kept_models", list)
    monkeypatch.setattr(retention, "BATCH", 2)


@pytest.fixture
def stored(centre: Centre) -> list[Sample]:
    """Five records of Moscow with a text each."""
    make_table()
    made = [sample(centre.pk) for _ in range(5)]
    for each in made:
        each.narrative = actions.seal(each, "narrative", TEXT)
        each.save(force_insert=True)
    return made


def held(record: Sample, by: User) -> Hold:
    """Hold a record for a month."""
    until = timezone.localdate() + dt.timedelta(days=30)
    return holds.hold(
        record=record, code=HoldReason.COURT, reason="an invented order of a court", until=until, owner=by, by=by
    )


def left() -> set[UUID]:
    return set(due(timezone.now()).values_list("pk", flat=True))


def with_key() -> set[UUID]:
    return set(Key.objects.filter(kind=Kind.NARRATIVE).values_list("record", flat=True))


def test_all_that_is_due_loses_its_key_and_is_counted(stored: list[Sample]) -> None:
    know(rule())
    assert [(state.due, state.overdue, state.held) for state in retention.states()] == [(5, 5, 0)]
    (run,) = retention.erase_due()
    assert (run.erased, run.fault, run.ended_at is not None) == (5, "", True)
    assert left() == with_key() == set()
    assert LedgerLine.objects.filter(because=Because.RETENTION, kind=Kind.NARRATIVE).count() == 5
    assert [(state.due, state.run) for state in retention.states()] == [(0, run)]


def test_a_second_run_finds_nothing(stored: list[Sample]) -> None:
    know(rule())
    retention.erase_due()
    (again,) = retention.erase_due()
    assert (again.erased, again.fault) == (0, "")
    assert LedgerLine.objects.count() == 5


def test_an_interrupted_run_loses_no_step_and_is_gone_on_with(stored: list[Sample]) -> None:
    know(rule())
    seen: list[int] = []

    def cut(_rule: retention.Rule, _due: int) -> retention.Progress:
        def after(done: int) -> None:
            seen.append(done)
            if len(seen) == 2:
                raise KeyboardInterrupt

        return after

    with pytest.raises(KeyboardInterrupt):
        retention.erase_due(step=cut)
    assert Run.objects.get().erased == 2
    assert Run.objects.get().ended_at is None
    assert len(left()) == 3
    assert len(with_key()) == 1  # keys go first: of a step that was cut off nothing can be read any more
    (run,) = retention.erase_due()
    assert (run.erased, left()) == (3, set())


def test_what_is_held_stays_and_the_rest_goes(stored: list[Sample], supervisor: User) -> None:
    know(rule())
    for each in stored[:3]:
        held(each, supervisor)
    assert [(state.due, state.held) for state in retention.states()] == [(2, 3)]
    retention.erase_due()
    assert left() == with_key() - {hold.pk for hold in holds.standing()} == {each.pk for each in stored[:3]}


def test_a_hold_set_after_the_look_is_obeyed(stored: list[Sample], supervisor: User) -> None:
    looks = 0

    def late(now: dt.datetime) -> Any:
        nonlocal looks
        looks += 1
        if looks == 3:  # the count, the choice of a batch, and here its locking
            for each in stored:
                held(each, supervisor)
        return due(now)

    know(rule(due=late))
    (run,) = retention.erase_due()
    assert looks >= 3
    assert (run.erased, run.fault, len(left())) == (0, "", 5)


def test_a_rule_that_fails_stops_no_other(stored: list[Sample]) -> None:
    def fail(_ids: Iterable[UUID]) -> None:
        raise ValueError(TEXT)

    know(rule(code="first", erase=fail), rule())
    first, second = retention.erase_due()
    assert (first.fault, first.erased) == ("ValueError", 0)
    assert (second.fault, second.erased) == ("", 5)
    assert ChainedAct.objects.filter(action="retention.run", because="ValueError").count() == 1


def test_a_rule_whose_count_fails_stops_no_other_and_is_named(stored: list[Sample]) -> None:
    def fail(_now: dt.datetime) -> int:
        raise ValueError(TEXT)

    know(replace(rule(code="first"), count=fail), rule())
    first, second = retention.erase_due()
    assert (first.fault, first.ended_at is not None) == ("ValueError", True)
    assert (second.fault, second.erased) == ("", 5)
    assert ChainedAct.objects.filter(action="retention.run", because="ValueError").count() == 1


def test_a_rule_whose_records_stay_due_does_not_run_for_ever(stored: list[Sample]) -> None:
    know(rule(erase=lambda _ids: None))
    (run,) = retention.erase_due()
    assert run.fault == "StuckError"


def test_a_doubted_clock_erases_nothing_until_a_person_says_that_it_is_right(
    stored: list[Sample], supervisor: User
) -> None:
    know(rule())
    long_ago = timezone.now() - dt.timedelta(days=3)
    Clock.objects.create(boot="another", uptime_s=0, wall=long_ago, seen_at=long_ago)
    with pytest.raises(clock.ClockDoubtedError):
        retention.erase_due()
    assert (len(left()), Run.objects.count()) == (5, 0)
    clock.confirm(by=supervisor)
    assert ChainedAct.objects.get(action=clock.CONFIRMED).actor == str(supervisor.pk)
    retention.erase_due()
    assert left() == set()
