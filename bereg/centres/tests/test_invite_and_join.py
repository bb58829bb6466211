"""A colleague joins by a one-time link, and leaves by being closed."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts import who_invited_whom
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres import staffing
from bereg.centres.models import Centre, Invitation
from conftest import PASSWORD, make_user

NEWCOMER = {"name": "Operator 11", "username": "Operator-11", "password": "quite another invented phrase"}


def link_in(answer: bytes) -> str:
    found = re.search(r'value="(http://[^"]+/join/[^"]+)"', answer.decode())
    assert found
    return found[1]


@pytest.fixture
def manager(client: Client, supervisor: User) -> Client:
    client.force_login(supervisor)
    return client


def test_the_link_is_shown_once_works_once_and_is_kept_as_a_hash(
    manager: Client, centre: Centre, supervisor: User
) -> None:
    answer = manager.post(reverse("centres:people"), {"role": "operator", "centre": centre.pk})
    link = link_in(answer.content)
    secret = link.rstrip("/").rsplit("/", 1)[1]
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in manager.get(reverse("centres:people")).content.decode()
    assert not any(secret in str(value) for row in Invitation.objects.values() for value in row.values())

    newcomer = Client()
    assert newcomer.get(link).status_code == 200
    assert newcomer.post(link, NEWCOMER).status_code == 302
    joined = User.objects.get(username="operator-11")
    assert (joined.role, joined.memberships.get().centre) == (Role.OPERATOR, centre)
    assert who_invited_whom.tied_to(supervisor.pk) == {joined.pk}
    assert newcomer.get(reverse("own_account")).status_code == 200
    assert Client().post(link, NEWCOMER | {"username": "second"}).status_code == 410
    assert list(ChainedAct.objects.values_list("action", flat=True)) == [
        "invitation.made",
        "user.created",
        "centre.member_added",
        "invitation.used",
        "user.signed_in",
    ]


def test_an_old_or_revoked_link_says_so(manager: Client, centre: Centre, supervisor: User) -> None:
    with time_machine.travel(dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC), tick=False):
        secret = staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor)
    address = reverse("centres:join", args=[secret])
    with time_machine.travel(dt.datetime(2026, 1, 8, 8, 59, tzinfo=dt.UTC), tick=False):
        assert Client().get(address).status_code == 200
    with time_machine.travel(dt.datetime(2026, 1, 8, 9, 0, tzinfo=dt.UTC), tick=False):
        answer = Client().get(address)
    assert answer.status_code == 410
    assert "no longer works" in answer.content.decode()

    again = staffing.invite(centre=centre, role=Role.LAWYER, by=supervisor)
    pk = Invitation.objects.get(role="lawyer").pk
    manager.post(reverse("centres:revoke_invitation", args=[pk]))
    assert Client().get(reverse("centres:join", args=[again])).status_code == 410

    before_a_restore = staffing.invite(centre=centre, role=Role.LAWYER, by=supervisor)
    staffing.withdraw_all_invitations()
    assert Client().get(reverse("centres:join", args=[before_a_restore])).status_code == 410


@pytest.mark.parametrize("role", ["supervisor", "admin", "nobody"])
def test_a_supervisor_invites_below_their_rank_alone(manager: Client, centre: Centre, role: str) -> None:
    assert manager.post(reverse("centres:people"), {"role": role, "centre": centre.pk}).status_code == 422
    assert not Invitation.objects.exists()


def test_a_supervisor_invites_to_no_other_centre(manager: Client, other_centre: Centre) -> None:
    answer = manager.post(reverse("centres:people"), {"role": "operator", "centre": other_centre.pk})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "bad",
    [
        {"password": "short"},
        {"password": "operator-11"},
        {"username": "имя"},
        {"username": "operator-04"},
        {"name": ""},
    ],
)
@pytest.mark.usefixtures("operator")
def test_a_bad_choice_is_named_and_the_link_lives_on(
    centre: Centre, supervisor: User, bad: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    secret = staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor)
    address = reverse("centres:join", args=[secret])
    answer = Client().post(address, NEWCOMER | bad)
    assert secret not in caplog.text
    assert f'id="id_{next(iter(bad))}_error"' in answer.content.decode()
    assert Client().post(address, NEWCOMER).status_code == 302


def test_who_is_closed_is_out_at_once_and_can_come_back(manager: Client, operator: User, supervisor: User) -> None:
    at_work = Client()
    assert at_work.login(username=operator.username, password=PASSWORD)
    address = reverse("centres:change_person", args=[operator.pk])
    manager.post(address, {"act": "close"})
    assert at_work.get(reverse("own_account")).status_code == 302
    assert not Client().login(username=operator.username, password=PASSWORD)
    assert User.objects.filter(pk=operator.pk).exists()
    manager.post(address, {"act": "reopen"})
    assert Client().login(username=operator.username, password=PASSWORD)
    assert set(ChainedAct.objects.filter(target=str(operator.pk)).values_list("action", flat=True)) >= {
        "user.closed",
        "user.reopened",
    }


@pytest.mark.parametrize(
    "act", [{"act": "close"}, {"act": "role", "role": "admin"}, {"act": "role", "role": "operator"}]
)
def test_nobody_changes_themselves(client: Client, centre: Centre, act: dict[str, str]) -> None:
    admin = make_user(centre, Role.ADMIN, "Administrator 01")
    client.force_login(admin)
    client.post(reverse("centres:change_person", args=[admin.pk]), act)
    admin.refresh_from_db()
    assert (admin.role, admin.closed_at) == (Role.ADMIN, None)


def test_a_supervisor_touches_no_equal_and_no_stranger(manager: Client, centre: Centre, other_operator: User) -> None:
    equal = make_user(centre, Role.SUPERVISOR, "Supervisor 02")
    manager.post(reverse("centres:change_person", args=[equal.pk]), {"act": "close"})
    equal.refresh_from_db()
    assert equal.closed_at is None
    stranger = reverse("centres:change_person", args=[other_operator.pk])
    assert manager.post(stranger, {"act": "close"}).status_code == 404


def test_a_supervisor_makes_nobody_an_administrator(manager: Client, operator: User) -> None:
    address = reverse("centres:change_person", args=[operator.pk])
    manager.post(address, {"act": "role", "role": "admin"})
    operator.refresh_from_db()
    assert operator.role == Role.OPERATOR
    manager.post(address, {"act": "role", "role": "lawyer"})
    operator.refresh_from_db()
    assert operator.role == Role.LAWYER


def test_an_operator_sees_no_staff_list(desk: Client) -> None:
    assert desk.get(reverse("centres:people")).status_code == 403
