"""An enquiry that passes between centres is counted once, by the centre that it came to first."""

import datetime as dt
from uuid import uuid4

import pyarrow.parquet as pq

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.consultations import actions as consultations
from bereg.counting import store
from bereg.counting.closing import close_month
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import Enquire, call, enquire, own_folder, version
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.transfers import accepting, actions
from bereg.transfers.actions import Offering
from bereg.transfers.choices import DeclineReason, Ground
from bereg.transfers.models import Transfer

__all__ = ["call", "enquire", "own_folder", "version"]

MAY = dt.date(2007, 5, 1)
IN_MAY = dt.datetime(2007, 5, 20, 9, tzinfo=dt.UTC)


def passed_on(enquiry: Enquiry, to: Centre, by: User, there: User) -> Enquiry:
    """Pass an enquiry on in the month in which it came."""
    offering = Offering(to, Ground.AGREED, ["answers"], enquiry.version)
    sent = actions.offer(id=uuid4(), enquiry=enquiry, offering=offering, by=by)
    made = accepting.accept(transfer=sent, by=there)
    Enquiry._base_manager.filter(pk=made.pk).update(opened_at=IN_MAY, entered_at=IN_MAY)
    return Enquiry._base_manager.select_related("centre").get(pk=made.pk)


def now(enquiry: Enquiry) -> Enquiry:
    return Enquiry._base_manager.select_related("centre").get(pk=enquiry.pk)


def counted(table: str) -> dict[tuple[str, str], int]:
    rows = [row for row in report_rows(MAY, MAY) if row.table == table and row.count and row.group == "all"]
    return {(row.centre, row.code): row.count for row in rows}


def test_no_figure_counts_it_twice_open_or_closed(
    enquire: Enquire, other_centre: Centre, other_operator: User, supervisor: User
) -> None:
    enquiry = enquire(citizenship="UZ", gender="female")
    before = {table: counted(table) for table in ("enquiries", "gender", "centre")}
    assert before["enquiries"]["all", "total"] == 1
    made = passed_on(enquiry, other_centre, supervisor, other_operator)
    assert made.answers == enquiry.answers
    assert {table: counted(table) for table in before} == before
    close_month(month=MAY, by=supervisor)
    assert {table: counted(table) for table in before} == before
    assert pq.read_table(store.facts_path("enquiries", MAY)).num_rows == 1
    marks = dict(Enquiry._base_manager.values_list("is_received", "counted_in"))
    assert marks == {False: MAY, True: None}


def test_advice_there_is_counted_as_advice_and_not_as_another_matter(
    enquire: Enquire, other_centre: Centre, other_operator: User, supervisor: User, operator: User
) -> None:
    enquiry = enquire(gender="female")
    Enquiry._base_manager.filter(pk=enquiry.pk).update(assignee=operator)
    made = passed_on(enquiry, other_centre, supervisor, other_operator)
    given = consultations.Given(kind="advice", way="phone", minutes=25, given_on=IN_MAY.date())
    consultations.write(id=uuid4(), enquiry=made, given=given, by=other_operator)
    assert counted("consultations")["all", "total"] == 1
    assert counted("consulted") == {}


def test_the_staff_see_how_offers_were_answered_at_the_centre_that_was_asked(
    enquire: Enquire, other_centre: Centre, other_operator: User, supervisor: User
) -> None:
    taken, left = enquire(gender="female"), enquire(gender="male")
    passed_on(taken, other_centre, supervisor, other_operator)
    offering = Offering(other_centre, Ground.AGREED, [], left.version)
    sent = actions.offer(id=uuid4(), enquiry=left, offering=offering, by=supervisor)
    assert counted("transfers") == {}  # nobody has answered it yet, and the other one not in May
    actions.decline(transfer=sent, because=DeclineReason.CAPACITY, by=other_operator)
    Transfer._base_manager.update(answered_at=IN_MAY)
    totals = {(centre, "total"): 2 for centre in ("all", other_centre.code)}
    states = {(centre, code): 1 for centre in ("all", other_centre.code) for code in ("accepted", "not_taken")}
    assert (counted("transfers"), counted("transfer_state")) == (totals, states)
    close_month(month=MAY, by=supervisor)
    withdraw_consent(enquiry=now(taken), by=supervisor)
    assert (counted("transfers"), counted("transfer_state")) == (totals, states)  # a closed month stays
