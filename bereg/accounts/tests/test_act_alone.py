"""Where nobody else could decide, an act is free for its time, and recorded as done alone."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine

from bereg.accounts import approvals
from bereg.accounts.decisions import Decision
from bereg.accounts.models import Approval, Notice, User
from bereg.accounts.roles import Role
from bereg.accounts.tests.asking import KIND, NOW, TARGET, acts, ask, asker, demoted, kind, left, second, use
from bereg.audit.models import ChainedAct
from conftest import make_user

__all__ = ["asker", "kind", "second"]


def test_where_nobody_else_could_decide_the_act_is_free_and_recorded_as_alone(asker: User) -> None:
    done = approvals.use_or_alone(kind=KIND, target=TARGET, by=asker)
    assert (done.decision, done.decided_by, done.asked_by) == (Decision.ALONE, None, asker)
    assert (done.kind, done.target) == (KIND, TARGET)
    assert acts() == ["approval.alone"]
    entry = ChainedAct.objects.get()
    assert (entry.target, entry.actor, entry.because) == (str(done.pk), str(asker.pk), KIND)
    make_user(None, Role.ADMIN, "Administrator 01")
    with pytest.raises(approvals.NeededError):
        approvals.use_or_alone(kind=KIND, target=TARGET, by=asker)


def test_alone_is_only_who_may_ask_at_all(db: None) -> None:
    with pytest.raises(approvals.NotYourDecisionError):
        approvals.use_or_alone(kind=KIND, target=TARGET, by=make_user(None, Role.OPERATOR, "Operator 04"))


def test_asked_for_where_nobody_else_could_decide_it_may_be_done_for_its_time(asker: User) -> None:
    def ask_or_alone(by: User, target: str = TARGET) -> Approval:
        return approvals.ask_or_alone(kind=KIND, target=target, by=by)

    with pytest.raises(approvals.NotYourDecisionError):
        ask_or_alone(make_user(None, Role.OPERATOR, "Operator 04"))
    with time_machine.travel(NOW, tick=False):
        free = ask_or_alone(asker)
        assert ask_or_alone(asker) == free
        assert ask_or_alone(asker, "another record") != free
    assert (free.decision, free.kind, free.target, free.asked_by) == (Decision.ALONE, KIND, TARGET, asker)
    assert (free.asked_at, free.decided_at, free.used_at) == (NOW, NOW, None)
    assert free.expires_at == NOW + dt.timedelta(hours=24)
    entry = ChainedAct.objects.get(target=str(free.pk))
    assert (entry.action, entry.actor, entry.because) == ("approval.asked", str(asker.pk), KIND)
    with time_machine.travel(NOW + dt.timedelta(hours=25), tick=False):
        assert ask_or_alone(asker) != free  # its time is over
    with time_machine.travel(NOW, tick=False):
        assert approvals.use_number(id=free.pk, kind=KIND, target=TARGET) == free
    assert ChainedAct.objects.filter(action="approval.alone", target=str(free.pk)).exists()
    assert approvals.done_alone_since(NOW) == 1
    assert approvals.done_alone_since(NOW + dt.timedelta(seconds=1)) == 0
    make_user(None, Role.SUPERVISOR, "Supervisor 02")
    waiting = ask_or_alone(asker, "a third record")
    approvals.decide(approval=ask(asker), agrees=True, by=User.objects.get(name="Supervisor 02"))
    use(asker)
    assert approvals.done_alone_since(NOW) == 1  # not what two did
    assert (waiting.decision, waiting.decided_at) == ("", None)
    assert ask_or_alone(asker, "a third record") == waiting


def test_what_was_free_is_free_while_nobody_could_decide_on_that_target(asker: User) -> None:
    here, there = (approvals.ask_or_alone(kind=KIND, target=target, by=asker) for target in (TARGET, "elsewhere"))
    make_user(None, Role.SUPERVISOR, "Supervisor 02")  # decides here alone
    with pytest.raises(approvals.NeededError):
        approvals.use_number(id=here.pk, kind=KIND, target=TARGET)
    assert approvals.use_number(id=there.pk, kind=KIND, target="elsewhere") == there


@pytest.mark.parametrize("lose", [left, demoted])
def test_who_could_decide_no_more_is_neither_told_nor_waited_for(
    asker: User, second: User, lose: Callable[[User], None]
) -> None:
    lose(second)
    ask(asker)
    assert not Notice.objects.exists()
    assert approvals.use_or_alone(kind=KIND, target="another record", by=asker).decision == Decision.ALONE
