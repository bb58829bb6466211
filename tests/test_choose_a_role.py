"""Who is alone in a new centre is administrator and supervisor, one at a time; nothing for two opens to one."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts import actions, approvals, own_role
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.accounts.roles import Role
from bereg.audit.queries import last_time
from bereg.centres.grants import KIND, target_of_invitation
from bereg.centres.models import Centre
from bereg.report.export import KIND as EXPORT
from conftest import make_user
from tests.factors import age_factor, sign_in

CHOOSE = reverse("choose_role")


@pytest.fixture
def alone(centre: Centre) -> User:
    """The first administrator, who is the only person here."""
    return make_user(centre, Role.ADMIN, "Administrator 01")


def as_now(person: User) -> User:
    return User.objects.get(pk=person.pk)


def join(username: str = "operator-77") -> None:
    actions.create_user(
        username=username, name="Operator 77", role=Role.OPERATOR, password="invented", language="en", by=None
    )


def test_it_is_chosen_at_sign_in_and_changed_later(alone: User, client: Client) -> None:
    assert sign_in(client, alone).headers["Location"] == CHOOSE
    assert client.get("/find/").status_code == 403
    assert client.post(CHOOSE, {"role": "supervisor"}).status_code == 302
    assert client.get("/find/").status_code == 200
    assert last_time("user.role_chosen")
    page = client.get("/today/").content.decode()
    assert f'href="{CHOOSE}"' in page  # in the menu of the account
    client.post(CHOOSE, {"role": "admin"})
    assert client.get("/find/").status_code == 403
    assert (as_now(alone).role, as_now(alone).own_role) == (Role.ADMIN, "")


def test_it_takes_a_fresh_second_factor(alone: User, client: Client) -> None:
    client.force_login(alone)
    age_factor(client, 3600)
    assert "again-code" in client.post(CHOOSE, {"role": "supervisor"}).content.decode()
    assert as_now(alone).role == Role.ADMIN


@pytest.mark.parametrize("role", ["operator", "", "publisher"])
def test_only_these_two_are_offered(alone: User, client: Client, role: str) -> None:
    client.force_login(alone)
    assert client.post(CHOOSE, {"role": role}).status_code == 403


def test_what_takes_two_does_not_open_to_one_in_the_other_role(centre: Centre, alone: User) -> None:
    own_role.choose(role=Role.SUPERVISOR, by=alone)
    one = as_now(alone)
    assert one.may(Permission.FIGURES_EXPORT)
    for act in (approvals.use_or_alone, approvals.use):
        with pytest.raises(approvals.NeededError):
            act(kind=EXPORT, target="anything", by=one)
    asked = approvals.ask_or_alone(kind=EXPORT, target="2008-01 2008-02 all", by=one)
    assert not asked.decision
    own_role.choose(role=Role.ADMIN, by=one)
    assert not approvals.may_decide(as_now(alone), asked)  # nobody is the second person of their own request
    target = target_of_invitation(Role.SUPERVISOR, centre)
    assert approvals.use_or_alone(kind=KIND, target=target, by=as_now(alone))  # as ever on the first day


def test_when_a_second_person_comes_everybody_has_one_role(alone: User, client: Client) -> None:
    own_role.choose(role=Role.SUPERVISOR, by=alone)
    join()
    assert (as_now(alone).role, as_now(alone).own_role) == (Role.ADMIN, "")
    assert last_time("user.role_given_back")
    client.force_login(as_now(alone))
    assert client.get(CHOOSE).status_code == 404
    with pytest.raises(own_role.NotAloneError):
        own_role.choose(role=Role.SUPERVISOR, by=as_now(alone))


def test_who_closes_all_others_has_not_two_roles_again(alone: User) -> None:
    join()
    actions.close_user(user=User.objects.get(username="operator-77"), by=alone)
    assert not own_role.may_choose(alone)
