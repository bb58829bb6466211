"""While a month is counted that is being closed, others write in it, or close it; what is closed is what is marked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial

import pyarrow.parquet as pq
import pytest
import time_machine
from django.db import OperationalError, connection, transaction

from bereg.accounts.models import User
from bereg.audit.tests.entries import entries_on
from bereg.centres.universes import Universe, universes
from bereg.counting import closing, facts, store
from bereg.counting.closing import MonthAlreadyClosedError, MonthKeepsChangingError, close_month
from bereg.counting.engines.counting import count as count_facts
from bereg.counting.models import Month
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import Enquire
from bereg.counting.tests.standing_still import standing_still
from bereg.enquiries.actions import correct_enquiry
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter

pytestmark = pytest.mark.django_db(transaction=True)
MAY, JUNE = date(2007, 5, 1), date(2007, 6, 1)
IN_JUNE = datetime(2007, 6, 5, 9, tzinfo=UTC)
COUNTING = (facts, "count_facts")
MARKING = (Universe, "mark")


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    """May is over."""
    with time_machine.travel(IN_JUNE, tick=False):
        yield


def closed_as_marked() -> int:
    """Return how many enquiries May was closed with: as many as are marked, as are its contacts."""
    for name, universe in universes().items():
        marked = universe.model._base_manager.filter(counted_in=MAY).count()
        assert pq.read_metadata(store.facts_path(name, MAY)).num_rows == marked
    assert Month.objects.get(closed_at__isnull=False).digest == store.facts_digest(MAY, universes())
    assert entries_on(Month(first_day=MAY)).count() == 1
    return Enquiry._base_manager.filter(counted_in=MAY).count()


def women() -> int:
    return sum(
        row.count for row in report_rows(MAY, MAY, centre="moscow") if (row.code, row.group) == ("female", "all")
    )


def correct(enquiry: Enquiry, gender: str, by: User) -> None:
    matter = Matter(consent=Consent.YES, answers={"gender": gender})
    correct_enquiry(enquiry=enquiry, version=enquiry.version, matter=matter, by=by)


@contextmanager
def nobody_waits() -> Iterator[None]:
    """On PostgreSQL, refuse to wait for a lock."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            connection.cursor().execute("SET LOCAL lock_timeout = '1s'")
            yield
    else:
        yield


def test_who_writes_meanwhile_waits_for_nothing_and_is_counted(
    enquire: Enquire, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    enquiry = enquire(gender="male")
    with standing_still(partial(close_month, month=MAY, by=supervisor), COUNTING, monkeypatch) as raised:
        with nobody_waits():
            enquire(gender="female")
            correct(enquiry, "female", supervisor)
        assert not Month.objects.filter(closed_at__isnull=False).exists()
    assert not raised
    assert closed_as_marked() == 2
    assert women() == 2


def test_who_writes_in_the_next_month_makes_nobody_count_again(
    enquire: Enquire, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "TRIES", 1)
    enquire()
    with standing_still(partial(close_month, month=MAY, by=supervisor), COUNTING, monkeypatch) as raised:
        enquire("2007-06-02T12:00:00+00:00")
    assert not raised
    assert closed_as_marked() == 1


def test_a_colleague_who_closes_meanwhile_is_first(
    enquire: Enquire, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    enquire()
    with standing_still(partial(close_month, month=MAY, by=supervisor), COUNTING, monkeypatch) as raised:
        enquire()
        close_month(month=MAY, by=supervisor)
        enquire()
    assert [type(problem) for problem in raised] == [MonthAlreadyClosedError]
    assert closed_as_marked() == 2


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_what_comes_between_the_look_and_the_mark_is_counted(
    enquire: Enquire, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    enquiry = enquire()
    with standing_still(partial(close_month, month=MAY, by=supervisor), MARKING, monkeypatch) as raised:
        with pytest.raises(OperationalError), nobody_waits():
            correct(enquiry, "female", supervisor)  # it is held
        enquire()
    assert not raised
    assert closed_as_marked() == 2


def test_a_month_that_changes_each_time_is_not_closed(
    enquire: Enquire, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    enquire()
    with monkeypatch.context() as patch:
        patch.setattr(facts, "count_facts", lambda *given, count=count_facts: (enquire(), count(*given))[1])
        with pytest.raises(MonthKeepsChangingError):
            close_month(month=MAY, by=supervisor)
    assert Enquiry._base_manager.filter(counted_in=None).count() == 1 + closing.TRIES
    assert not entries_on(Month(first_day=MAY)).exists()
    assert not Month.objects.filter(closed_at__isnull=False).exists()
    close_month(month=MAY, by=supervisor)
    assert closed_as_marked() == 1 + closing.TRIES
