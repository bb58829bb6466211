"""What comes back, what is called back, and what a person who takes the consent back stops."""

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.dispatch import answering, drafting, errors, sending, stopping
from bereg.dispatch.answering import Reply
from bereg.dispatch.choices import (
    Deletion,
    DispatchGround,
    DispatchKind,
    DispatchResult,
    DispatchState,
    RecipientAnswer,
    SendingWay,
)
from bereg.dispatch.drafting import SENDING, Drafting, target_of
from bereg.dispatch.due import due
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sending import Sending
from bereg.dispatch.tests.conftest import SAID, WHY, Drafted, now, registered, send, stands, state_of
from bereg.enquiries.actions import correct_enquiry
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent, Urgency
from bereg.enquiries.registration import Matter
from bereg.reference.models import ReferenceEntry
from bereg.retention import holds
from bereg.retention.models import Hold
from bereg.retention.rules import erase_due
from bereg.vault import ledger
from bereg.vault.classes import HoldReason
from bereg.vault.models import LedgerLine
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


def test_the_day_of_an_answer_is_a_day_also_of_what_one_person_sent_alone(
    centre: Centre, drafted: Drafted, operator: User, supervisor: User
) -> None:
    urgent = registered(centre, operator, Urgency.DANGER)
    made = drafted(about=urgent, kind=DispatchKind.RESCUE, ground=DispatchGround.DANGER, reason=WHY)
    day = today_at(centre) + dt.timedelta(days=3)
    how = Sending(SendingWay.TELEPHONE, day)
    sending.send_alone(dispatch=made, version=made.version, sending=how, by=operator)
    (item,) = due(operator, timezone.now())
    assert (item.time.on, item.time.is_timed) == (day, False)
    (review,) = due(supervisor, timezone.now())
    assert (review.time.at, review.time.is_timed) == (stands(made).review_by, True)


def test_a_promise_of_more_stands_on_today(sent: Sent, operator: User) -> None:
    """A waiting list is an answer, and no end: what was promised, or asked for anew, is waited for."""
    made = sent(days=1)
    later = today_at(made.centre) + dt.timedelta(days=5)
    waits = Reply(RecipientAnswer.WAITING, "A bed next week.", later)
    answering.note_reply(dispatch=made, version=made.version, reply=waits, by=operator)
    (item,) = due(operator, timezone.now())
    assert (str(item.words), item.time.on) == ("referral: further answer of Invented House", later)
    late = today_at(made.centre) - dt.timedelta(days=2)
    Dispatch._base_manager.filter(pk=made.pk).update(reply_due=late)
    (item,) = due(operator, timezone.now())
    assert item.time.is_late(timezone.now())
    made = stands(made)
    answering.note_reply(dispatch=made, version=made.version, reply=Reply(RecipientAnswer.ACCEPTED), by=operator)
    assert words_due(operator) == []  # nothing more is waited for
    made = stands(made)
    answering.remind(dispatch=made, version=made.version, reply_due=later, by=operator)
    assert words_due(operator) == ["referral: further answer of Invented House"]


def test_what_presses_most_is_never_cut_off(
    sent: Sent, drafted: Drafted, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With more than the list holds, what is late or to be deleted stands there, on either database."""
    monkeypatch.setattr("bereg.dispatch.due.MOST", 2)
    late, revoked = sent(days=1), sent(days=1)
    Dispatch._base_manager.filter(pk=late.pk).update(reply_due=today_at(late.centre) - dt.timedelta(days=2))
    stopping.revoke(dispatch=revoked, version=revoked.version, by=operator)
    drafted()
    sent(days=3)
    drafted()
    assert sorted(words_due(operator)) == [
        "referral: answer of Invented House",
        "referral: ask Invented House to delete what it has",
    ]
    monkeypatch.setattr("bereg.dispatch.due.MOST", 4)
    assert sorted(words_due(operator))[-2:] == ["referral: waits for a signature: Invented House"] * 2


def test_a_body_whose_number_is_gone_after_sending_stands_on_today(
    sent: Sent, operator: User, supervisor: User
) -> None:
    nowhere = entry_of("organisation", "Invented Office", by=supervisor, content={"sort": "state"})
    sent(recipient=nowhere, days=3)
    words = "referral: answer of Invented Office; the directory has no number or address to ask at"
    assert words_due(operator) == [words]


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


def test_a_withdrawal_under_a_hold_comes_back_with_no_restore(
    enquiry: Enquiry, drafted: Drafted, sent: Sent, operator: User, supervisor: User
) -> None:
    left, draft = sent(), drafted()
    models = (Enquiry, Dispatch)
    backup = [(model, list(model._base_manager.values())) for model in models]
    until = timezone.localdate() + dt.timedelta(days=30)
    holds.hold(
        record=now(enquiry), code=HoldReason.COURT, reason="Order 00-1", until=until, owner=supervisor, by=supervisor
    )
    with pytest.raises(holds.HeldError):
        withdraw_consent(enquiry=now(enquiry), by=operator)
    lines = list(ledger.stored())
    assert [line.kind for line in lines] == [ledger.WHOLE]  # no key went
    LedgerLine.objects.all().delete()
    for model, rows in backup:
        for row in rows:
            model._base_manager.filter(pk=row["id"]).update(**row)
    assert ledger.replay(lines) == 1
    restored = now(enquiry)
    assert (restored.consent, restored.consent_withdrawn_at is not None) == (Consent.WITHDRAWN, True)
    assert text_of(restored, "narrative") == SAID  # the hold keeps it
    assert (state_of(left), state_of(draft)) == (DispatchState.REVOKED, DispatchState.STOPPED)
    assert ledger.replay(lines) == 0


def test_a_consent_that_was_given_again_under_a_hold_outlives_a_replay(
    enquiry: Enquiry, operator: User, supervisor: User
) -> None:
    until = timezone.localdate() + dt.timedelta(days=30)
    holds.hold(
        record=now(enquiry), code=HoldReason.COURT, reason="Order 00-1", until=until, owner=supervisor, by=supervisor
    )
    with pytest.raises(holds.HeldError):
        withdraw_consent(enquiry=now(enquiry), by=operator)
    agreed = Matter(consent=Consent.YES, topics=("trafficking_labour",), narrative=SAID)
    held = now(enquiry)
    correct_enquiry(enquiry=held, version=held.version, matter=agreed, by=operator, keep=frozenset({"call_back"}))
    assert ledger.replay(list(ledger.stored())) == 0
    assert now(enquiry).consent == Consent.YES


def test_a_withdrawal_under_a_hold_is_remembered_until_the_hold_ends(
    enquiry: Enquiry, drafted: Drafted, operator: User, supervisor: User, desk: Client
) -> None:
    before, until = now(enquiry), timezone.localdate() + dt.timedelta(days=30)
    Dispatch._base_manager.filter(pk=(kept := drafted()).pk).update(ground=DispatchGround.DANGER)
    holds.hold(record=before, code=HoldReason.COURT, reason="Order 00-1", until=until, owner=supervisor, by=supervisor)
    with pytest.raises(holds.HeldError):
        withdraw_consent(enquiry=now(enquiry), by=operator)
    standing = now(enquiry)
    assert (standing.consent, standing.consent_withdrawn_at is not None) == (Consent.WITHDRAWN, True)
    assert text_of(standing, "narrative") == SAID
    wanted = Drafting(DispatchKind.REFERRAL, kept.recipient, CONSENT, "Now.")
    with pytest.raises(errors.NotAgreedToError):  # though the page was open before
        drafting.draft(id=uuid4(), centre=before.centre, enquiry=before, drafting=wanted, by=operator)
    Dispatch._base_manager.filter(pk=kept.pk).update(ground=CONSENT)
    with pytest.raises(errors.HinderedError, match="no longer does"):
        drafting.sign(dispatch=stands(kept), version=stands(kept).version, by=supervisor)
    page = " ".join(desk.get(standing.get_absolute_url()).content.decode().split())
    assert "The person took the consent back on" in page
    until_words, why = date_format(until, "j E Y"), HoldReason.COURT.label
    assert f"is held until {until_words} ({why}; {supervisor} looks after it)" in page
    erase_due()
    assert now(enquiry).narrative  # the hold stands
    Hold._base_manager.update(lifted_at=timezone.now(), lifted_by=supervisor)
    erase_due()
    gone = now(enquiry)
    assert (gone.narrative, gone.answers, gone.consent, gone.consent_withdrawn_at) == (
        b"",
        {},
        Consent.WITHDRAWN,
        None,
    )
    assert not stands(kept).content


def test_a_consent_that_is_corrected_away_stops_what_leaves(
    enquiry: Enquiry, sent: Sent, operator: User, supervisor: User
) -> None:
    left = sent()
    refused = Matter(consent=Consent.NO, topics=("trafficking_labour",))
    correct_enquiry(enquiry=now(enquiry), version=now(enquiry).version, matter=refused, by=operator)
    assert state_of(left) == DispatchState.REVOKED
    another = registered(enquiry.centre, operator)
    until = timezone.localdate() + dt.timedelta(days=30)
    holds.hold(record=another, code=HoldReason.COURT, reason="Order 00-1", until=until, owner=supervisor, by=supervisor)
    with pytest.raises(holds.HeldError):
        correct_enquiry(enquiry=now(another), version=now(another).version, matter=refused, by=operator)
    assert (now(another).consent, bool(now(another).narrative)) == (Consent.WITHDRAWN, True)


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
