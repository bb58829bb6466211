"""Nothing leaves without a ground, a signature and a second person; in danger to life one on duty is enough."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts import approvals, notices
from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.dispatch import drafting, errors, sending
from bereg.dispatch.acts import SENT_ALONE
from bereg.dispatch.choices import GROUNDS, DispatchGround, DispatchKind, DispatchState, SendingWay
from bereg.dispatch.doctor import findings
from bereg.dispatch.drafting import SENDING, Drafting, target_of
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sending import Sending
from bereg.dispatch.tests.conftest import LETTER, WHY, Drafted, give_to, registered, send, stands, state_of
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.reference.models import ReferenceEntry
from bereg.shifts.roster import Planned, write_week
from bereg.vault.classes import Verdict
from conftest import make_user
from tests.opened import text_of
from tests.told import entry_of

BY_PHONE = Sending(SendingWay.TELEPHONE)
Signed = Callable[[Dispatch, User], Dispatch]


def test_two_sign_before_it_leaves(  # noqa: PLR0917 - each is one of those who take part
    enquiry: Enquiry, drafted: Drafted, by_two: Signed, operator: User, lawyer: User, supervisor: User
) -> None:
    made = drafted()
    with pytest.raises(errors.NotYourDispatchError):  # who writes does not sign
        drafting.sign(dispatch=made, version=made.version, by=operator)
    give_to(enquiry, lawyer, supervisor)
    with pytest.raises(errors.StaleDispatchError):  # not signed yet
        send(stands(made), lawyer)
    signed = by_two(stands(made), lawyer)
    sent = send(signed, lawyer)
    assert (sent.state, sent.signed_by, sent.agreed_by) == (DispatchState.SENT, lawyer, supervisor)
    assert text_of(sent, "content") == LETTER


def test_a_signature_alone_lets_nothing_leave(drafted: Drafted, operator: User, supervisor: User) -> None:
    make_user(drafted().centre, Role.SUPERVISOR, "Supervisor 02")
    made = drafted()
    drafting.sign(dispatch=made, version=made.version, by=supervisor)
    with pytest.raises(errors.NotAgreedError):
        send(stands(made), operator)
    assert state_of(made) == DispatchState.SIGNED


def test_whoever_signed_does_not_agree(drafted: Drafted, supervisor: User) -> None:
    made = drafted()
    make_user(made.centre, Role.SUPERVISOR, "Supervisor 02")
    drafting.sign(dispatch=made, version=made.version, by=supervisor)
    asked = approvals.living(kind=SENDING, target=target_of(stands(made)), by=supervisor)
    assert asked is not None
    assert not approvals.may_decide(supervisor, asked)


def test_what_is_changed_is_signed_anew(drafted: Drafted, by_two: Signed, lawyer: User, enquiry: Enquiry) -> None:
    supervisor = make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 02")
    signed = by_two(drafted(), supervisor)
    drafting.unsign(dispatch=signed, version=signed.version, by=supervisor)
    back = stands(signed)
    wanted = Drafting(DispatchKind.REFERRAL, back.recipient, DispatchGround.CONSENT, LETTER + "\nTwo children.")
    drafting.rewrite(dispatch=back, version=back.version, drafting=wanted, by=supervisor)
    again = stands(back)
    drafting.sign(dispatch=again, version=again.version, by=supervisor)
    with pytest.raises(errors.NotAgreedError):  # the agreement was to other words
        send(stands(again), supervisor)


def test_where_nobody_else_could_agree_it_is_free_and_said(drafted: Drafted, supervisor: User) -> None:
    made = drafted()
    drafting.sign(dispatch=made, version=made.version, by=supervisor)
    sent = send(stands(made), supervisor)
    assert sent.state == DispatchState.SENT
    assert sent.agreed_by is None


def test_for_a_child_two_people_answer_in_any_case(drafted: Drafted, by_two: Signed, supervisor: User) -> None:
    made = drafted(ground=DispatchGround.CHILD, reason=WHY)
    with pytest.raises(errors.HinderedError, match="nobody else here may agree"):
        drafting.sign(dispatch=made, version=made.version, by=supervisor)
    assert state_of(made) == DispatchState.DRAFTED
    second = make_user(made.centre, Role.SUPERVISOR, "Supervisor 02")
    assert send(by_two(made, second), second).agreed_by == supervisor


def test_an_agreement_that_was_free_lets_nothing_leave_that_needs_two(drafted: Drafted, supervisor: User) -> None:
    made = drafted()
    drafting.sign(dispatch=made, version=made.version, by=supervisor)
    Dispatch._base_manager.filter(pk=made.pk).update(ground=DispatchGround.CHILD)
    with pytest.raises(errors.NotAgreedError):
        send(stands(made), supervisor)


def test_a_check_is_signed_by_a_lawyer_alone_and_agreed_to_by_a_supervisor(  # noqa: PLR0917 - who takes part
    enquiry: Enquiry,
    drafted: Drafted,
    by_two: Signed,
    lawyer: User,
    supervisor: User,
    office: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bereg.dispatch.hindrances._above", list)  # on what it rests is asked in the room above
    made = drafted(kind=DispatchKind.CHECK, ground=DispatchGround.MATTERS)
    with pytest.raises(errors.NotYourDispatchError):
        drafting.sign(dispatch=made, version=made.version, by=supervisor)
    page = office.get(made.get_absolute_url()).content.decode()
    assert ("A lawyer signs a check request" in page, reverse("dispatch:sign", args=[made.pk]) in page) == (True, False)
    give_to(enquiry, lawyer, supervisor)
    sent = send(by_two(stands(made), lawyer), lawyer)
    assert (sent.signed_by, sent.agreed_by) == (lawyer, supervisor)


@pytest.mark.parametrize("kind", DispatchKind)
def test_each_kind_leaves_on_its_own_grounds_alone(
    kind: DispatchKind, drafted: Drafted, shelter: ReferenceEntry, supervisor: User
) -> None:
    for ground in DispatchGround:
        given = {"kind": kind, "ground": ground, "reason": WHY, "by": supervisor}
        if ground in GROUNDS[kind]:
            assert drafted(**given).ground == ground
        else:
            with pytest.raises(errors.NotYourDispatchError):
                drafted(**given)


def test_no_ground_no_dispatch(drafted: Drafted) -> None:
    made = drafted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch._base_manager.filter(pk=made.pk).update(ground="")


def test_a_ground_without_consent_has_a_reason(drafted: Drafted) -> None:
    with pytest.raises(errors.AsksForReasonError):
        drafted(ground=DispatchGround.DANGER, reason="danger")
    assert text_of(drafted(ground=DispatchGround.DANGER, reason=WHY), "reason") == WHY


def test_consent_that_is_over_lets_nothing_leave(drafted: Drafted, by_two: Signed, supervisor: User) -> None:
    second = make_user(drafted().centre, Role.SUPERVISOR, "Supervisor 02")
    today = today_at(second.memberships.get().centre)
    signed = by_two(drafted(agreed_until=today), second)
    Dispatch._base_manager.filter(pk=signed.pk).update(agreed_until=today - dt.timedelta(days=1))
    with pytest.raises(errors.HinderedError, match="ask once more"):
        send(stands(signed), supervisor)
    assert state_of(signed) == DispatchState.SIGNED


def test_it_waits_for_the_day_that_was_chosen(drafted: Drafted, by_two: Signed, supervisor: User) -> None:
    second = make_user(drafted().centre, Role.SUPERVISOR, "Supervisor 02")
    later = today_at(second.memberships.get().centre) + dt.timedelta(days=9)
    signed = by_two(drafted(not_before=later), second)
    with pytest.raises(errors.HinderedError, match="at the earliest"):
        send(signed, supervisor)


def test_do_not_refer_needs_a_reason(drafted: Drafted, by_two: Signed, supervisor: User) -> None:
    warned = entry_of(
        "organisation", "Invented Agency", by=supervisor, content={"sort": "ngo", "do_not_refer": "they ask for money"}
    )
    made = drafted(recipient=warned)
    with pytest.raises(errors.HinderedError, match="not to refer"):
        drafting.sign(dispatch=made, version=made.version, by=supervisor)
    second = make_user(made.centre, Role.SUPERVISOR, "Supervisor 02")
    assert by_two(drafted(recipient=warned, despite="No other bed within two hundred kilometres."), second)


def test_one_person_on_duty_sends_alone_in_danger(
    centre: Centre, drafted: Drafted, operator: User, supervisor: User
) -> None:
    silent = registered(centre, operator, Urgency.DANGER, Consent.NO)  # nothing is kept, and help goes all the same
    made = drafted(about=silent, kind=DispatchKind.RESCUE, ground=DispatchGround.DANGER, reason=WHY)
    sending.send_alone(dispatch=made, version=made.version, sending=BY_PHONE, by=operator)
    sent = stands(made)
    assert (sent.state, sent.sent_by, sent.signed_by) == (DispatchState.SENT, operator, None)
    assert sent.review_by is not None
    assert dt.timedelta(hours=71) < sent.review_by - timezone.now() <= dt.timedelta(hours=72)
    assert list(Notice.objects.filter(kind=SENT_ALONE).values_list("person", flat=True)) == [supervisor.pk]
    with pytest.raises(errors.NotYourDispatchError):  # nobody reviews their own
        sending.review(dispatch=sent, verdict=Verdict.JUSTIFIED, by=operator)
    sending.review(dispatch=sent, verdict=Verdict.JUSTIFIED, by=supervisor)
    assert stands(sent).verdict == Verdict.JUSTIFIED
    assert not notices.waiting_since(supervisor, timezone.now() - dt.timedelta(days=1))
    with pytest.raises(errors.StaleDispatchError):
        sending.review(dispatch=sent, verdict=Verdict.UNJUSTIFIED, by=supervisor)


def test_whom_the_sender_let_in_lately_is_neither_told_nor_reviews_where_anybody_else_could(
    drafted: Drafted, operator: User, supervisor: User
) -> None:
    second = make_user(operator.memberships.get().centre, Role.SUPERVISOR, "Supervisor 02")
    User.objects.filter(pk=operator.pk).update(invited_by=supervisor)
    made = drafted(kind=DispatchKind.RESCUE, ground=DispatchGround.DANGER, reason=WHY)
    sending.send_alone(dispatch=made, version=made.version, sending=BY_PHONE, by=operator)
    assert list(Notice.objects.filter(kind=SENT_ALONE).values_list("person", flat=True)) == [second.pk]
    with pytest.raises(errors.NotYourDispatchError):
        sending.review(dispatch=stands(made), verdict=Verdict.JUSTIFIED, by=supervisor)
    User.objects.filter(pk=second.pk).update(closed_at=timezone.now())
    sending.review(dispatch=stands(made), verdict=Verdict.JUSTIFIED, by=supervisor)


def test_a_review_that_is_late_is_named_by_the_doctor(
    centre: Centre, drafted: Drafted, operator: User, supervisor: User
) -> None:
    made = drafted(kind=DispatchKind.RESCUE, ground=DispatchGround.DANGER, reason=WHY)
    sending.send_alone(dispatch=made, version=made.version, sending=BY_PHONE, by=operator)
    assert not list(findings())
    with time_machine.travel(timezone.now() + dt.timedelta(hours=73), tick=False):
        (late,) = findings()
        assert late.code == "alone_unreviewed"
        sending.review(dispatch=stands(made), verdict=Verdict.JUSTIFIED, by=supervisor)
        assert not list(findings())


def test_alone_is_for_danger_and_for_who_is_on_duty(
    centre: Centre, enquiry: Enquiry, drafted: Drafted, operator: User, supervisor: User
) -> None:
    agreed = drafted()
    with pytest.raises(errors.NotYourDispatchError):
        sending.send_alone(dispatch=agreed, version=agreed.version, sending=BY_PHONE, by=operator)
    letter = drafted(kind=DispatchKind.OTHER, ground=DispatchGround.DANGER, reason=WHY)
    with pytest.raises(errors.NotYourDispatchError):
        sending.send_alone(dispatch=letter, version=letter.version, sending=BY_PHONE, by=operator)
    made = drafted(ground=DispatchGround.DANGER, reason=WHY)
    today, midnight = today_at(centre), dt.time()
    whole_day = [Planned(make_user(centre, Role.OPERATOR, "Operator 07"), today, midnight, midnight)]
    monday = today - dt.timedelta(days=today.weekday())
    write_week(centre=centre, monday=monday, version=0, shifts=whole_day, by=supervisor)
    with pytest.raises(errors.NotYourDispatchError):  # somebody else is on duty
        sending.send_alone(dispatch=made, version=made.version, sending=BY_PHONE, by=operator)


def test_of_two_who_sign_at_once_one_wins(drafted: Drafted, supervisor: User) -> None:
    made = drafted()
    second = make_user(made.centre, Role.SUPERVISOR, "Supervisor 02")
    drafting.sign(dispatch=made, version=made.version, by=supervisor)
    with pytest.raises(errors.StaleDispatchError):
        drafting.sign(dispatch=made, version=made.version, by=second)
    assert stands(made).signed_by == supervisor
