"""An act that needs two: one asks, another one agrees, and the first one does it, once."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from bereg.accounts import approvals, kinds, notices, wording
from bereg.accounts.decisions import Decision, RefusalNote
from bereg.accounts.models import Approval, Notice, User
from bereg.accounts.roles import Role
from bereg.accounts.tests.asking import KIND, NOW, TARGET, acts, ask, asker, demoted, kind, left, second, use
from bereg.audit.models import ChainedAct
from conftest import make_user

__all__ = ["asker", "kind", "second"]


def test_agreed_it_is_done_once_and_every_step_is_recorded(asker: User, second: User) -> None:
    approval = ask(asker)
    approvals.decide(approval=approval, agrees=True, by=second)
    assert use(asker) == approval
    with pytest.raises(approvals.NeededError):
        use(asker)
    assert acts() == ["approval.asked", "approval.agreed", "approval.used"]
    assert [entry.actor for entry in ChainedAct.objects.order_by("pk")] == [str(p.pk) for p in (asker, second, asker)]
    assert set(ChainedAct.objects.values_list("target", "because")) == {(str(approval.pk), KIND)}


def test_before_the_agreement_and_after_a_refusal_nothing_may_be_done(asker: User, second: User) -> None:
    with pytest.raises(approvals.NeededError):
        use(asker)
    approval = ask(asker)
    with pytest.raises(approvals.NeededError):
        use(asker)
    approvals.decide(approval=approval, agrees=False, by=second, note=RefusalNote.TALK_FIRST)
    with pytest.raises(approvals.NeededError):
        use(asker)
    approval.refresh_from_db()
    assert (approval.decision, approval.note, approval.used_at) == (Decision.NO, RefusalNote.TALK_FIRST, None)
    assert acts() == ["approval.asked", "approval.refused"]


@pytest.mark.parametrize(("agrees", "note"), [(False, "She is called Invented."), (True, RefusalNote.TOO_MUCH)])
def test_only_a_refusal_keeps_a_note_and_only_one_of_the_list(
    asker: User, second: User, agrees: bool, note: str
) -> None:
    approval = ask(asker)
    approvals.decide(approval=approval, agrees=agrees, by=second, note=note)
    approval.refresh_from_db()
    assert approval.note == ""


def test_an_agreement_is_for_that_person_that_target_and_that_kind_alone(asker: User, second: User) -> None:
    approval = ask(asker)
    approvals.decide(approval=approval, agrees=True, by=second)
    for act, target, by in ((KIND, "another record", asker), (KIND, TARGET, second), ("another.act", TARGET, asker)):
        with pytest.raises(approvals.NeededError):
            approvals.use(kind=act, target=target, by=by)
    for act, target in ((KIND, "another record"), ("another.act", TARGET)):
        with pytest.raises(approvals.NeededError):
            approvals.use_number(id=approval.pk, kind=act, target=target)
    assert approvals.use_number(id=approval.pk, kind=KIND, target=TARGET) == approval
    with pytest.raises(approvals.NeededError):
        approvals.use_number(id=approval.pk, kind=KIND, target=TARGET)


def test_one_act_is_asked_for_beside_another_on_the_same_target(
    asker: User, second: User, kind: kinds.ApprovalKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds._approval_kinds(), "another.act", replace(kind, code="another.act"))
    first = ask(asker)
    other = approvals.ask(kind="another.act", target=TARGET, by=asker)
    assert (first.kind, other.kind) == (KIND, "another.act")
    approvals.decide(approval=other, agrees=True, by=second)
    with pytest.raises(approvals.NeededError):
        use(asker)


def test_nobody_decides_on_their_own_request(asker: User) -> None:
    approval = ask(asker)
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=approval, agrees=True, by=asker)
    changed = Approval.objects.filter(pk=approval.pk)
    with pytest.raises(IntegrityError), transaction.atomic():  # nor does the database take it
        changed.update(decision=Decision.YES, decided_by=asker, decided_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        changed.update(used_at=timezone.now())
    with pytest.raises(approvals.NeededError):
        use(asker)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SUPERVISOR, Role.ADMIN}))
def test_who_has_no_right_to_decide_or_to_ask_does_neither(asker: User, role: Role) -> None:
    somebody = make_user(None, role, "Somebody")
    with pytest.raises(approvals.NotYourDecisionError):
        ask(somebody)
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=ask(asker), agrees=True, by=somebody)
    assert not list(approvals.seen_by(somebody))


def test_a_target_of_others_is_neither_decided_nor_seen(asker: User, second: User) -> None:
    approval = ask(asker, "elsewhere")
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=approval, agrees=True, by=second)
    assert not list(approvals.seen_by(second))
    assert approvals.seen(second, approval.pk) is None
    admin = make_user(None, Role.ADMIN, "Administrator 01")
    assert list(approvals.seen_by(admin)) == [approval]
    approvals.decide(approval=approval, agrees=True, by=admin)


def test_who_has_left_decides_nothing_and_does_nothing(asker: User, second: User) -> None:
    approval = ask(asker)
    second.closed_at = timezone.now()
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.decide(approval=approval, agrees=True, by=second)
    third = make_user(None, Role.ADMIN, "Administrator 01")
    approvals.decide(approval=approval, agrees=True, by=third)
    asker.closed_at = timezone.now()
    asker.save()
    with pytest.raises(approvals.NeededError):
        use(asker)
    with pytest.raises(approvals.NeededError):
        approvals.use_number(id=approval.pk, kind=KIND, target=TARGET)


@pytest.mark.parametrize("lose", [left, demoted])
def test_an_agreement_ends_with_the_right_of_who_gave_it(
    asker: User, second: User, lose: Callable[[User], None]
) -> None:
    approval = ask(asker)
    approvals.decide(approval=approval, agrees=True, by=second)
    lose(second)
    with pytest.raises(approvals.NeededError):
        use(asker)
    with pytest.raises(approvals.NeededError):
        approvals.use_number(id=approval.pk, kind=KIND, target=TARGET)
    assert ask(asker) != approval  # another one can be asked at once


def test_a_request_waits_72_hours(asker: User, second: User) -> None:
    with time_machine.travel(NOW, tick=False):
        approval = ask(asker)
    with time_machine.travel(NOW + dt.timedelta(hours=72), tick=False):
        with pytest.raises(approvals.NoLongerWaitingError):
            approvals.decide(approval=approval, agrees=True, by=second)
        assert ask(asker) != approval  # it can be asked for anew
    with time_machine.travel(NOW + dt.timedelta(hours=71, minutes=59), tick=False):
        assert ask(asker) == approval
        approvals.decide(approval=approval, agrees=True, by=second)


def test_an_agreement_lasts_24_hours(asker: User, second: User) -> None:
    with time_machine.travel(NOW, tick=False):
        approval = ask(asker)
    later = NOW + dt.timedelta(hours=71)
    with time_machine.travel(later, tick=False):
        approvals.decide(approval=approval, agrees=True, by=second)
    with time_machine.travel(later + dt.timedelta(hours=24), tick=False), pytest.raises(approvals.NeededError):
        use(asker)
    with time_machine.travel(later + dt.timedelta(hours=23, minutes=59), tick=False):
        assert use(asker) == approval


def test_a_request_is_decided_once(asker: User, second: User) -> None:
    approval, third = ask(asker), make_user(None, Role.ADMIN, "Administrator 01")
    approvals.decide(approval=approval, agrees=False, by=second)
    with pytest.raises(approvals.NoLongerWaitingError):
        approvals.decide(approval=approval, agrees=True, by=third)
    approval.refresh_from_db()
    assert (approval.decision, approval.decided_by) == (Decision.NO, second)
    assert approval.expires_at == approval.asked_at + approvals.WAITS
    assert acts() == ["approval.asked", "approval.refused"]


def test_what_is_withdrawn_is_neither_decided_nor_done(asker: User, second: User) -> None:
    waiting = ask(asker)
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.withdraw(approval=waiting, by=second)
    approvals.withdraw(approval=waiting, by=asker)
    with pytest.raises(approvals.NoLongerWaitingError):
        approvals.decide(approval=waiting, agrees=True, by=second)
    agreed = ask(asker)
    assert agreed != waiting
    approvals.decide(approval=agreed, agrees=True, by=second)
    approvals.withdraw(approval=agreed, by=asker)
    with pytest.raises(approvals.NeededError):
        use(asker)
    with pytest.raises(approvals.NoLongerWaitingError):
        approvals.withdraw(approval=agreed, by=asker)
    assert acts().count("approval.withdrawn") == 2


def test_who_could_decide_is_told_and_then_the_asker(asker: User, second: User) -> None:
    third = make_user(None, Role.ADMIN, "Administrator 01")
    approval = ask(asker)
    ask(asker)  # again: nobody is told twice
    assert {(n.person, n.kind, n.target) for n in Notice.objects.filter(read_at=None)} == {
        (person, approvals.ASKED, str(approval.pk)) for person in (second, third)
    }
    approvals.decide(approval=approval, agrees=True, by=second)
    [left] = Notice.objects.filter(read_at=None)
    assert (left.person, left.kind, left.target) == (asker, approvals.DECIDED, str(approval.pk))
    assert counts(asker, second, third) == [1, 0, 0]


def test_notices_go_with_the_time_of_a_request_and_with_the_right_to_decide(asker: User, second: User) -> None:
    third = make_user(None, Role.ADMIN, "Administrator 01")
    approval = ask(asker)
    approvals.settle_over()
    assert counts(second, third) == [1, 1]
    demoted(second)
    approvals.settle_over()
    assert counts(second, third) == [0, 1]
    with time_machine.travel(approval.expires_at, tick=False):
        approvals.settle_over()
    assert counts(asker, second, third) == [0, 0, 0]


def test_of_several_requests_the_notices_of_those_that_are_over_go(asker: User, second: User) -> None:
    with time_machine.travel(NOW, tick=False):
        over = [ask(asker, target) for target in ("one", "two")]
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        waits = ask(asker, "three")
    with time_machine.travel(over[0].expires_at, tick=False):
        approvals.settle_over()
    assert [notice.target for notice in Notice.objects.filter(read_at=None)] == [str(waits.pk)]
    assert counts(second) == [1]


def counts(*people: User) -> list[int]:
    for person in people:
        person.refresh_from_db()
    return [person.notices_waiting for person in people]


def test_a_notice_is_dismissed_by_its_person_and_counted_off_once(asker: User, second: User) -> None:
    notices.give(kind="invented", target="1", to=[asker, asker, second])
    notices.give(kind="invented", target="2", to=[asker])
    assert counts(asker, second) == [2, 1]
    first = Notice.objects.get(person=asker, target="1")
    notices.dismiss(id=first.pk, by=second)
    assert counts(asker, second) == [2, 1]
    for _ in range(2):
        notices.dismiss(id=first.pk, by=asker)
    assert counts(asker, second) == [1, 1]
    assert [shown.words for shown in wording.waiting_for(asker)] == ["invented"]
    notices.settle(kind="invented", target="2")
    assert (counts(asker), wording.waiting_for(asker)) == ([0], [])


def test_dismissed_notices_are_forgotten_after_30_days(asker: User) -> None:
    with time_machine.travel(NOW, tick=False):
        notices.give(kind="invented", target="1", to=[asker])
        notices.give(kind="invented", target="2", to=[asker])
        notices.dismiss(id=Notice.objects.get(target="1").pk, by=asker)
    with time_machine.travel(NOW + dt.timedelta(days=30), tick=False):
        assert not notices.old(timezone.now())
    with time_machine.travel(NOW + dt.timedelta(days=30, seconds=1), tick=False):
        assert [notice.target for notice in notices.old(timezone.now())] == ["1"]


def test_a_kind_that_no_room_knows_is_neither_asked_for_nor_shown(asker: User, second: User) -> None:
    with pytest.raises(kinds.UnknownKindError):
        approvals.ask(kind="unheard.of", target=TARGET, by=asker)
    past = timezone.now() + dt.timedelta(hours=1)
    gone = Approval.objects.create(kind="of.a.room.that.went", target=TARGET, asked_by=asker, expires_at=past)
    assert approvals.seen(asker, gone.pk) is None
    assert not [*approvals.seen_by(asker), *approvals.seen_by(second)]


def test_only_the_request_itself_is_withdrawn_and_its_notice_goes(asker: User, second: User) -> None:
    waiting, other = ask(asker), ask(asker, "another record")
    approvals.withdraw(approval=waiting, by=asker)
    other.refresh_from_db()
    assert other.withdrawn_at is None
    assert [notice.target for notice in Notice.objects.filter(read_at=None)] == [str(other.pk)]
    entry = ChainedAct.objects.get(action="approval.withdrawn")
    assert (entry.target, entry.actor, entry.because) == (str(waiting.pk), str(asker.pk), KIND)


def test_what_is_done_or_refused_can_no_longer_be_withdrawn(asker: User, second: User) -> None:
    done, refused = ask(asker), ask(asker, "another record")
    approvals.decide(approval=done, agrees=True, by=second)
    use(asker)
    approvals.decide(approval=refused, agrees=False, by=second)
    for approval in (done, refused):
        with pytest.raises(approvals.NoLongerWaitingError):
            approvals.withdraw(approval=approval, by=asker)


def test_a_number_uses_up_its_own_request_and_no_other(asker: User, second: User) -> None:
    third = make_user(None, Role.SUPERVISOR, "Supervisor 03")
    for by in (asker, third):
        approvals.decide(approval=ask(by), agrees=True, by=second)
    later = approvals.living(kind=KIND, target=TARGET, by=third)
    assert later
    assert approvals.use_number(id=later.pk, kind=KIND, target=TARGET) == later
    entry = ChainedAct.objects.get(action="approval.used")
    assert (entry.target, entry.actor) == (str(later.pk), str(third.pk))
    assert use(asker) != later


def test_a_request_is_seen_with_its_people_in_one_statement(
    asker: User, second: User, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    approval, stranger = ask(asker), make_user(None, Role.OPERATOR, "Operator 04")
    approvals.decide(approval=approval, agrees=True, by=second)
    assert [approvals.seen(person, approval.pk) for person in (asker, second, stranger)] == [approval, approval, None]
    assert approvals.seen(asker, uuid4()) is None
    assert (approvals.of(approval.pk), approvals.of(uuid4())) == (approval, None)
    with django_assert_num_queries(1):
        shown = approvals.seen(asker, approval.pk)
        assert shown
        assert (shown.asked_by, shown.decided_by) == (asker, second)
    with django_assert_num_queries(1):
        [listed] = approvals.seen_by(asker)
        assert (listed.asked_by, listed.decided_by) == (asker, second)
    with time_machine.travel(approval.asked_at + approvals.SHOWN_FOR, tick=False):
        assert list(approvals.seen_by(asker, is_over=True)) == [approval]
    with time_machine.travel(approval.asked_at + approvals.SHOWN_FOR + dt.timedelta(seconds=1), tick=False):
        assert not [*approvals.seen_by(asker), *approvals.seen_by(asker, is_over=True)]


def test_the_page_looks_at_no_more_of_the_past_than_it_shows(
    asker: User,
    second: User,
    kind: kinds.ApprovalKind,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    looked: list[str] = []
    counting = replace(kind, concerns=lambda _person, target: not looked.append(target))  # type: ignore[func-returns-value]
    monkeypatch.setitem(kinds._approval_kinds(), KIND, counting)
    now = timezone.now()
    for at, expires_at in ((now, now + approvals.WAITS), (now - dt.timedelta(days=4), now - dt.timedelta(days=1))):
        Approval.objects.bulk_create(
            Approval(
                kind=KIND, target=str(n), asked_by=asker, asked_at=at - dt.timedelta(n / 1440), expires_at=expires_at
            )
            for n in range(30)
        )
    request: Any = RequestFactory().get("/")
    request.user = second
    with django_assert_num_queries(3):  # what waits, who let whom in, what is past
        page = wording.page_of(request)
    assert [len(page[part]) for part in ("waiting", "own", "past")] == [30, 0, wording.MOST_PAST]
    assert (len(looked), page["page"].after) == (30 + wording.MOST_PAST + 1, 2)
    request.GET = {"page": "2"}
    assert [line.what for line in wording.page_of(request)["past"]] == [f"about {n}" for n in range(25, 30)]


def test_the_slower_of_two_that_use_one_agreement_does_nothing(
    asker: User, second: User, kind: kinds.ApprovalKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    approval = ask(asker)
    approvals.decide(approval=approval, agrees=True, by=second)

    def used_meanwhile(_person: User, _target: str) -> bool:
        Approval.objects.filter(pk=approval.pk).update(used_at=NOW)
        return True

    monkeypatch.setitem(kinds._approval_kinds(), KIND, replace(kind, concerns=used_meanwhile))
    with pytest.raises(approvals.NeededError):
        use(asker)
    Approval.objects.filter(pk=approval.pk).update(used_at=None)
    with pytest.raises(approvals.NeededError):
        approvals.use_number(id=approval.pk, kind=KIND, target=TARGET)
    assert "approval.used" not in acts()


def test_of_two_that_were_asked_for_at_once_the_agreed_one_counts_and_else_the_older(asker: User, second: User) -> None:
    def asked(minutes: int) -> Approval:
        at = timezone.now() + dt.timedelta(minutes=minutes)
        until = at + approvals.WAITS
        return Approval.objects.create(kind=KIND, target=TARGET, asked_by=asker, asked_at=at, expires_at=until)

    later, older = asked(0), asked(-1)
    assert approvals.living(kind=KIND, target=TARGET, by=asker) == older
    approvals.decide(approval=later, agrees=True, by=second)
    assert approvals.living(kind=KIND, target=TARGET, by=asker) == later
