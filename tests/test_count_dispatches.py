"""What leaves the house is counted step by step, each in its own month; a closed month stays."""

import datetime as dt

import pytest

from bereg.accounts.models import User
from bereg.centres.clock import in_zone
from bereg.counting.closing import close_month
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import Enquire, call, enquire, own_folder, version
from bereg.dispatch import answering
from bereg.dispatch.answering import Reply
from bereg.dispatch.choices import DispatchResult, RecipientAnswer
from bereg.dispatch.models import Dispatch, DispatchEvent
from bereg.enquiries.models import Enquiry
from tests.outside import send_rescue
from tests.told import entry_of

__all__ = ["call", "enquire", "own_folder", "version"]

MAY, JULY = dt.date(2007, 5, 1), dt.date(2007, 7, 1)


def counted(table: str, month: dt.date = MAY) -> dict[str, int]:
    rows = report_rows(month, month)
    return {row.code: row.count for row in rows if row.table == table and row.count and row.centre == "all"}


def stands(made: Dispatch) -> Dispatch:
    return Dispatch._base_manager.select_related("centre", "enquiry__centre", "enquiry__assignee").get(pk=made.pk)


@pytest.fixture
def sent(enquire: Enquire, operator: User, supervisor: User) -> Dispatch:
    """A rescue request that left in May."""
    enquiry: Enquiry = enquire(citizenship="UZ")
    enquiry.refresh_from_db()
    Enquiry._base_manager.filter(pk=enquiry.pk).update(assignee=operator)
    enquiry = Enquiry._base_manager.select_related("centre", "assignee").get(pk=enquiry.pk)
    police = entry_of("organisation", "Invented police", by=supervisor, content={"sort": "police", "phones": ["00-02"]})
    made = send_rescue(enquiry, police, "An invented address.", operator)
    in_may = dt.datetime(2007, 5, 20, 9, tzinfo=dt.UTC)
    Dispatch._base_manager.filter(pk=made.pk).update(sent_at=in_may)
    DispatchEvent._base_manager.filter(dispatch=made).update(at=in_may)
    return stands(made)


def test_each_step_counts_in_its_own_month(sent: Dispatch, operator: User, supervisor: User) -> None:
    assert counted("dispatches") == {"total": 1}
    assert counted("dispatch_kind") == {"rescue": 1}
    assert counted("dispatch_body") == {"state": 1}
    assert counted("dispatch_ground") == {"danger": 1}
    close_month(month=MAY, by=supervisor)
    for answer in (RecipientAnswer.ACCEPTED, RecipientAnswer.ACTED):
        now = stands(sent)
        answering.note_reply(dispatch=now, version=now.version, reply=Reply(answer), by=operator)
    answering.end(dispatch=stands(sent), version=stands(sent).version, result=DispatchResult.HELPED, by=operator)
    in_july = dt.datetime(2007, 7, 20, 9, tzinfo=dt.UTC)
    DispatchEvent._base_manager.filter(counted_in=None).update(at=in_july)
    DispatchEvent._base_manager.filter(step="answered").update(days=61)
    assert in_zone(in_july, sent.centre).month == JULY.month
    assert counted("dispatch_step") == {"sent": 1}  # the closed month stays as it was
    assert counted("dispatch_step", JULY) == {"answered": 1, "answered_again": 1, "ended": 1}
    assert counted("dispatch_answer", JULY) == {"accepted": 1, "acted": 1}
    assert counted("dispatch_result", JULY) == {"helped": 1}
    assert counted("dispatch_time", JULY) == {"under_90d": 1}


def test_a_mistake_is_in_no_figure(sent: Dispatch) -> None:
    Enquiry._base_manager.update(mistake="test")
    assert counted("dispatches") == {}
