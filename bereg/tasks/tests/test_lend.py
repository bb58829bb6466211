"""An open task gives whoever has it what they need of the enquiry, and ends with it."""

import datetime as dt

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Membership
from bereg.enquiries import actions as enquiries
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry, EnquiryContact
from bereg.enquiries.registration import Matter
from bereg.tasks import actions
from bereg.tasks.choices import DropReason, TaskKind
from bereg.tasks.models import Task
from bereg.tasks.tests.conftest import made, stands
from bereg.vault.classes import Kind
from conftest import make_user

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


def test_to_a_role_that_reads_no_texts_nothing_is_lent(enquiry: Enquiry, operator: User, lawyer: User) -> None:
    made(enquiry, operator, holder=lawyer)
    User.objects.filter(pk=lawyer.pk).update(role=Role.ANALYST)  # while they still hold the task
    assert opened(enquiry, lawyer) == set()


def test_who_is_lent_the_text_may_not_correct_it(enquiry: Enquiry, operator: User, lawyer: User) -> None:
    task = made(enquiry, operator, holder=lawyer)
    matter = Matter(consent=enquiry.consent)  # type: ignore[arg-type]
    with pytest.raises(enquiries.NotYourEnquiryError):
        enquiries.correct_enquiry(enquiry=enquiry, version=enquiry.version, matter=matter, by=lawyer)
    assert stands(task).is_open


def lent_anew(task: Task, to: User | Role, by: User) -> None:
    with pytest.raises(actions.LendsTooMuchError):
        actions.give(task=task, version=task.version, to=to, by=by)


def test_nobody_promises_themselves_a_colleagues_number(
    enquiry: Enquiry, operator: User, colleague: User, supervisor: User
) -> None:
    assert opened(enquiry, colleague) == {Kind.NARRATIVE, Kind.CODE_WORD}  # the enquiry is new
    for whom in ({"holder": colleague}, {"role": Role.OPERATOR}):
        with pytest.raises(actions.LendsTooMuchError):
            made(enquiry, colleague, **whom)
    assert made(enquiry, colleague, kind=TaskKind.VERIFY)
    Enquiry._base_manager.update(opened_at=timezone.now() - dt.timedelta(days=60))
    EnquiryContact._base_manager.update(makes_recent=False)
    with pytest.raises(actions.LendsTooMuchError):
        made(stands_now(enquiry), colleague, kind=TaskKind.VERIFY)
    for may in ({"holder": operator}, {"holder": supervisor}, {"role": Role.SUPERVISOR}):
        assert made(stands_now(enquiry), colleague, **may)


def test_what_was_promised_for_whoever_may_open_it_does_not_come_back(
    enquiry: Enquiry, operator: User, colleague: User, supervisor: User, lawyer: User
) -> None:
    task = made(enquiry, colleague, holder=operator)
    for to in (colleague, lawyer, Role.OPERATOR, Role.LAWYER):
        lent_anew(task, to, colleague)
    Membership.objects.filter(user=operator).delete()  # what is left behind is for others of the role
    with pytest.raises(actions.LendsTooMuchError):
        actions.take(task=task, version=1, by=colleague)
    actions.give(task=task, version=1, to=colleague, by=supervisor)
    assert Kind.CONTACT in opened(enquiry, colleague)


def test_what_was_lent_goes_on_and_is_not_lent_again(enquiry: Enquiry, operator: User, colleague: User) -> None:
    task = made(enquiry, operator, holder=colleague)
    with pytest.raises(actions.LendsTooMuchError):
        made(enquiry, colleague)
    third = make_user(enquiry.centre, Role.OPERATOR, "Operator 08")
    actions.give(task=task, version=1, to=third, by=colleague)
    assert Kind.CONTACT in opened(enquiry, third)
    assert Kind.CONTACT not in opened(enquiry, colleague)


def stands_now(enquiry: Enquiry) -> Enquiry:
    return Enquiry._base_manager.select_related("centre").get(pk=enquiry.pk)
