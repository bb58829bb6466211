"""Enquiries find each other by the firm that they name; the rest is linked by hand."""

from dataclasses import replace

import pytest

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.actions import assign_enquiry
from bereg.enquiries.models import Enquiry
from bereg.vault.faults import NotAllowed
from bereg.violations import linking
from bereg.violations.models import Violation
from bereg.violations.queries import alike, named_by_several
from bereg.violations.tests.conftest import SAWMILL, noted, registered, stands
from bereg.violations.texts import Firm, opened
from conftest import make_user

QUITE_ANOTHER = Firm(name="Sunrise", address="Kem, Morskaya 1")


@pytest.mark.parametrize(
    "firm",
    [
        Firm(tax_number="77 0708 3893"),
        Firm(name="OOO Severnyj Les"),
        Firm(address="Onega, Lesnaya 5"),
    ],
)
def test_enquiries_find_each_other_by_number_name_or_address(
    violation: Violation, centre: Centre, operator: User, lawyer: User, firm: Firm
) -> None:
    other = noted(registered(centre, operator), operator, firm=firm)
    noted(registered(centre, operator), operator, firm=QUITE_ANOTHER)
    assert alike(stands(violation), lawyer).numbers == [other.enquiry.number]
    [group] = named_by_several(lawyer)
    assert group.numbers == sorted([violation.enquiry.number, other.enquiry.number])


def test_of_another_centre_the_count_alone_is_seen(violation: Violation, other_centre: Centre, lawyer: User) -> None:
    there = make_user(other_centre, Role.OPERATOR, "Operator there")
    for _ in range(2):
        noted(registered(other_centre, there), there)
    found = alike(stands(violation), lawyer)
    assert (found.here, found.elsewhere, found.count) == ([], {str(other_centre): 2}, 2)
    [group] = named_by_several(lawyer)
    assert (group.numbers, group.elsewhere) == ([violation.enquiry.number], {str(other_centre): 2})


def test_texts_open_once_the_enquiry_is_assigned(
    violation: Violation, enquiry: Enquiry, lawyer: User, operator: User
) -> None:
    with pytest.raises(NotAllowed):
        opened(stands(violation), by=lawyer)
    assign_enquiry(enquiry=enquiry, version=enquiry.version, to=lawyer, by=operator)
    assert opened(stands(violation), by=lawyer) == SAWMILL


def test_a_lawyer_links_by_hand_and_takes_it_back(
    violation: Violation, centre: Centre, operator: User, lawyer: User
) -> None:
    others = [noted(registered(centre, operator), operator, firm=replace(QUITE_ANOTHER, name=n)) for n in ("A1", "B2")]
    for other in others:
        linking.link(violation=stands(violation), number=other.enquiry.number.lower(), by=lawyer)
    assert alike(stands(violation), lawyer).count == 2
    assert alike(stands(others[0]), lawyer).count == 2
    linking.unlink(violation=stands(violation), by=lawyer)
    assert alike(stands(violation), lawyer).count == 0
    with pytest.raises(linking.NotYourLinkError):
        linking.unlink(violation=stands(violation), by=lawyer)


def test_nothing_is_linked_with_itself_with_nothing_or_by_an_operator(
    violation: Violation, centre: Centre, operator: User, lawyer: User, other_centre: Centre
) -> None:
    there = make_user(other_centre, Role.OPERATOR, "Operator there")
    beyond = noted(registered(other_centre, there), there, firm=QUITE_ANOTHER)
    for number in (violation.enquiry.number, beyond.enquiry.number, "XXX-2008-00001"):
        with pytest.raises(linking.NothingToLinkError):
            linking.link(violation=stands(violation), number=number, by=lawyer)
    with pytest.raises(linking.NotYourLinkError):
        linking.link(violation=stands(violation), number=beyond.enquiry.number, by=operator)


def test_one_enquiry_with_two_violations_is_one(violation: Violation, enquiry: Enquiry, operator: User) -> None:
    noted(enquiry, operator, kind="documents")
    supervisor = make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 09")
    assert alike(stands(violation), supervisor).count == 0
    assert named_by_several(supervisor) == []
