"""A check request: with consent, or with two enquiries that a lawyer judges to come from different people."""

import datetime as dt
from contextlib import nullcontext
from dataclasses import replace
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.dispatch import drafting
from bereg.dispatch.choices import DispatchGround, DispatchKind
from bereg.dispatch.drafting import Drafting
from bereg.dispatch.errors import HinderedError
from bereg.dispatch.hindrances import why_not_sent, why_not_signed
from bereg.dispatch.models import Dispatch
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.redaction.judging import open_findings
from bereg.reference.models import ReferenceEntry
from bereg.retention import holds
from bereg.vault.classes import HoldReason
from bereg.violations import actions, check_requests
from bereg.violations.due import due
from bereg.violations.grounds import candidates, ground_of, waiting_of
from bereg.violations.models import CheckRequest, Violation
from bereg.violations.tests.checks import ASKED, asked, drafted, drafted_now, given, now, unasked
from bereg.violations.tests.conftest import SAWMILL, browser_of, noted, registered, said, stands
from bereg.violations.texts import Firm, opened
from conftest import make_user
from tests.opened import text_of


def test_with_consent_the_firm_leaves_and_nothing_of_the_person(
    violation: Violation, lawyer: User, operator: User, ministry: ReferenceEntry
) -> None:
    check = asked(violation, lawyer, operator)
    assert ground_of(check) == DispatchGround.CONSENT
    made = drafted(check, ministry, lawyer)
    assert (made.kind, made.ground) == (DispatchKind.CHECK, DispatchGround.CONSENT)
    text = text_of(made, "content")
    for word in SAWMILL.texts().values():
        assert word in text
    assert violation.enquiry.number not in text
    assert "Three months unpaid" not in text
    assert why_not_signed(made) == ""
    with pytest.raises(check_requests.StaleCheckError):
        drafted(now(violation), ministry, lawyer)


def test_it_leaves_after_the_day_that_was_chosen(
    violation: Violation, lawyer: User, operator: User, ministry: ReferenceEntry
) -> None:
    day = timezone.localdate() + dt.timedelta(days=9)
    made = drafted(asked(violation, lawyer, operator, not_before=day), ministry, lawyer)
    assert why_not_signed(made) == ""
    assert "It is to leave on" in why_not_sent(made)
    with time_machine.travel(dt.datetime.combine(day, dt.time(12), dt.UTC), tick=False):
        assert why_not_sent(made) == ""


def test_without_consent_it_waits_for_a_second_enquiry_whose_lawyer_is_told(
    centre: Centre, lawyer: User, operator: User, ministry: ReferenceEntry
) -> None:
    first = unasked(centre, operator)
    check = asked(first, lawyer, operator)
    assert ground_of(check) is None
    with pytest.raises(check_requests.NoGroundError):
        drafted(check, ministry, lawyer)
    assert list(due(lawyer, timezone.now())) == []
    unasked(centre, operator, firm=Firm(name="Another one"))
    assert not Notice.objects.filter(kind="violation.named_again").exists()
    second = unasked(centre, operator, firm=Firm(tax_number=SAWMILL.tax_number))
    [told] = Notice.objects.filter(kind="violation.named_again")
    assert (told.person, told.target) == (lawyer, str(check.pk))
    assert candidates(check, lawyer) == []  # nobody judges what they may not read
    given(second.enquiry, lawyer, operator)
    [item] = due(lawyer, timezone.now())
    assert item.address == check.get_absolute_url()
    check_requests.judge_different(check=check, version=check.version, second=second, by=lawyer)
    assert Notice.objects.get(pk=told.pk).read_at
    made = drafted(now(first), ministry, lawyer)
    assert (made.ground, why_not_signed(made)) == (DispatchGround.MATTERS, "")


def test_a_second_enquiry_of_another_centre_is_told_of_too(
    centre: Centre, other_centre: Centre, lawyer: User, operator: User
) -> None:
    asked(unasked(centre, operator), lawyer, operator)
    unasked(other_centre, make_user(other_centre, Role.OPERATOR, "Operator there"))
    assert Notice.objects.filter(kind="violation.named_again", person=lawyer).count() == 1


@pytest.fixture
def two(centre: Centre, operator: User, lawyer: User) -> tuple[CheckRequest, Violation]:
    """A check request that rests on two enquiries."""
    first, second = unasked(centre, operator), unasked(centre, operator)
    check = asked(first, lawyer, operator)
    given(second.enquiry, lawyer, operator)
    check_requests.judge_different(check=check, version=check.version, second=second, by=lawyer)
    return now(first), second


@pytest.mark.parametrize("how", ["second withdrawn", "first refused", "second refused", "second taken off"])
def test_what_it_rests_on_may_go_and_then_nothing_leaves(
    two: tuple[CheckRequest, Violation], lawyer: User, supervisor: User, ministry: ReferenceEntry, how: str
) -> None:
    check, second = two
    made = drafted(check, ministry, lawyer)
    assert why_not_signed(made) == ""
    refused = said(check.centre, told_further="refused")
    match how:
        case "second withdrawn":
            withdraw_consent(enquiry=second.enquiry, by=supervisor)
        case "first refused":
            actions.change(violation=stands(check.violation), version=1, said=refused, by=supervisor)
        case "second refused":
            actions.change(violation=stands(second), version=1, said=refused, by=supervisor)
        case _:
            actions.remove(violation=stands(second), version=1, by=supervisor)
    assert "It waits" in why_not_signed(made)
    stopped = Dispatch._base_manager.get(pk=made.pk).state == "stopped"
    assert stopped == (how == "second withdrawn")
    assert ground_of(now(check.violation)) is None


@pytest.mark.parametrize("is_held", [False, True])
def test_when_the_second_withdraws_it_waits_again_for_another_one(  # noqa: PLR0917 - fixtures
    two: tuple[CheckRequest, Violation],
    centre: Centre,
    lawyer: User,
    operator: User,
    supervisor: User,
    ministry: ReferenceEntry,
    is_held: bool,
) -> None:
    check, second = two
    drafted(check, ministry, lawyer)
    until, why = timezone.localdate() + dt.timedelta(days=30), "an invented order, number 16"
    if is_held:
        holds.hold(
            record=second.enquiry, code=HoldReason.COURT, reason=why, until=until, owner=supervisor, by=supervisor
        )
    with pytest.raises(holds.HeldError) if is_held else nullcontext():
        withdraw_consent(enquiry=second.enquiry, by=supervisor)
    assert list(waiting_of(lawyer)) == [check]
    third = unasked(centre, operator)
    [told] = Notice.objects.filter(kind="violation.named_again", read_at=None)
    assert (told.person, told.target) == (lawyer, str(check.pk))
    given(third.enquiry, lawyer, operator)
    assert [each.address for each in due(lawyer, timezone.now())] == [check.get_absolute_url()]


def test_withdrawn_consent_takes_the_check_request_along(
    two: tuple[CheckRequest, Violation], lawyer: User, supervisor: User, ministry: ReferenceEntry
) -> None:
    check, _second = two
    made = drafted(check, ministry, lawyer)
    withdraw_consent(enquiry=check.enquiry, by=supervisor)
    assert not CheckRequest._base_manager.exists()
    now = Dispatch._base_manager.select_related("centre", "enquiry", "recipient__published").get(pk=made.pk)
    assert "What this check rested on is gone" in why_not_signed(now)
    assert (now.state, bytes(now.content)) == ("stopped", b"")


def test_who_agrees_sees_what_it_rests_on(
    two: tuple[CheckRequest, Violation], lawyer: User, supervisor: User, ministry: ReferenceEntry
) -> None:
    check, second = two
    made = drafted(check, ministry, lawyer)
    page = browser_of(supervisor).get(made.get_absolute_url()).content.decode()
    for words in (ASKED.guess_why, "no, many could have told it", "nobody knows", second.enquiry.number, "Lawyer 01"):
        assert words in page


def test_what_is_held_is_not_answered_anew(
    violation: Violation, lawyer: User, operator: User, supervisor: User
) -> None:
    check = asked(violation, lawyer, operator)
    until, why = timezone.localdate() + dt.timedelta(days=30), "an invented order, number 16"
    holds.hold(record=check.enquiry, code=HoldReason.COURT, reason=why, until=until, owner=supervisor, by=supervisor)
    with pytest.raises(holds.HeldError):
        check_requests.ask(violation=stands(violation), version=1, asked=replace(ASKED, guess_why="Others."), by=lawyer)
    assert text_of(now(violation), "guess_why") == ASKED.guess_why


def test_an_employer_who_could_guess_needs_the_persons_consent(
    centre: Centre, lawyer: User, operator: User, two: tuple[CheckRequest, Violation]
) -> None:
    check, _second = two
    guessed = replace(ASKED, guess="yes")
    check_requests.ask(violation=stands(check.violation), version=check.version, asked=guessed, by=lawyer)
    assert ground_of(now(check.violation)) is None


def test_the_same_matter_and_who_said_no_are_no_second(centre: Centre, lawyer: User, operator: User) -> None:
    first = unasked(centre, operator)
    check = asked(first, lawyer, operator)
    again = noted(registered(centre, operator, previous=first.enquiry), operator, told_further="not_asked")
    no = noted(registered(centre, operator), operator, told_further="refused")
    for each in (again, no):
        given(each.enquiry, lawyer, operator)
    assert candidates(check, lawyer) == []
    for each in (first, again, no):
        with pytest.raises(check_requests.NotJudgeableError):
            check_requests.judge_different(check=check, version=check.version, second=each, by=lawyer)


def test_who_said_no_is_asked_for_no_check_and_an_operator_asks_for_none(
    centre: Centre, violation: Violation, lawyer: User, operator: User
) -> None:
    refused = unasked(centre, operator, told_further="refused")
    given(refused.enquiry, lawyer, operator)
    for found, by in ((refused, lawyer), (violation, operator), (violation, lawyer)):
        with pytest.raises(check_requests.NotYourCheckError):
            check_requests.ask(violation=stands(found), version=0, asked=ASKED, by=by)


def test_without_an_address_nobody_can_look(
    centre: Centre, lawyer: User, operator: User, ministry: ReferenceEntry
) -> None:
    found = noted(registered(centre, operator), operator, firm=Firm(name="Sunrise"))
    with pytest.raises(check_requests.NoAddressError):
        drafted(asked(found, lawyer, operator), ministry, lawyer)


def test_the_slower_of_two_windows_is_told(violation: Violation, lawyer: User, operator: User) -> None:
    asked(violation, lawyer, operator)
    for version in (0, 2):
        with pytest.raises(check_requests.StaleCheckError):
            check_requests.ask(violation=stands(violation), version=version, asked=ASKED, by=lawyer)


def redrafted(check: CheckRequest, to: ReferenceEntry, by: User, doing: str) -> None:
    letter = check_requests.CheckLetter(to, doing)
    check_requests.redraft_check(check=check, version=check.version, letter=letter, by=by)


def test_nobody_elses_words_leave_as_a_check(
    violation: Violation, lawyer: User, operator: User, ministry: ReferenceEntry
) -> None:
    """Whatever wrote them: another act of the room of what leaves, or somebody in the database."""
    made = drafted(asked(violation, lawyer, operator), ministry, lawyer)
    words = "Woman, 26, from Uzbekistan, pregnant, a cook."
    typed = Drafting(DispatchKind.CHECK, ministry, DispatchGround.CONSENT, words)
    drafting.rewrite(dispatch=made, version=made.version, drafting=typed, by=lawyer)
    stands_now = drafted_now(made)
    assert "These are not the words of the check request" in why_not_signed(stands_now)
    with pytest.raises(HinderedError, match="not the words of the check"):
        drafting.sign(dispatch=stands_now, version=stands_now.version, by=lawyer)
    redrafted(now(violation), ministry, lawyer, SAWMILL.doing)
    again = drafted_now(made)
    drafting.sign(dispatch=again, version=again.version, by=lawyer)
    assert drafted_now(made).state == "signed"
    with pytest.raises(check_requests.StaleCheckError):
        redrafted(now(violation), ministry, lawyer, "planks")


def test_what_is_typed_of_the_place_is_asked_for_by_the_act_too(
    violation: Violation, lawyer: User, operator: User, ministry: ReferenceEntry
) -> None:
    check = asked(violation, lawyer, operator)
    told = check_requests.CheckLetter(ministry, "Gulnora Rahimova sorts planks")
    with pytest.raises(check_requests.UndecidedCheckError):
        check_requests.draft_check(id=uuid4(), check=check, version=check.version, letter=told, by=lawyer)
    word = text_of(Enquiry._base_manager.get(pk=check.enquiry_id), "code_word")
    held = check_requests.CheckLetter(ministry, f"planks, {word}")
    with pytest.raises(check_requests.UndecidedCheckError):  # the matter holds it, whatever it looks like
        check_requests.draft_check(id=uuid4(), check=check, version=check.version, letter=held, by=lawyer)
    assert not Dispatch._base_manager.exists()


def test_the_firm_itself_is_no_finding_beside_its_name(
    centre: Centre, lawyer: User, operator: User, ministry: ReferenceEntry
) -> None:
    told = replace(SAWMILL, name="Lesopilka", doing="planks of the lesopilka")
    found = noted(registered(centre, operator), operator, firm=told)
    check = asked(found, lawyer, operator)
    letter = check_requests.CheckLetter(ministry, told.doing)
    assert check_requests.draft_check(id=uuid4(), check=check, version=check.version, letter=letter, by=lawyer)


def test_the_firm_itself_is_looked_for_in_no_letter_about_it(enquiry: Enquiry, operator: User) -> None:
    violation = noted(enquiry, operator, firm=replace(SAWMILL, name="sawmill of the north"))
    known = check_requests.known_beside(violation, opened(violation, by=operator), operator)
    assert not open_findings("a sawmill", {}, known=known)
