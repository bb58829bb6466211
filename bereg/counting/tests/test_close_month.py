"""Closing a month: what it freezes, and where later changes go."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from bereg.accounts.models import User
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.counting import store
from bereg.counting.closing import MonthAlreadyClosedError, NotYetError, OutOfOrderError, close_month
from bereg.counting.facts import FactsMissingError
from bereg.counting.models import Month
from bereg.counting.queries import month_to_close, report_rows
from bereg.counting.tests.conftest import Call, Enquire, facts_file
from bereg.enquiries.actions import correct_enquiry
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter

MAY, JUNE, JULY = date(2007, 5, 1), date(2007, 6, 1), date(2007, 7, 1)
IN_JUNE = datetime(2007, 6, 5, 9, tzinfo=UTC)
IN_JULY = datetime(2007, 7, 5, 9, tzinfo=UTC)


def total(month: date, table: str = "enquiries", code: str = "total", group: str = "all") -> int:
    found = report_rows(month, month, centre="moscow")
    return sum(row.count for row in found if (row.table, row.code, row.group) == (table, code, group))


@pytest.fixture
def closed_may(enquire: Enquire, call: Call, supervisor: User) -> Enquiry:
    """May, closed, with one enquiry of a woman and one silent call."""
    included = enquire(citizenship="RU", gender="female", topics="other")
    call()
    with time_machine.travel(IN_JUNE, tick=False):
        close_month(month=MAY, by=supervisor)
    return included


def test_closing_is_recorded_and_marks_what_is_included(closed_may: Enquiry, supervisor: User) -> None:
    month = Month.objects.get(first_day=MAY)

    assert month.closed_by == supervisor
    assert [(entry.action, entry.actor) for entry in entries_on(month)] == [("month.closed", str(supervisor.pk))]
    assert set(Enquiry._base_manager.values_list("counted_in", flat=True)) == {MAY}
    assert set(Contact._base_manager.values_list("counted_in", flat=True)) == {MAY}
    assert (total(MAY), total(MAY, "contacts", "calls")) == (1, 2)


def test_a_late_entry_counts_in_the_first_open_month_alone(closed_may: Enquiry, enquire: Enquire) -> None:
    enquire("2007-05-20T12:00:00+00:00", gender="male")
    enquire("2007-04-20T12:00:00+00:00", gender="male")
    enquire("2007-06-20T12:00:00+00:00", gender="male")

    assert [total(month) for month in (date(2007, 4, 1), MAY, JUNE, JULY)] == [0, 1, 3, 0]


def test_what_was_late_is_frozen_with_the_month_that_took_it(
    closed_may: Enquiry, enquire: Enquire, supervisor: User
) -> None:
    late = enquire("2007-05-20T12:00:00+00:00")
    with time_machine.travel(IN_JULY, tick=False):
        close_month(month=JUNE, by=supervisor)
    late.refresh_from_db()

    assert late.counted_in == JUNE
    assert [total(month) for month in (MAY, JUNE, JULY)] == [1, 1, 0]


def test_closed_figures_outlive_correction_withdrawal_and_erasure(closed_may: Enquiry, supervisor: User) -> None:
    before = report_rows(MAY, MAY), facts_file("enquiries", MAY)
    corrected = correct_enquiry(
        enquiry=closed_may,
        version=closed_may.version,
        matter=Matter(consent=Consent.YES, answers={"gender": "male"}),
        by=supervisor,
    )
    assert (report_rows(MAY, MAY), facts_file("enquiries", MAY)) == before
    withdraw_consent(enquiry=corrected, by=supervisor)
    assert (report_rows(MAY, MAY), facts_file("enquiries", MAY)) == before
    corrected.delete()
    assert (report_rows(MAY, MAY), facts_file("enquiries", MAY)) == before
    assert total(JUNE) == 0


def test_in_an_open_month_the_withdrawn_keep_count_and_topics_and_the_erased_leave(
    enquire: Enquire, supervisor: User
) -> None:
    enquiry = enquire(citizenship="RU", gender="female", topics="other")
    assert total(MAY, "gender", "female") == 1
    withdraw_consent(enquiry=enquiry, by=supervisor)
    assert (total(MAY), total(MAY, "topic", "other"), total(MAY, "gender", "female")) == (1, 1, 0)
    Enquiry._base_manager.all().delete()
    assert (total(MAY), total(MAY, "topic", "other")) == (0, 0)


def test_the_slower_of_two_supervisors_is_told(closed_may: Enquiry, supervisor: User) -> None:
    with time_machine.travel(IN_JUNE, tick=False), pytest.raises(MonthAlreadyClosedError):
        close_month(month=MAY, by=supervisor)
    assert entries_on(Month(first_day=MAY)).count() == 1


def test_a_month_that_runs_somewhere_is_not_closed(
    enquire: Enquire, supervisor: User, other_centre: Centre, centre: Centre
) -> None:
    enquire()
    other_centre.time_zone = "Asia/Tokyo"
    other_centre.save()
    # It is June in Tokyo and still half past eleven in the evening of 31 May in Moscow.
    with time_machine.travel(datetime(2007, 5, 31, 19, 30, tzinfo=UTC), tick=False), pytest.raises(NotYetError):
        close_month(month=MAY, by=supervisor)
    assert not Month.objects.filter(closed_at__isnull=False).exists()


@pytest.mark.parametrize("month", [JUNE, date(2007, 4, 1)])
def test_months_close_in_order(enquire: Enquire, supervisor: User, month: date) -> None:
    enquire()
    enquire("2007-06-10T12:00:00+00:00")
    with time_machine.travel(IN_JULY, tick=False), pytest.raises(OutOfOrderError) as refused:
        close_month(month=month, by=supervisor)
    assert refused.value.due == MAY


def test_nothing_to_close_where_nothing_was_recorded(centre: Centre, supervisor: User) -> None:
    assert month_to_close() is None
    with pytest.raises(OutOfOrderError):
        close_month(month=MAY, by=supervisor)


def test_a_failed_closing_leaves_the_month_open(
    enquire: Enquire, supervisor: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    enquire()
    (tmp_path / "facts").write_text("a file where the folder should be")
    with time_machine.travel(IN_JUNE, tick=False), pytest.raises(OSError, match="facts"):
        close_month(month=MAY, by=supervisor)
    assert not Month.objects.filter(closed_at__isnull=False).exists()
    assert Enquiry._base_manager.get().counted_in is None


def test_lost_facts_of_a_closed_month_are_not_made_up(closed_may: Enquiry) -> None:
    store.facts_path("enquiries", MAY).unlink()
    for cubes in (store.folder() / "cubes").iterdir():
        cubes.unlink()
    with pytest.raises(FactsMissingError, match="2007-05"):
        report_rows(MAY, MAY)
