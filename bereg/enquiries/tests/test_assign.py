"""Who may see, read, correct, take over and hand over one enquiry; and that lists say the same."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction

from bereg.accounts.models import Notice, User
from bereg.accounts.permissions import Permission
from bereg.accounts.roles import Role
from bereg.audit.tests.entries import entries_on
from bereg.centres.models import Centre, Membership
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.contacts.models import Contact
from bereg.enquiries import access
from bereg.enquiries.access import assignable, may_assign
from bereg.enquiries.actions import NotYourEnquiryError, StaleEnquiryError, assign_enquiry, correct_enquiry
from bereg.enquiries.contact_corrections import correct_contact
from bereg.enquiries.drafts import correction_draft_id, save_draft
from bereg.enquiries.joining import join_caller, join_contact
from bereg.enquiries.models import Draft, Enquiry, TextSearch
from bereg.enquiries.outcomes import Consent, Outcome
from bereg.enquiries.queries import drafts_of, enquiries_for, reached_by
from bereg.enquiries.registration import Matter
from bereg.enquiries.tests.conftest import NEW_YEAR_IN_MOSCOW
from bereg.vault.classes import Kind
from conftest import make_user
from tests.opened import text_of

RIGHTS = {
    Permission.ENQUIRY_READ: lambda user, enquiry: enquiry in enquiries_for(user),
    Permission.NARRATIVE_READ: access.may_read_text,
    Permission.ENQUIRY_CORRECT: access.may_write,
    Permission.CALL_BACK_READ: access.may_read_contact,
}
SOON, LATE = NEW_YEAR_IN_MOSCOW + dt.timedelta(days=29), NEW_YEAR_IN_MOSCOW + dt.timedelta(days=31)
# May see, read the text, correct, read how to reach the person: of a colleague's enquiry, and of one's own.
OTHERS_SOON = {Role.OPERATOR: "yes yes no no", Role.SUPERVISOR: "yes yes yes yes"}
OTHERS_LATE = {Role.OPERATOR: "yes no no no", Role.SUPERVISOR: "yes yes yes yes"}
OWN = dict.fromkeys((Role.OPERATOR, Role.LAWYER, Role.PSYCHOLOGIST, Role.SUPERVISOR), "yes yes yes yes")


@pytest.fixture
def colleague(centre: Centre) -> Callable[[Role], User]:
    return lambda role: make_user(centre, role, f"A {role}")


def give(enquiry: Enquiry, to: User) -> Enquiry:
    Enquiry._base_manager.filter(pk=enquiry.pk).update(assignee=to)
    return Enquiry._base_manager.get(pk=enquiry.pk)


CASES = {"soon": (SOON, False, OTHERS_SOON), "late": (LATE, False, OTHERS_LATE)}
CASES |= {"own, soon": (SOON, True, OWN), "own, late": (LATE, True, OWN)}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("role", Role)
def test_each_role_reaches_what_the_table_says_one_by_one_and_in_lists(
    enquiry: Enquiry, colleague: Callable[[Role], User], other_centre: Centre, role: Role, case: str
) -> None:
    at, is_own, expected = CASES[case]
    person = colleague(role)
    stranger = make_user(other_centre, role, f"Another {role}")
    enquiry = give(enquiry, person) if is_own else enquiry
    rights = expected.get(role, "no no no no").split()
    with time_machine.travel(at, tick=False):
        for (permission, may), right in zip(RIGHTS.items(), rights, strict=True):
            assert may(person, enquiry) == reached_by(person, permission).exists() == (right == "yes"), permission
            assert not may(stranger, enquiry)
            assert not reached_by(stranger, permission).exists()
        _see, text, _write, contact = (right == "yes" for right in rights)
        assert (enquiry.opens(person, Kind.NARRATIVE), enquiry.opens(person, Kind.CONTACT)) == (text, contact)
        assert not any(
            enquiry.opens(person, kind) for kind in set(Kind) - {Kind.NARRATIVE, Kind.CODE_WORD, Kind.CONTACT}
        )
        assert enquiry.opens(person, Kind.CODE_WORD) == enquiry.opens(person, Kind.NARRATIVE)
    assert enquiries_for(person).exists() == (rights[0] == "yes")


@pytest.mark.parametrize("role", Role)
def test_interns_are_guided_with_ones_own_by_whoever_may_correct_it(
    enquiry: Enquiry, colleague: Callable[[Role], User], role: Role
) -> None:
    person = colleague(role)
    assert access.may_guide(person, enquiry) is (role == Role.SUPERVISOR)
    assert access.may_guide(person, give(enquiry, person)) is (role in OWN)


def test_who_is_no_longer_at_the_centre_reaches_nothing_of_their_own(enquiry: Enquiry, operator: User) -> None:
    Membership.objects.filter(user=operator).delete()
    gone = User.objects.get(pk=operator.pk)
    assert enquiry.assignee == gone
    for permission, may in RIGHTS.items():
        assert not may(gone, enquiry)
        assert not reached_by(gone, permission).exists()


def test_a_new_contact_opens_the_text_for_another_30_days(
    enquiry: Enquiry, contact: ContactFields, operator: User, colleague: Callable[[Role], User]
) -> None:
    other = colleague(Role.OPERATOR)
    later = replace(contact, id=enquiry.centre_id, channel=Channel.LETTER, started_at=SOON)
    join_contact(enquiry=enquiry, contact=later, by=operator)
    for days, is_open in ((29, True), (31, False)):
        with time_machine.travel(SOON + dt.timedelta(days=days), tick=False):
            assert access.may_read_text(other, enquiry) is is_open
            assert reached_by(other, Permission.NARRATIVE_READ).exists() is is_open
            assert access.may_take_over(other, enquiry) is is_open


def test_who_registers_an_enquiry_is_assigned_to_it(enquiry: Enquiry, operator: User) -> None:
    assert enquiry.assignee == operator


@pytest.mark.parametrize("role", [Role.LAWYER, Role.PSYCHOLOGIST])
def test_it_is_handed_over_with_a_record_and_a_notice(
    enquiry: Enquiry, operator: User, colleague: Callable[[Role], User], role: Role
) -> None:
    counsel = colleague(role)
    assert enquiry not in enquiries_for(counsel)
    assign_enquiry(enquiry=enquiry, version=1, to=counsel, by=operator)
    now = Enquiry._base_manager.get()
    assert (now.assignee, now.version) == (counsel, 2)
    assert access.may_write(counsel, now)
    assert not access.may_write(operator, now)
    last = list(entries_on(enquiry))[-1]
    assert (last.action, last.actor, last.because) == ("enquiry.assigned", str(operator.pk), str(counsel.pk))
    assert Notice.objects.get().person == counsel


def test_a_text_that_was_open_meanwhile_is_not_saved(
    enquiry: Enquiry, operator: User, supervisor: User, colleague: Callable[[Role], User]
) -> None:
    assign_enquiry(enquiry=enquiry, version=1, to=colleague(Role.LAWYER), by=supervisor)
    late = Matter(consent=Consent.YES, narrative="Late.")
    with pytest.raises(StaleEnquiryError), transaction.atomic():
        correct_enquiry(enquiry=enquiry, version=1, matter=late, by=operator)  # as it stood when the page was shown
    with pytest.raises(NotYourEnquiryError), transaction.atomic():
        correct_enquiry(enquiry=Enquiry._base_manager.get(), version=2, matter=late, by=operator)
    assert "Late." not in text_of(Enquiry._base_manager.get())


def test_the_slower_of_two_assigns_nothing(
    enquiry: Enquiry, operator: User, supervisor: User, colleague: Callable[[Role], User]
) -> None:
    lawyer, psychologist = colleague(Role.LAWYER), colleague(Role.PSYCHOLOGIST)
    assign_enquiry(enquiry=enquiry, version=1, to=lawyer, by=operator)
    with pytest.raises(StaleEnquiryError), transaction.atomic():
        assign_enquiry(enquiry=enquiry, version=1, to=psychologist, by=supervisor)
    assert Enquiry._base_manager.get().assignee == lawyer


def test_an_operator_hands_their_own_over_to_counsel_and_a_supervisor_anything_to_anybody(
    enquiry: Enquiry, operator: User, supervisor: User, other_operator: User, colleague: Callable[[Role], User]
) -> None:
    people = {role: colleague(role) for role in Role}
    counsel = [people[Role.LAWYER], people[Role.PSYCHOLOGIST]]
    assert assignable(operator, enquiry) == counsel
    assert set(assignable(supervisor, enquiry)) == {*counsel, people[Role.OPERATOR], people[Role.SUPERVISOR]}
    for other in (people[Role.OPERATOR], *counsel, people[Role.ANALYST], people[Role.ADMIN], other_operator):
        assert assignable(other, enquiry) == []
        assert not any(may_assign(other, enquiry, to) for to in people.values() if to != other)
    for nobody in (people[Role.INTERN], people[Role.ADMIN], other_operator, operator):
        assert not may_assign(supervisor, enquiry, nobody)
    people[Role.LAWYER].closed_at = NEW_YEAR_IN_MOSCOW
    people[Role.LAWYER].save()
    assert assignable(operator, enquiry) == counsel[1:]


@pytest.mark.parametrize(("at", "role", "may"), [(SOON, Role.OPERATOR, True), (LATE, Role.OPERATOR, False),
                                                  (LATE, Role.SUPERVISOR, True), (SOON, Role.LAWYER, False),
                                                  (SOON, Role.ADMIN, False)])  # fmt: skip
def test_an_operator_takes_over_while_it_is_recent(
    enquiry: Enquiry, colleague: Callable[[Role], User], at: dt.datetime, role: Role, may: bool
) -> None:
    person = colleague(role)
    with time_machine.travel(at, tick=False):
        if not may:
            with pytest.raises(NotYourEnquiryError), transaction.atomic():
                assign_enquiry(enquiry=enquiry, version=1, to=person, by=person)
        else:
            assign_enquiry(enquiry=enquiry, version=1, to=person, by=person)
    assert (Enquiry._base_manager.get().assignee == person) is may
    assert not Notice.objects.exists()


def test_the_code_word_that_a_person_says_opens_an_old_one(
    enquiry: Enquiry, contact: ContactFields, colleague: Callable[[Role], User]
) -> None:
    other, later = colleague(Role.OPERATOR), replace(contact, id=enquiry.centre_id, started_at=LATE)
    with time_machine.travel(LATE, tick=False):
        now = join_caller(enquiry=enquiry, contact=later, by=other, said_word=True)
        assert access.may_write(other, now)
        again = join_caller(enquiry=now, contact=later, by=other, said_word=True)
        assert again.version == now.version == 2  # theirs already
    assert not Notice.objects.exists()
    assert [each.because for each in entries_on(enquiry) if each.action == "enquiry.contact_joined"] == ["code_word"]


def test_the_number_opens_an_old_one_to_nobody_and_whoever_is_responsible_is_told(
    enquiry: Enquiry, contact: ContactFields, operator: User, colleague: Callable[[Role], User]
) -> None:
    other, third, later = colleague(Role.OPERATOR), colleague(Role.SUPERVISOR), LATE + dt.timedelta(minutes=5)
    outsider = make_user(enquiry.centre, Role.OPERATOR, "Operator 77")
    with time_machine.travel(later, tick=False):
        for _ in range(2):
            further = replace(contact, id=enquiry.centre_id, started_at=later)
            now = join_caller(enquiry=enquiry, contact=further, by=other, said_word=False)
        for person in (other, outsider):
            assert not access.may_read_text(person, now)
            assert not access.may_take_over(person, now)
            assert not reached_by(person, Permission.NARRATIVE_READ).exists()
        assert (now.assignee, now.version) == (operator, 1)
        assert [notice.person for notice in Notice.objects.all()] == [operator]
        User.objects.filter(pk=operator.pk).update(closed_at=later)
        join_caller(enquiry=enquiry, contact=replace(further, id=operator.pk), by=other, said_word=False)
        assert third in {notice.person for notice in Notice.objects.all()}


@pytest.mark.parametrize("said_word", [True, False])
@pytest.mark.parametrize("case", [(Role.LAWYER, SOON), (Role.PSYCHOLOGIST, LATE)], ids=["soon", "late"])
def test_a_caller_takes_nothing_away_from_counsel(
    enquiry: Enquiry,
    contact: ContactFields,
    colleague: Callable[[Role], User],
    case: tuple[Role, dt.datetime],
    said_word: bool,
) -> None:
    role, at = case
    counsel, other = colleague(role), colleague(Role.OPERATOR)
    given = give(enquiry, counsel)
    with time_machine.travel(at, tick=False):
        further = replace(contact, id=enquiry.centre_id, started_at=at)
        now = join_caller(enquiry=given, contact=further, by=other, said_word=said_word)
        assert (now.assignee, now.version) == (counsel, given.version)
        assert access.may_read_text(other, now) is (said_word or at == SOON)
        assert [notice.person for notice in Notice.objects.all()] == [counsel]
        User.objects.filter(pk=counsel.pk).update(closed_at=at)  # whoever is gone keeps nothing from a caller
        further = replace(further, id=counsel.pk)
        assert (join_caller(enquiry=now, contact=further, by=other, said_word=True).assignee) == other


def test_a_draft_is_hidden_from_who_may_no_longer_correct(
    enquiry: Enquiry, operator: User, supervisor: User, colleague: Callable[[Role], User]
) -> None:
    draft = save_draft(
        id=correction_draft_id(enquiry, operator),
        centre=enquiry.centre,
        enquiry=enquiry,
        consent=Consent.YES,
        fields={"narrative": ["Begun."]},
        by=operator,
    )
    assert list(drafts_of(operator)) == [draft]
    assert draft.opens(operator, Kind.DRAFT)
    assert not draft.opens(operator, Kind.NARRATIVE)
    assert not draft.opens(supervisor, Kind.DRAFT)
    assign_enquiry(enquiry=enquiry, version=1, to=colleague(Role.LAWYER), by=operator)
    assert list(drafts_of(operator)) == []
    assert not Draft._base_manager.get().opens(operator, Kind.DRAFT)
    assert Draft._base_manager.count() == 1  # the nightly work throws it away


def test_a_page_is_told_each_right_by_itself(enquiry: Enquiry, colleague: Callable[[Role], User]) -> None:
    with time_machine.travel(SOON, tick=False):
        for role in Role:
            person = colleague(role)
            assert access.rights_of(person, enquiry) == access.Rights(
                text=access.may_read_text(person, enquiry),
                contact=access.may_read_contact(person, enquiry),
                write=access.may_write(person, enquiry),
                take_over=access.may_take_over(person, enquiry),
                assignable=assignable(person, enquiry),
            )


def test_recent_is_up_to_the_last_moment_of_thirty_days(enquiry: Enquiry, django_assert_num_queries: Any) -> None:
    last, instant = NEW_YEAR_IN_MOSCOW + dt.timedelta(days=30), dt.timedelta(microseconds=1)
    Enquiry._base_manager.filter(pk=enquiry.pk).update(opened_at=NEW_YEAR_IN_MOSCOW)
    Contact._base_manager.update(started_at=NEW_YEAR_IN_MOSCOW - dt.timedelta(days=1))
    enquiry.refresh_from_db()
    for moment, is_recent in ((last, True), (last + instant, False)):
        with time_machine.travel(moment, tick=False):
            assert enquiry.is_recent() is is_recent
    with time_machine.travel(last, tick=False), django_assert_num_queries(0):  # the opening says it by itself
        assert enquiry.is_recent()
    Contact._base_manager.update(started_at=NEW_YEAR_IN_MOSCOW + dt.timedelta(days=5))
    for moment, is_recent in ((last + dt.timedelta(days=5), True), (last + dt.timedelta(days=5) + instant, False)):
        with time_machine.travel(moment, tick=False):
            assert enquiry.is_recent() is is_recent


def test_no_date_that_somebody_types_makes_an_old_one_recent(
    enquiry: Enquiry, contact: ContactFields, operator: User, colleague: Callable[[Role], User]
) -> None:
    other = colleague(Role.OPERATOR)
    noted = NEW_YEAR_IN_MOSCOW + dt.timedelta(hours=1)
    Enquiry._base_manager.filter(pk=enquiry.pk).update(entered_at=noted)
    Contact._base_manager.update(entered_at=noted)
    with time_machine.travel(LATE, tick=False):
        for started_at in (LATE, LATE + dt.timedelta(days=300)):
            stands = Contact._base_manager.get()
            typed = replace(contact, started_at=started_at)
            correct_contact(contact=stands, version=stands.version, fields=typed, by=operator)
            now = Enquiry._base_manager.get()
            assert now.opened_at == started_at
            assert not access.may_read_text(other, now)
            assert not access.may_take_over(other, now)
            assert not reached_by(other, Permission.NARRATIVE_READ).exists()
            join_contact(enquiry=now, contact=replace(contact, id=uuid4(), started_at=started_at), by=other)
            assert not access.may_read_text(other, Enquiry._base_manager.get())
            assert not reached_by(other, Permission.NARRATIVE_READ).exists()
            Contact._base_manager.exclude(pk=stands.pk).delete()


def test_what_is_written_down_late_is_no_more_recent_than_it_was(
    enquiry: Enquiry, colleague: Callable[[Role], User]
) -> None:
    other = colleague(Role.OPERATOR)
    Enquiry._base_manager.filter(pk=enquiry.pk).update(entered_at=LATE)
    Contact._base_manager.update(entered_at=LATE)
    with time_machine.travel(LATE, tick=False):  # a row of an old register
        assert not access.may_read_text(other, Enquiry._base_manager.get())
        assert not reached_by(other, Permission.NARRATIVE_READ).exists()


def test_the_code_word_alone_is_enough_and_the_right_alone_too(
    enquiry: Enquiry, operator: User, colleague: Callable[[Role], User]
) -> None:
    other, lawyer = colleague(Role.OPERATOR), colleague(Role.LAWYER)
    with time_machine.travel(LATE, tick=False):  # nobody may take it over any more
        assert access.is_taken_up(other, enquiry, said_word=True)
        assert not access.is_taken_up(other, enquiry, said_word=False)
    with time_machine.travel(SOON, tick=False):
        assert access.is_taken_up(other, enquiry, said_word=False)
        assert not access.is_taken_up(operator, enquiry, said_word=True)  # theirs already
        assert not access.is_taken_up(other, give(enquiry, lawyer), said_word=True)


def test_what_a_search_looks_for_is_its_own_persons(
    centre: Centre, operator: User, colleague: Callable[[Role], User]
) -> None:
    search = TextSearch(centre=centre, person=operator)
    assert search.opens(operator, Kind.DRAFT)
    assert not search.opens(operator, Kind.NARRATIVE)
    assert not search.opens(colleague(Role.SUPERVISOR), Kind.DRAFT)


@pytest.mark.parametrize("outcome", Outcome)
def test_a_page_offers_to_hand_over_what_was_passed_on(outcome: Outcome) -> None:
    assert access.is_passed_on(Enquiry(outcome=outcome)) is (outcome in {Outcome.TO_LAWYER, Outcome.TO_PSYCHOLOGIST})
