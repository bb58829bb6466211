"""A third universe is counted by its declaration and the catalogue alone."""

from datetime import UTC, date, datetime

import pyarrow.parquet as pq
import pytest
import time_machine

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.counting import store
from bereg.counting.closing import close_month
from bereg.counting.facts import FactsMissingError
from bereg.counting.models import Month
from bereg.counting.queries import month_to_close, recorded_months, report_rows
from bereg.counting.tests.conftest import Enquire, facts_file
from bereg.counting.tests.visits import Declare, Visit, declare, visit
from bereg.counting.wording import Labels

__all__ = ["declare"]
MAY, JUNE = date(2007, 5, 1), date(2007, 6, 1)
IN_JUNE, IN_JULY = datetime(2007, 6, 5, 9, tzinfo=UTC), datetime(2007, 7, 5, 9, tzinfo=UTC)


def counted(month: date, centre: str | None = None) -> dict[tuple[str, str, str], int]:
    """What a month's report says of visits."""
    rows = report_rows(month, month, centre=centre)
    return {(row.table, row.centre, row.code): row.count for row in rows if row.table in {"visits", "purpose"}}


def close(month: date, at: datetime, by: User) -> None:
    with time_machine.travel(at, tick=False):
        close_month(month=month, by=by)


def test_it_is_counted_by_centre_and_code(declare: Declare, centre: Centre, other_centre: Centre) -> None:
    declare()
    for at, purpose in ((centre, "tea"), (centre, "advice"), (centre, "tea"), (other_centre, "tea")):
        visit(at, "2007-05-10T12:00:00+00:00", purpose)

    assert (month_to_close(), str(recorded_months())) == (MAY, "2007-05")
    assert counted(MAY, "moscow") == {
        ("visits", "moscow", "total"): 3,
        ("purpose", "moscow", "advice"): 1,
        ("purpose", "moscow", "tea"): 2,
    }
    assert counted(MAY)["purpose", "all", "tea"] == 3
    assert Labels().of("purpose", "tea") == "Tea"
    facts = pq.read_table(store.facts_path("visits", MAY))
    assert [name for name in facts.column_names if ":" not in name] == ["centre", "purpose", "place"]


def test_closing_marks_it_and_what_comes_late_counts_in_the_next_month(
    declare: Declare, centre: Centre, supervisor: User
) -> None:
    declare()
    visit(centre, "2007-05-10T12:00:00+00:00", "tea")
    close(MAY, IN_JUNE, supervisor)
    visit(centre, "2007-05-11T12:00:00+00:00", "advice")

    assert Visit._base_manager.filter(counted_in=MAY).count() == 1
    assert "visits" in Month.objects.get(first_day=MAY).universes.split()
    assert [counted(month)["visits", "all", "total"] for month in (MAY, JUNE)] == [1, 1]


def test_months_closed_before_it_came_stay_as_they_are(
    declare: Declare, centre: Centre, enquire: Enquire, supervisor: User
) -> None:
    enquire(citizenship="RU", gender="female")
    close(MAY, IN_JUNE, supervisor)
    before, facts = report_rows(MAY, MAY), facts_file("enquiries", MAY)
    declare()
    visit(centre, "2007-05-10T12:00:00+00:00", "tea")

    assert [row for row in report_rows(MAY, MAY) if row.table != "visits"] == before
    assert [counted(month)["visits", "all", "total"] for month in (MAY, JUNE)] == [0, 1]
    assert (facts_file("enquiries", MAY), store.facts_path("visits", MAY).exists()) == (facts, False)
    may = Month.objects.get(first_day=MAY)
    assert may.digest == store.facts_digest(MAY, may.universes.split())
    assert "visits" not in may.universes
    close(JUNE, IN_JULY, supervisor)
    assert counted(JUNE)["visits", "all", "total"] == 1


def test_its_lost_facts_are_not_made_up(declare: Declare, centre: Centre, supervisor: User) -> None:
    declare()
    visit(centre, "2007-05-10T12:00:00+00:00", "tea")
    close(MAY, IN_JUNE, supervisor)
    store.facts_path("visits", MAY).unlink()
    for cubes in (store.folder() / "cubes").iterdir():
        cubes.unlink()
    with pytest.raises(FactsMissingError, match="2007-05"):
        report_rows(MAY, MAY)
