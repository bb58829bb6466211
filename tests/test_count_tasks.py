"""Tasks in the figures of the staff: their kind, what became of them, and whether it was in time."""

import datetime as dt
from typing import Any

import pyarrow.parquet as pq
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.counting import published_tables, store
from bereg.counting.closing import close_month
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import Enquire, call, enquire, own_folder, version
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.tasks.models import Task
from bereg.tasks.universe import LATE

__all__ = ["call", "enquire", "own_folder", "version"]

MAY, JUNE = dt.date(2007, 5, 1), dt.date(2007, 6, 1)
IN_MAY, IN_JUNE = (dt.datetime(2007, month, 20, 9, tzinfo=dt.UTC) for month in (5, 6))
NEVER_LATE, HOUR, DAY = dt.timedelta(0), dt.timedelta(hours=1), dt.timedelta(days=1)
MOMENT = dt.timedelta(seconds=1)


def end(centre: Centre, late: dt.timedelta = NEVER_LATE, at: dt.datetime = IN_MAY, **said: Any) -> Task:
    """Write a task that ended so long after its time."""
    said = {"kind": "call_back", "state": "done", **said}
    return Task._base_manager.create(centre=centre, due_at=at - late, ended_at=at, **said)


def counted(month: dt.date, table: str = "task") -> dict[tuple[str, str], int]:
    """What the report says of tasks at all centres: table and code to the count, without the zeros."""
    rows = [row for row in report_rows(month, month) if row.table.startswith(table) and row.count]
    return {(row.table, row.code): row.count for row in rows if row.centre == "all"}


def test_the_staff_see_their_kinds_and_how_they_ended(centre: Centre) -> None:
    end(centre)
    end(centre, -DAY, kind="verify", moves=2)
    end(centre, kind="write", state="dropped", because="unreachable", moves=1)
    end(centre, kind="write", state="dropped", because="needless")
    end(centre, at=IN_JUNE)
    assert counted(MAY) == {
        ("tasks", "total"): 4,
        ("task_kind", "call_back"): 1,
        ("task_kind", "verify"): 1,
        ("task_kind", "write"): 2,
        ("task_end", "done"): 1,
        ("task_end", "done_moved"): 1,
        ("task_end", "unreachable"): 1,
        ("task_end", "needless"): 1,
        ("task_late", "in_time"): 2,  # what was dropped is neither in time nor late
    }
    assert counted(JUNE)["tasks", "total"] == 1


@pytest.mark.parametrize(
    ("late", "code"),
    [
        (-DAY, "in_time"),
        (NEVER_LATE, "in_time"),
        (MOMENT, "under_1h"),
        (HOUR, "under_1h"),
        (HOUR + MOMENT, "under_1d"),
        (DAY, "under_1d"),
        (DAY + MOMENT, "under_7d"),
        (7 * DAY, "under_7d"),
        (7 * DAY + MOMENT, "7d_over"),
    ],
)
def test_a_band_ends_with_its_last_moment(centre: Centre, late: dt.timedelta, code: str) -> None:
    end(centre, late)
    assert counted(MAY, "task_late") == {("task_late", code): 1}
    assert code in dict(LATE)


def test_what_is_open_or_was_a_mistake_is_not_counted(centre: Centre, enquire: Enquire) -> None:
    Task._base_manager.create(centre=centre, kind="write", due_at=IN_MAY)
    end(centre, state="dropped", because="mistake")
    matter = enquire()
    end(centre, enquiry=matter)
    Enquiry._base_manager.filter(pk=matter.pk).update(mistake="twice")
    assert counted(MAY) == {}
    end(centre, enquiry=enquire())
    assert counted(MAY)["tasks", "total"] == 1


def test_a_month_is_that_in_which_it_ended_by_the_clock_of_the_centre(centre: Centre) -> None:
    end(centre, at=dt.datetime(2007, 5, 31, 20, 30, tzinfo=dt.UTC))  # half past midnight in Moscow
    assert (counted(MAY), counted(JUNE)["tasks", "total"]) == ({}, 1)


def test_a_closed_month_keeps_them_and_what_ended_later_counts_later(
    centre: Centre, enquire: Enquire, supervisor: User
) -> None:
    matter = enquire()
    ended = end(centre, 2 * HOUR, enquiry=matter)
    still_open = Task._base_manager.create(centre=centre, kind="write", due_at=IN_MAY, made_at=IN_MAY)
    with time_machine.travel(dt.datetime(2007, 6, 5, 9, tzinfo=dt.UTC), tick=False):
        close_month(month=MAY, by=supervisor)
    before = counted(MAY)
    assert Task._base_manager.get(pk=ended.pk).counted_in == MAY
    Task._base_manager.filter(pk=still_open.pk).update(state="done", ended_at=IN_JUNE)
    withdraw_consent(enquiry=Enquiry._base_manager.get(pk=matter.pk), by=supervisor)
    assert before["task_late", "under_1d"] == 1
    assert (counted(MAY), counted(JUNE)["tasks", "total"]) == (before, 1)


def test_their_facts_are_codes_alone(centre: Centre, operator: User) -> None:
    end(centre, holder=operator, made_by=operator)
    report_rows(MAY, MAY)
    facts = pq.read_table(store.facts_path("tasks", MAY))
    told = {name for name in facts.column_names if ":" not in name}
    assert told == {"centre", "place", "task_kind", "task_end", "task_late"}


def test_the_page_of_figures_says_them_in_words(
    centre: Centre, enquire: Enquire, supervisor: User, client: Client
) -> None:
    enquire()
    end(centre, 3 * DAY, moves=1)
    end(centre, state="dropped", because="needless")
    client.force_login(supervisor)
    page = client.get(reverse("report:report"), {"first": "2007-05", "last": "2007-05"}).content.decode()
    for words in ("Tasks that ended", "up to 7 days late", "done, after it had been moved", "settled without it"):
        assert words in page


def test_none_of_it_is_ever_published() -> None:
    assert "tasks" not in {table.population for table in published_tables.tables()}
