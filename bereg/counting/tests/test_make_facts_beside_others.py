"""While the facts of an open month are made, others write, make facts of it too, or close it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial

import pyarrow.parquet as pq
import pytest
import time_machine

from bereg.accounts.models import User
from bereg.centres.universes import universes
from bereg.counting import facts, store
from bereg.counting.closing import close_month
from bereg.counting.models import Month
from bereg.counting.months import Period
from bereg.counting.tests.conftest import Enquire
from bereg.counting.tests.standing_still import standing_still

pytestmark = pytest.mark.django_db(transaction=True)
MAY, JUNE = date(2007, 5, 1), date(2007, 6, 1)
IN_JUNE = datetime(2007, 6, 5, 9, tzinfo=UTC)
# Where making stands still: the last universe is not read yet; all is read and nothing is counted.
STEPS = {"_table": lambda universe, *_: universe.name == list(universes())[-1], "count_facts": lambda *_: True}


@contextmanager
def making(step: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the facts of May in another thread, which stands still at a step while the block runs."""
    act = partial(facts.bring_up_to_date, Period(MAY, MAY))
    with standing_still(act, (facts, step), monkeypatch, STEPS[step]) as raised:
        yield
    assert not raised


def standing() -> tuple[int, ...]:
    """How many enquiries and contacts the facts of May hold."""
    places = [store.facts_path(universe, MAY) for universe in ("enquiries", "contacts")]
    return tuple(pq.read_metadata(place).num_rows for place in places)


@pytest.mark.parametrize("step", STEPS)
def test_others_write_meanwhile(step: str, enquire: Enquire, monkeypatch: pytest.MonkeyPatch) -> None:
    enquire()
    facts.bring_up_to_date(Period(MAY, MAY))  # so that every code has its number
    enquire()
    with making(step, monkeypatch):
        enquire()
    assert standing() == (2, 2)  # of one moment
    facts.bring_up_to_date(Period(MAY, MAY))
    assert standing() == (3, 3)


@pytest.mark.parametrize("step", STEPS)
def test_what_somebody_made_of_more_stays(step: str, enquire: Enquire, monkeypatch: pytest.MonkeyPatch) -> None:
    enquire()
    with making(step, monkeypatch):
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
    with time_machine.travel(IN_JUNE, tick=False), making(step, monkeypatch):
        enquire()
        close_month(month=MAY, by=supervisor)
        enquire()
    assert standing() == (2, 2)
    assert Month.objects.get().digest == store.facts_digest(MAY, universes())
    facts.bring_up_to_date(Period(MAY, JUNE))
    assert standing() == (2, 2)
    assert pq.read_metadata(store.facts_path("enquiries", JUNE)).num_rows == 1
