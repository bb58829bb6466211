"""An open task gives whoever has it what they need of the enquiry, and ends with it."""

import pytest

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Membership
from bereg.enquiries import actions as enquiries
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.registration import Matter
from bereg.tasks import actions
from bereg.tasks.choices import DropReason, TaskKind
from bereg.tasks.tests.conftest import made, stands
from bereg.vault.classes import Kind

pytestmark = pytest.mark.django_db


def opened(enquiry: Enquiry, person: User) -> set[Kind]:
    """Return the classes of an enquiry's texts that somebody may open."""
    person = User.objects.get(pk=person.pk)  # what they reach is read once for each request
    return {kind for kind in Kind if enquiry.opens(person, kind)}


def test_a_question_lends_the_text_and_not_the_number(enquiry: Enquiry, operator: User, lawyer: User) -> None:
    assert opened(enquiry, lawyer) == set()
    task = made(enquiry, operator, kind=TaskKind.QUESTION, holder=lawyer)
    assert opened(enquiry, lawyer) == {Kind.NARRATIVE}
    actions.answer(task=task, version=1, said="An invented answer.", by=lawyer)
    assert opened(enquiry, lawyer) == set()


def test_a_call_lends_the_number_too(enquiry: Enquiry, operator: User, lawyer: User) -> None:
    task = made(enquiry, operator, holder=lawyer)
    assert opened(enquiry, lawyer) == {Kind.NARRATIVE, Kind.CONTACT}
    actions.drop(task=task, version=1, because=DropReason.NEEDLESS, by=operator)
    assert opened(enquiry, lawyer) == set()


def test_what_is_for_a_role_lends_nothing_until_somebody_takes_it(
    enquiry: Enquiry, operator: User, lawyer: User
) -> None:
    task = made(enquiry, operator, role=Role.LAWYER)
    assert opened(enquiry, lawyer) == set()
    actions.take(task=task, version=1, by=lawyer)
    assert opened(enquiry, lawyer) == {Kind.NARRATIVE, Kind.CONTACT}


def test_it_ends_when_the_task_goes_to_somebody_else(
    enquiry: Enquiry, operator: User, lawyer: User, colleague: User
) -> None:
    task = made(enquiry, operator, holder=lawyer)
    actions.give(task=task, version=1, to=colleague, by=operator)
    assert opened(enquiry, lawyer) == set()
    assert Kind.CONTACT in opened(enquiry, colleague)


def test_it_ends_with_the_consent(enquiry: Enquiry, operator: User, lawyer: User) -> None:
    made(enquiry, operator, holder=lawyer)
    withdraw_consent(enquiry=enquiry, by=operator)
    assert opened(Enquiry._base_manager.get(), lawyer) == set()


def test_it_ends_when_somebody_leaves_the_centre(enquiry: Enquiry, operator: User, lawyer: User) -> None:
    made(enquiry, operator, holder=lawyer)
    Membership.objects.filter(user=lawyer).delete()
    assert opened(enquiry, lawyer) == set()


def test_who_is_lent_the_text_may_not_correct_it(enquiry: Enquiry, operator: User, lawyer: User) -> None:
    task = made(enquiry, operator, holder=lawyer)
    matter = Matter(consent=enquiry.consent)  # type: ignore[arg-type]
    with pytest.raises(enquiries.NotYourEnquiryError):
        enquiries.correct_enquiry(enquiry=enquiry, version=enquiry.version, matter=matter, by=lawyer)
    assert stands(task).is_open
