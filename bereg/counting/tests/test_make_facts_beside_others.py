"""While the facts of an open month are made, others write, make facts of it too, or close it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pyarrow.parquet as pq
import pytest
import time_machine
from django.db import connections

from bereg.accounts.models import User
from bereg.counting import facts, store
from bereg.counting.actions import close_month
from bereg.counting.models import Month
from bereg.counting.months import Period
from bereg.counting.tests.conftest import Enquire
from bereg.counting.universes import universes

pytestmark = pytest.mark.django_db(transaction=True)
MAY, JUNE = date(2007, 5, 1), date(2007, 6, 1)
IN_JUNE = datetime(2007, 6, 5, 9, tzinfo=UTC)
LONGEST_S = 60  # only where something is broken does anybody wait so long
# Where making stands still: the last universe is not read yet; all is read and nothing is counted.
STEPS = ["_table", "count_facts"]


@contextmanager
def standing_still(step: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the facts of May in another thread, which stands still at a step while the block runs, and goes on after."""
    there, go, inner = threading.Event(), threading.Event(), getattr(facts, step)
    problems: list[Exception] = []

    def make() -> None:
        try:
            facts.bring_up_to_date(Period(MAY, MAY))
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    maker = threading.Thread(target=make)

    def stops(*given: Any) -> object:
        is_there = step != "_table" or given[0].name == list(universes())[-1]
        if is_there and threading.current_thread() is maker and not there.is_set():
            there.set()
            assert go.wait(LONGEST_S)
        return inner(*given)

    monkeypatch.setattr(facts, step, stops)
    maker.start()
    try:
        assert there.wait(LONGEST_S)
        yield
    finally:
        go.set()
        maker.join()
    assert not problems


def standing() -> tuple[int, ...]:
    """How many enquiries and contacts the facts of May hold."""
    places = [store.facts_path(universe, MAY) for universe in universes()]
    return tuple(pq.read_metadata(place).num_rows for place in places)


@pytest.mark.parametrize("step", STEPS)
def test_others_write_meanwhile(step: str, enquire: Enquire, monkeypatch: pytest.MonkeyPatch) -> None:
    enquire()
    facts.bring_up_to_date(Period(MAY, MAY))  # so that every code has its number
    enquire()
    with standing_still(step, monkeypatch):
        enquire()
    assert standing() == (2, 2)  # of one moment
    facts.bring_up_to_date(Period(MAY, MAY))
    assert standing() == (3, 3)


@pytest.mark.parametrize("step", STEPS)
def test_what_somebody_made_of_more_stays(step: str, enquire: Enquire, monkeypatch: pytest.MonkeyPatch) -> None:
    enquire()
    with standing_still(step, monkeypatch):
        enquire(language="uz")  # which has no number yet
        facts.bring_up_to_date(Period(MAY, MAY))
        made, mark = store.facts_digest(MAY, universes()), Month.objects.get().fingerprint
    assert standing() == (2, 2)
    assert (store.facts_digest(MAY, universes()), Month.objects.get().fingerprint) == (made, mark)


@pytest.mark.parametrize("step", STEPS)
def test_a_month_that_is_closed_meanwhile_stays_as_it_was_closed(
    step: str, enquire: Enquire, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    enquire()
    with time_machine.travel(IN_JUNE, tick=False), standing_still(step, monkeypatch):
        enquire()
        close_month(month=MAY, by=supervisor)
        enquire()
    assert standing() == (2, 2)
    assert Month.objects.get().digest == store.facts_digest(MAY, universes())
    facts.bring_up_to_date(Period(MAY, JUNE))
    assert standing() == (2, 2)
    assert pq.read_metadata(store.facts_path("enquiries", JUNE)).num_rows == 1
