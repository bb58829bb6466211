"""A supervisor gives a colleague of their own centre, below their own rank, a link to a new password."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import Reset, User
from bereg.accounts.permissions import PERMISSIONS, Permission
from bereg.accounts.reauthentication import FRESH_S
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre, Invitation
from conftest import PASSWORD, make_user
from tests.factors import age_factor

NEW = "quite another invented phrase"
PEOPLE = reverse("centres:people")


@pytest.fixture
def manager(client: Client, supervisor: User) -> Client:
    client.force_login(supervisor)
    return client


def ask(browser: Client, person: User, **more: str) -> HttpResponse:
    address = reverse("centres:change_person", args=[person.pk])
    return browser.post(address, {"act": "reset"} | more)  # type: ignore[return-value]


def link_in(answer: HttpResponse) -> str:
    found = re.search(r'value="(http://[^"]+/account/reset/[^"]+)"', answer.content.decode())
    assert found
    return found[1]


def test_the_link_is_shown_once_and_lets_the_colleague_in(manager: Client, operator: User) -> None:
    answer = ask(manager, operator)
    link, page = link_in(answer), answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Give this link to Operator 04" in page
    assert "24 hours" in page
    assert "There is a problem" not in page  # the form of invitations beside it is not taken for filled in
    assert "/account/reset/" not in manager.get(PEOPLE).content.decode()
    assert Client().post(link, {"password": NEW}).status_code == 302
    assert Client().login(username=operator.username, password=NEW)
    assert not Client().login(username=operator.username, password=PASSWORD)
    assert list(ChainedAct.objects.values_list("action", flat=True)) == ["user.reset_offered", "user.reset"]


@pytest.mark.parametrize(("ticked", "kept"), [({}, True), ({"second_factor": "remove"}, False)])
def test_the_second_factor_goes_only_where_ticked(
    manager: Client, operator: User, ticked: dict[str, str], kept: bool
) -> None:
    assert "also remove the second factor" in manager.get(PEOPLE).content.decode()
    link = link_in(ask(manager, operator, **ticked))
    assert Authenticator.objects.filter(user=operator).exists()  # not before the link is used
    Client().post(link, {"password": NEW})
    assert Authenticator.objects.filter(user=operator).exists() is kept


def test_the_second_factor_is_not_spoken_of_where_there_is_none(manager: Client, operator: User) -> None:
    Authenticator.objects.filter(user=operator).delete()
    assert "also remove the second factor" not in manager.get(PEOPLE).content.decode()


@pytest.mark.parametrize("role", [role for role in Role if Permission.STAFF_MANAGE not in PERMISSIONS[role]])
def test_other_roles_may_not(client: Client, centre: Centre, operator: User, role: Role) -> None:
    client.force_login(make_user(centre, role, "Somebody"))
    assert ask(client, operator).status_code == 403
    assert not Reset.objects.exists()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN])
def test_a_supervisor_may_not_for_an_equal_or_a_superior(manager: Client, centre: Centre, role: Role) -> None:
    assert ask(manager, make_user(centre, role, "Colleague")).status_code == 302
    assert not Reset.objects.exists()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN])
def test_nobody_may_for_themselves(client: Client, centre: Centre, role: Role) -> None:
    person = make_user(centre, role, "Somebody")
    client.force_login(person)
    assert ask(client, person).status_code == 302
    assert not Reset.objects.exists()


def test_another_centre_is_out_of_reach(manager: Client, other_operator: User) -> None:
    assert ask(manager, other_operator).status_code == 404
    assert not Reset.objects.exists()


def test_an_administrator_may_for_everybody_else(
    client: Client, centre: Centre, other_operator: User, supervisor: User
) -> None:
    client.force_login(make_user(centre, Role.ADMIN, "Administrator 01"))
    for person in (other_operator, supervisor, make_user(centre, Role.ADMIN, "Administrator 02")):
        assert Client().get(link_in(ask(client, person))).status_code == 200


def test_who_left_gets_no_link(manager: Client, operator: User, supervisor: User) -> None:
    manager.post(reverse("centres:change_person", args=[operator.pk]), {"act": "close"})
    assert ask(manager, operator).status_code == 302
    assert not Reset.objects.exists()
    assert "New sign-in link" not in manager.get(PEOPLE).content.decode()


def test_a_change_of_role_ends_the_sessions(manager: Client, operator: User) -> None:
    at_work = Client()
    assert at_work.login(username=operator.username, password=PASSWORD)
    assert at_work.get(reverse("own_account")).status_code == 200
    manager.post(reverse("centres:change_person", args=[operator.pk]), {"act": "role", "role": "lawyer"})
    assert at_work.get(reverse("own_account")).status_code == 302
    assert manager.get(PEOPLE).status_code == 200


@pytest.mark.parametrize("act", ["reset", "role", "close"])
def test_a_second_factor_of_long_ago_is_asked_for_again(manager: Client, operator: User, act: str) -> None:
    age_factor(manager, FRESH_S)
    answer = manager.post(reverse("centres:change_person", args=[operator.pk]), {"act": act, "role": "lawyer"})
    assert "Confirm that it is you" in answer.content.decode()
    assert ("act", act) in answer.context["carried"]
    assert not ChainedAct.objects.filter(target=str(operator.pk)).exists()


def test_inviting_asks_for_it_too_and_looking_does_not(manager: Client, centre: Centre) -> None:
    age_factor(manager, FRESH_S)
    assert manager.get(PEOPLE).status_code == 200
    answer = manager.post(PEOPLE, {"role": "operator", "centre": centre.pk})
    assert ("role", "operator") in answer.context["carried"]
    assert not Invitation.objects.exists()
