"""What comes back, what is called back, and what a person who takes the consent back stops."""

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import timezone

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.clock import today_at
from bereg.dispatch import answering, drafting, errors, stopping
from bereg.dispatch.answering import Reply
from bereg.dispatch.drafting import SENDING, Drafting, target_of
from bereg.dispatch.due import due
from bereg.dispatch.lists import Deletion, DispatchGround, DispatchKind, DispatchResult, DispatchState, RecipientAnswer
from bereg.dispatch.models import Dispatch
from bereg.dispatch.tests.conftest import WHY, Drafted, now, send, stands, state_of
from bereg.enquiries.actions import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.retention import holds
from bereg.vault.classes import HoldReason
from conftest import make_user
from tests.opened import text_of
from tests.told import entry_of

CONSENT = DispatchGround.CONSENT
Signed = Callable[[Dispatch, User], Dispatch]
Sent = Callable[..., Dispatch]


@pytest.fixture
def sent(drafted: Drafted, by_two: Signed, enquiry: Enquiry) -> Sent:
    """Return what lets a referral leave, signed by another supervisor."""
    second = make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 02")

    def leave(**changes: object) -> Dispatch:
        days = changes.pop("days", None)
        by_when = today_at(enquiry.centre) + dt.timedelta(days=days) if isinstance(days, int) else None
        return send(by_two(drafted(**changes), second), second, reply_due=by_when)

    return leave


def words_due(person: User) -> list[str]:
    return [str(each.words) for each in due(person, timezone.now())]


def test_answers_stand_below_one_another(sent: Sent, operator: User) -> None:
    made = sent()
    answering.note_reply(
        dispatch=made, version=made.version, reply=Reply(RecipientAnswer.WAITING, "A bed on Monday."), by=operator
    )
    made = stands(made)
    assert made.answer == RecipientAnswer.WAITING
    answering.note_reply(
        dispatch=made, version=made.version, reply=Reply(RecipientAnswer.ACCEPTED, "She is here."), by=operator
    )
    assert text_of(stands(made), "reply") == "A bed on Monday.\n\nShe is here."
    made = stands(made)
    answering.end(dispatch=made, version=made.version, result=DispatchResult.HELPED, by=operator)
    assert (state_of(made), stands(made).reply_due) == (DispatchState.ENDED, None)


def test_of_two_who_note_an_answer_the_second_is_told(sent: Sent, operator: User, supervisor: User) -> None:
    made = sent()
    first = Reply(RecipientAnswer.DECLINED, "No bed.")
    answering.note_reply(dispatch=made, version=made.version, reply=first, by=operator)
    with pytest.raises(errors.StaleDispatchError):
        answering.note_reply(dispatch=made, version=made.version, reply=Reply(RecipientAnswer.ACCEPTED), by=supervisor)
    assert text_of(stands(made), "reply") == "No bed."


def test_an_answer_that_does_not_come_stands_on_today(sent: Sent, operator: User) -> None:
    made = sent(days=1)
    assert words_due(operator) == ["referral: answer of Invented House"]
    late = today_at(made.centre) - dt.timedelta(days=2)
    Dispatch._base_manager.filter(pk=made.pk).update(reply_due=late)
    (item,) = due(operator, timezone.now())
    assert item.time.is_late(timezone.now())
    made = stands(made)
    later = today_at(made.centre) + dt.timedelta(days=7)
    answering.remind(dispatch=made, version=made.version, reply_due=later, by=operator)
    (item,) = due(operator, timezone.now())
    assert not item.time.is_late(timezone.now())


def test_a_body_without_an_address_stands_on_today(drafted: Drafted, operator: User, supervisor: User) -> None:
    nowhere = entry_of("organisation", "Invented Office", by=supervisor, content={"sort": "state"})
    drafted(recipient=nowhere)
    for person in (operator, supervisor):
        assert words_due(person) == ["referral: the directory has no number or address of Invented Office"]


def test_withdrawn_consent_stops_what_is_under_way_and_calls_back_what_left(
    enquiry: Enquiry, drafted: Drafted, sent: Sent, operator: User, supervisor: User
) -> None:
    left, draft, signed = sent(), drafted(), drafted()
    drafting.sign(dispatch=signed, version=signed.version, by=supervisor)
    danger = drafted(kind=DispatchKind.RESCUE, ground=DispatchGround.DANGER, reason=WHY)
    withdraw_consent(enquiry=now(enquiry), by=operator)
    assert [state_of(each) for each in (left, draft, signed, danger)] == [
        DispatchState.REVOKED,
        DispatchState.STOPPED,
        DispatchState.STOPPED,
        DispatchState.DRAFTED,
    ]
    assert stands(left).deletion == Deletion.TO_ASK
    assert not any(stands(left).content for left in (left, draft, signed))  # the words went with the consent
    assert approvals.living(kind=SENDING, target=target_of(signed), by=supervisor) is None
    assert "referral: ask Invented House to delete what it has" in words_due(operator)


def test_it_stops_also_where_a_hold_refuses_to_erase(
    enquiry: Enquiry, drafted: Drafted, sent: Sent, operator: User, supervisor: User
) -> None:
    left, draft = sent(), drafted()
    until = timezone.localdate() + dt.timedelta(days=30)
    holds.hold(
        record=now(enquiry), code=HoldReason.COURT, reason="Order 00-1", until=until, owner=supervisor, by=supervisor
    )
    with pytest.raises(holds.HeldError):
        withdraw_consent(enquiry=now(enquiry), by=operator)
    assert (state_of(left), state_of(draft)) == (DispatchState.REVOKED, DispatchState.STOPPED)
    assert stands(left).content  # kept, and nothing leaves


def test_deleting_is_noted_once_the_recipient_was_asked(sent: Sent, operator: User) -> None:
    made = sent()
    with pytest.raises(errors.StaleDispatchError):  # not called back
        stopping.note_deletion(dispatch=made, version=made.version, deletion=Deletion.ASKED, by=operator)
    stopping.revoke(dispatch=made, version=made.version, by=operator)
    made = stands(made)
    stopping.note_deletion(dispatch=made, version=made.version, deletion=Deletion.ASKED, by=operator)
    assert words_due(operator) == ["referral: did Invented House delete what it has?"]
    made = stands(made)
    stopping.note_deletion(dispatch=made, version=made.version, deletion=Deletion.CONFIRMED, by=operator)
    assert words_due(operator) == []


def test_what_has_left_is_not_stopped(sent: Sent, operator: User) -> None:
    made = sent()
    with pytest.raises(errors.StaleDispatchError):
        stopping.stop(dispatch=made, version=made.version, by=operator)


def test_it_is_kept_as_long_as_its_matter(
    enquiry: Enquiry, drafted: Drafted, shelter: ReferenceEntry, supervisor: User, operator: User
) -> None:
    on_matter = drafted()
    free = drafted(about=None, kind=DispatchKind.NOTICE, ground=DispatchGround.MATTERS, by=supervisor)
    assert not Dispatch.due(timezone.now()).exists()
    closed = timezone.now() - dt.timedelta(days=400)
    Enquiry._base_manager.filter(pk=enquiry.pk).update(closed_at=closed)
    assert [each.pk for each in Dispatch.due(timezone.now())] == [on_matter.pk]
    Dispatch._base_manager.filter(pk=free.pk).update(state=DispatchState.STOPPED, ended_at=closed)
    assert {each.pk for each in Dispatch.due(timezone.now())} == {on_matter.pk, free.pk}


def test_no_words_are_stored_on_a_consent_that_is_gone(enquiry: Enquiry, drafted: Drafted, operator: User) -> None:
    """The page was open when the person took it back: nothing would erase what came afterwards."""
    before = now(enquiry)
    withdraw_consent(enquiry=now(enquiry), by=operator)
    wanted = Drafting(
        DispatchKind.REFERRAL, drafted(ground=DispatchGround.DANGER, reason=WHY).recipient, CONSENT, "Now."
    )
    with pytest.raises(errors.NotAgreedToError):
        drafting.draft(id=uuid4(), centre=before.centre, enquiry=before, drafting=wanted, by=operator)
    assert not Dispatch._base_manager.filter(ground=CONSENT).exists()
