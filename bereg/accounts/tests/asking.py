"""An invented act that needs two, and the people who ask for it and decide."""

import datetime as dt

import pytest
from django.utils import timezone

from bereg.accounts import approvals, kinds
from bereg.accounts.models import Approval, User
from bereg.accounts.permissions import Permission
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from conftest import make_user

KIND, TARGET = "invented.act", "one invented record"
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> kinds.ApprovalKind:
    """A kind that supervisors ask for and that supervisors and administrators decide; not on a target of others."""
    made = kinds.ApprovalKind(
        code=KIND,
        label="an invented act",
        asks=Permission.FIGURES_EXPORT,
        describe=lambda target: f"about {target}",
        where=lambda _target: "/invented/",
        concerns=lambda person, target: "elsewhere" not in target or person.role == Role.ADMIN,
    )
    monkeypatch.setitem(kinds._approval_kinds(), KIND, made)
    return made


@pytest.fixture
def asker(db: None) -> User:
    return make_user(None, Role.SUPERVISOR, "Supervisor 01")


@pytest.fixture
def second(db: None) -> User:
    return make_user(None, Role.SUPERVISOR, "Supervisor 02")


def acts() -> list[str]:
    return list(ChainedAct.objects.order_by("pk").values_list("action", flat=True))


def ask(by: User, target: str = TARGET) -> Approval:
    return approvals.ask(kind=KIND, target=target, by=by)


def use(by: User, target: str = TARGET) -> Approval:
    return approvals.use(kind=KIND, target=target, by=by)


def left(user: User) -> None:
    User.objects.filter(pk=user.pk).update(closed_at=timezone.now())


def demoted(user: User) -> None:
    User.objects.filter(pk=user.pk).update(role=Role.OPERATOR)
