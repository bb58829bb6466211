"""Alarms in the figures of the staff: how long each waited, never who, and no mistakes."""

import datetime as dt

import pyarrow.parquet as pq
import pytest

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.counting import published_tables, store
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import own_folder, version
from bereg.dangers.models import Danger

__all__ = ["own_folder", "version"]

MAY = dt.date(2007, 5, 1)
IN_MAY = dt.datetime(2007, 5, 9, 10, tzinfo=dt.UTC)


@pytest.fixture
def alarms(centre: Centre, operator: User, supervisor: User) -> None:
    """Write alarms of May: taken after so many minutes, or by nobody; and a mistake."""
    for minutes in (0, 4, 5, 14, 15, 59, 60, 1000, None):
        taken = None if minutes is None else IN_MAY + dt.timedelta(minutes=minutes)
        Danger._base_manager.create(
            centre=centre,
            raised_at=IN_MAY,
            raised_by=operator,
            taken_at=taken,
            taken_by=supervisor if taken else None,
            minutes_untaken=minutes,
        )
    Danger._base_manager.create(centre=centre, raised_at=IN_MAY, ended_at=IN_MAY, ended_as="mistake")


def test_they_are_counted_by_how_long_nobody_took_them(alarms: None) -> None:
    rows = [row for row in report_rows(MAY, MAY) if row.table in {"dangers", "danger_taken"} and row.count]
    bands = {"under_5": 2, "5_14": 2, "15_59": 2, "60_over": 2, "untaken": 1}
    assert {(row.table, row.centre, row.code): row.count for row in rows} == {
        **{("danger_taken", place, code): count for code, count in bands.items() for place in ("all", "moscow")},
        **{("dangers", place, "total"): 9 for place in ("all", "moscow")},
    }


def test_one_that_was_passed_on_is_counted_once_where_it_was_raised(
    alarms: None, centre: Centre, other_centre: Centre
) -> None:
    Danger._base_manager.filter(minutes_untaken=4).update(passed_to=other_centre, passed_because="there")
    rows = [row for row in report_rows(MAY, MAY) if row.table == "dangers" and row.count]
    assert {row.centre: row.count for row in rows} == {"all": 9, centre.code: 9}


def test_their_facts_are_that_code_alone(alarms: None) -> None:
    report_rows(MAY, MAY)
    facts = pq.read_table(store.facts_path("dangers", MAY))
    assert [name for name in facts.column_names if ":" not in name] == ["centre", "danger_taken", "place"]


def test_none_of_it_is_ever_published() -> None:
    assert "dangers" not in {table.population for table in published_tables.tables()}
