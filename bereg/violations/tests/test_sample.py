"""The demonstration: invented firms that several enquiries name."""

import datetime as dt

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.violations.grounds import ground_of
from bereg.violations.keys import is_tax_number
from bereg.violations.models import CheckRequest, TrendNotice, Violation, ViolationEvent
from bereg.violations.queries import named_by_several
from bereg.violations.sample import FIRMS, sample
from bereg.violations.tests.conftest import registered


def test_the_sample_has_violations_and_firms_that_several_name(centre: Centre, operator: User, lawyer: User) -> None:
    for _ in range(40):
        registered(centre, operator, region="RU-ARK")
    sample(centre)
    made = Violation._base_manager.all()
    assert {each.kind for each in made} == {"wages"}
    assert {each.told_further for each in made} == {"agreed", "not_asked", "refused"}
    assert named_by_several(lawyer)


def test_a_notice_waits_for_a_signature_and_a_check_for_a_second_enquiry(
    centre: Centre, operator: User, lawyer: User, ministry: ReferenceEntry
) -> None:
    for _ in range(40):
        registered(centre, operator, region="RU-ARK")
    past = dt.datetime(2008, 2, 14, 9, tzinfo=dt.UTC)
    Enquiry._base_manager.update(opened_at=past, assignee=lawyer)
    sample(centre)
    assert [each.dispatch.state for each in TrendNotice._base_manager.all()] == ["drafted"]
    made = CheckRequest._base_manager.select_related("violation__enquiry", "enquiry")
    assert ground_of(made.get(dispatch=None)) is None


def test_authorities_were_told_of_some_and_answered(
    centre: Centre, operator: User, supervisor: User, lawyer: User, ministry: ReferenceEntry
) -> None:
    for number in range(90):
        made = registered(centre, operator, region="RU-ARK")
        opened_at = dt.datetime(2007, 5 + number % 2 * 3, 14, 9, tzinfo=dt.UTC)
        Enquiry._base_manager.filter(pk=made.pk).update(opened_at=opened_at, assignee=lawyer)
    sample(centre)
    told = ViolationEvent._base_manager.exclude(step="raised")
    assert {(each.step, each.way) for each in told} >= {("forwarded", "notice"), ("forwarded", "check")}
    assert told.filter(step="answered").exists()
    [sent] = TrendNotice._base_manager.exclude(dispatch__state="drafted")
    assert told.filter(step="forwarded", dispatch=sent.dispatch).count() == sent.matters.count()
    assert {each.at.year for each in told} == {2007}


def test_numbers_of_invented_firms_are_spelled_as_real_ones() -> None:
    assert all(is_tax_number(firm.tax_number) for firm in FIRMS if firm.tax_number)
