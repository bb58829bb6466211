"""What somebody wrote to break the glass, or to hold a record, goes with the audit log that names it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.emergency_access.models import BreakGlass
from bereg.retention import reasons
from bereg.retention import rules as retention
from bereg.retention.models import Hold
from bereg.vault import writing
from bereg.vault.because import Because
from bereg.vault.classes import HoldReason
from bereg.vault.models import Key, LedgerLine

ENDED = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
OVER = retention.months_before(ENDED, -36)


def glass(centre: Centre, by: User, *, ended_at: dt.datetime | None) -> BreakGlass:
    made = BreakGlass(by=by, centre=centre, record_kind="enquiries.enquiry", record=uuid4(), opened_at=ENDED - HOUR)
    made.ends_at, made.ended_at, made.review_by = ENDED, ended_at, ENDED + 71 * HOUR
    store(made)
    return made


def hold(centre: Centre, by: User, *, lifted_at: dt.datetime | None) -> Hold:
    made = Hold(record_kind="enquiries.enquiry", record=uuid4(), centre=centre, owner=by, code=HoldReason.COURT)
    made.until, made.set_by, made.lifted_at, made.set_at = ENDED.date(), by, lifted_at, ENDED - HOUR
    store(made)
    return made


def store(made: Any) -> None:
    made.reason = writing.seal(made, "reason", "an invented reason, of twenty letters and more")
    made.save(force_insert=True)


def night(at: dt.datetime) -> None:
    """Do what a night does of these two."""
    with time_machine.travel(at, tick=False):
        for rule in retention.rules():
            if rule.code in {"glass_reasons", "hold_reasons"}:
                rule.erase(at, lambda _done: None)


@pytest.mark.parametrize("ended_at", [ENDED, None])
def test_the_reason_of_a_broken_glass_goes_after_three_years(
    centre: Centre, operator: User, ended_at: dt.datetime | None
) -> None:
    made = glass(centre, operator, ended_at=ended_at)
    night(OVER - HOUR)
    assert BreakGlass._base_manager.get().reason
    night(OVER + HOUR)
    left = BreakGlass._base_manager.get()
    assert (left.reason, left.record) == (b"", made.record)  # that it was broken stays
    assert not Key.objects.filter(record=made.pk).exists()
    assert LedgerLine.objects.get().because == Because.RETENTION


@pytest.mark.parametrize("lifted_at", [ENDED, None])
def test_the_reason_of_a_hold_goes_three_years_after_its_end(
    centre: Centre, supervisor: User, lifted_at: dt.datetime | None
) -> None:
    made = hold(centre, supervisor, lifted_at=lifted_at)
    night(OVER - HOUR)
    assert Hold._base_manager.get().reason
    night(OVER + 25 * HOUR)
    assert Hold._base_manager.get().reason == b""
    assert not Key.objects.filter(record=made.pk).exists()


def test_a_hold_that_holds_keeps_its_reason(centre: Centre, supervisor: User) -> None:
    made = hold(centre, supervisor, lifted_at=None)
    Hold._base_manager.filter(pk=made.pk).update(until=OVER.date() + dt.timedelta(days=700))
    night(OVER + 25 * HOUR)
    assert Hold._base_manager.get().reason
    assert reasons.holds_due(OVER + 25 * HOUR).count() == 0
