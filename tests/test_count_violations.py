"""Violations are counted step by step, each in its own month; a closed month stays."""

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.counting.closing import close_month
from bereg.counting.months import Period
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import own_folder
from bereg.dispatch import answering
from bereg.dispatch.answering import Reply
from bereg.dispatch.choices import RecipientAnswer
from bereg.dispatch.models import Dispatch
from bereg.dispatch.tests.conftest import by_two, send
from bereg.dispatch.tests.conftest import stands as dispatch_now
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.publishing import attacking
from bereg.publishing.attacking import as_counted
from bereg.publishing.frames import Frame
from bereg.reference.models import ReferenceEntry
from bereg.violations import actions
from bereg.violations.models import Violation, ViolationEvent
from bereg.violations.tests.checks import asked, drafted
from bereg.violations.tests.conftest import enquiry, lawyer, ministry, noted, registered, said, stands, violation
from bereg.violations.tests.test_notices import permits, written
from tests.outside import send_rescue

__all__ = ["by_two", "enquiry", "lawyer", "ministry", "own_folder", "violation"]

MAY, JULY = dt.date(2007, 5, 1), dt.date(2007, 7, 1)
PUBLISHED = {"forwarded", "searched"}
Signed = Callable[[Dispatch, User], Dispatch]


def counted(table: str, month: dt.date = MAY) -> dict[str, int]:
    rows = report_rows(month, month)
    return {row.code: row.count for row in rows if row.table == table and row.count and row.centre == "all"}


def put_into(month: dt.date) -> None:
    """Let whatever no closed month counts have happened in a month."""
    at = dt.datetime.combine(month.replace(day=20), dt.time(9), tzinfo=dt.UTC)
    ViolationEvent._base_manager.filter(counted_in=None).update(at=at)


def test_a_violation_counts_when_it_is_raised_by_its_type(
    violation: Violation, centre: Centre, operator: User, supervisor: User
) -> None:
    put_into(MAY)
    assert counted("violation_type") == {"wages": 1}
    actions.change(violation=stands(violation), version=1, said=said(centre, kind="documents"), by=operator)
    assert counted("violation_type") == {"documents": 1}
    close_month(month=MAY, by=supervisor)
    actions.change(violation=stands(violation), version=2, said=said(centre, kind="agency"), by=operator)
    assert counted("violation_type") == {"documents": 1}  # the closed month stays as it was
    assert counted("violation_step") == {"raised": 1}


@pytest.mark.parametrize("closed", [False, True])
def test_what_is_taken_off_or_withdrawn_leaves_open_months_alone(
    closed: bool, violation: Violation, enquiry: Enquiry, operator: User, supervisor: User
) -> None:
    other = noted(enquiry, operator)
    put_into(MAY)
    if closed:
        close_month(month=MAY, by=supervisor)
    actions.remove(violation=stands(other), version=1, by=operator)
    withdraw_consent(enquiry=stands(violation).enquiry, by=operator)
    assert not ViolationEvent._base_manager.exists()
    assert counted("violations") == ({"total": 2} if closed else {})


def test_a_notice_forwards_each_of_its_matters_and_is_answered_for_each(  # noqa: PLR0917 - fixtures
    centre: Centre, operator: User, supervisor: User, lawyer: User, ministry: ReferenceEntry, by_two: Signed
) -> None:
    permits(centre, operator, 5)
    put_into(MAY)
    close_month(month=MAY, by=supervisor)
    made = send(by_two(dispatch_now(written(centre, ministry, lawyer)), lawyer), lawyer)
    put_into(JULY)
    assert counted("violation_told", JULY) == {"permit": 5}
    assert counted("violation_way", JULY) == {"notice": 5}
    for answer in (RecipientAnswer.ASKS, RecipientAnswer.ACTED, RecipientAnswer.ACTED):
        now = dispatch_now(made)
        answering.note_reply(dispatch=now, version=now.version, reply=Reply(answer), by=lawyer)
    put_into(JULY)
    assert counted("violation_step", JULY) == {"forwarded": 5, "answered": 5, "acted": 5}
    assert counted("violation_step") == {"raised": 5}
    assert counted("violation_type", JULY) == {}


def test_a_check_request_forwards_one(
    violation: Violation, lawyer: User, operator: User, ministry: ReferenceEntry, by_two: Signed
) -> None:
    made = dispatch_now(drafted(asked(violation, lawyer, operator), ministry, lawyer))
    made = send(by_two(made, lawyer), lawyer)
    answering.note_reply(dispatch=made, version=made.version, reply=Reply(RecipientAnswer.ACTED), by=lawyer)
    put_into(MAY)
    assert counted("violation_step") == {"raised": 1, "forwarded": 1, "answered": 1, "acted": 1}
    assert counted("violation_way") == {"check": 1}
    assert counted("violation_told") == {"wages": 1}


def test_a_mistake_is_in_no_figure(violation: Violation) -> None:
    put_into(MAY)
    Enquiry._base_manager.update(mistake="test")
    assert counted("violations") == {}


def test_other_letters_forward_no_violation(violation: Violation, operator: User, ministry: ReferenceEntry) -> None:
    send_rescue(stands(violation).enquiry, ministry, "An invented address.", operator)
    assert set(ViolationEvent._base_manager.values_list("step", flat=True)) == {"raised"}


def test_a_form_sent_twice_is_raised_once(enquiry: Enquiry, centre: Centre, operator: User) -> None:
    own = uuid4()
    actions.raise_violation(id=own, enquiry=enquiry, said=said(centre), by=operator)
    with pytest.raises(actions.RaisedBeforeError):
        actions.raise_violation(id=own, enquiry=enquiry, said=said(centre), by=operator)
    assert ViolationEvent._base_manager.count() == 1


def test_violations_of_other_centres_count_there(
    other_centre: Centre, other_operator: User, violation: Violation
) -> None:
    noted(registered(other_centre, other_operator), other_operator)
    put_into(MAY)
    rows = {row.centre: row.count for row in report_rows(MAY, MAY) if row.table == "violations"}
    assert rows["all"] == 2
    assert rows[other_centre.code] == 1


def published(first: dt.date = MAY, last: dt.date = JULY) -> dict[str, int]:
    """What would be published of these months without any noise, and without the zeros."""
    every = attacking.counted(Period(first, last), Frame.now(), as_counted)
    return {f"{each.table} {each.code}": each.count for each in every if each.table in PUBLISHED and each.count}


def test_an_authority_is_told_of_a_matter_once_in_what_is_published_however_many_letters(  # noqa: PLR0917 - fixtures
    centre: Centre, operator: User, supervisor: User, lawyer: User, ministry: ReferenceEntry, by_two: Signed
) -> None:
    first, *_others = permits(centre, operator, 5, told_further="agreed")
    send(by_two(dispatch_now(written(centre, ministry, lawyer)), lawyer), lawyer)
    put_into(MAY)
    assert published() == {"forwarded forwarded": 5}
    assert published(MAY, MAY) == {}
    close_month(month=MAY, by=supervisor)
    check = dispatch_now(drafted(asked(first, lawyer, operator), ministry, lawyer))
    send(by_two(check, lawyer), lawyer)
    put_into(JULY)
    assert counted("violation_way", JULY) == {"check": 1}
    assert published() == {"forwarded forwarded": 5}
