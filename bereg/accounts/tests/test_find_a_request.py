"""What the pages find of requests: what waits for somebody, what is their own, and what was refused last."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from bereg.accounts import approvals, kinds
from bereg.accounts.models import Approval, User
from bereg.accounts.permissions import Permission
from bereg.accounts.roles import Role
from bereg.accounts.tests.asking import KIND, NOW, TARGET, ask, asker, kind, second
from conftest import make_user

__all__ = ["asker", "kind", "second"]
OTHER = "another.act"


@pytest.fixture
def other_kind(kind: kinds.ApprovalKind, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second kind, which the same people ask for and decide."""
    monkeypatch.setitem(kinds._approval_kinds(), OTHER, replace(kind, code=OTHER))


def refused(approval: Approval, by: User) -> Approval:
    approvals.decide(approval=approval, agrees=False, by=by)
    return approval


def last_refusal(by: User) -> Approval | None:
    return approvals.refusal(kind=KIND, target=TARGET, by=by)


@pytest.mark.usefixtures("other_kind")
def test_the_last_refusal_is_of_that_person_that_target_and_that_kind(asker: User, second: User) -> None:
    for code, target, by, decides in (
        (OTHER, TARGET, asker, second),
        (KIND, "another record", asker, second),
        (KIND, TARGET, second, asker),
    ):
        refused(approvals.ask(kind=code, target=target, by=by), decides)
    assert last_refusal(asker) is None
    with time_machine.travel(NOW, tick=False):
        first = refused(ask(asker), second)
    assert last_refusal(asker) == first
    again = refused(ask(asker), second)
    assert last_refusal(asker) == again
    approvals.decide(approval=ask(asker), agrees=True, by=second)
    assert last_refusal(asker) == again


@pytest.mark.usefixtures("other_kind")
def test_the_oldest_that_waits_for_somebody_is_theirs_to_decide(asker: User, second: User) -> None:
    third = make_user(None, Role.SUPERVISOR, "Supervisor 03")
    made = []
    for minutes, (code, by) in enumerate(((OTHER, asker), (KIND, third), (KIND, asker), (KIND, second))):
        with time_machine.travel(NOW + dt.timedelta(minutes=minutes), tick=False):
            made.append(approvals.ask(kind=code, target=TARGET, by=by))
    other, thirds, older, later = made

    def waiting_for(person: User, code: str = KIND) -> Approval | None:
        return approvals.to_decide(kind=code, target=TARGET, by=person)

    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        assert (waiting_for(second), waiting_for(third), waiting_for(second, OTHER)) == (thirds, older, other)
        assert approvals.to_decide(kind=KIND, target="another record", by=second) is None
        refused(thirds, second)
        assert (waiting_for(second), waiting_for(third)) == (older, older)
        approvals.withdraw(approval=older, by=asker)
        assert (waiting_for(second), waiting_for(third)) == (None, later)
    with time_machine.travel(later.expires_at, tick=False):
        assert waiting_for(third) is None


def test_once_it_is_agreed_to_it_is_among_what_is_over_for_all_but_the_asker(asker: User, second: User) -> None:
    approval = ask(asker)
    approvals.decide(approval=approval, agrees=True, by=second)
    assert (list(approvals.seen_by(asker)), list(approvals.seen_by(second))) == ([approval], [])
    over = [list(approvals.seen_by(person, is_over=True)) for person in (asker, second)]
    assert over == [[], [approval]]


def test_ones_own_is_seen_by_who_may_decide_nothing_of_the_kind(
    asker: User, second: User, kind: kinds.ApprovalKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds._approval_kinds(), KIND, replace(kind, decides=Permission.QUESTIONNAIRE_PUBLISH))
    approval = ask(asker)
    assert (list(approvals.seen_by(asker)), list(approvals.seen_by(second))) == ([approval], [])
