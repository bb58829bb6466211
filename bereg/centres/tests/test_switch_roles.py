"""Roles that a new centre does not need are off until an administrator switches them on."""

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts import switches
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.queries import last_time
from bereg.centres import staffing
from bereg.centres.models import Centre
from conftest import make_user

SWITCH = reverse("centres:switch_role")


@pytest.fixture
def administrator(centre: Centre, client: Client) -> User:
    """An administrator, signed in."""
    made = make_user(centre, Role.ADMIN, "Administrator 01")
    client.force_login(made)
    return made


def offered(client: Client) -> set[str]:
    return {code for code, _label in client.get("/people/").context["form"].fields["role"].choices}


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PUBLISHER, Role.INTERN, Role.EDITOR])
def test_an_administrator_switches_a_role_on_and_off(
    centre: Centre, administrator: User, client: Client, role: Role
) -> None:
    optional = {each.value for each in switches.OPTIONAL}
    assert not optional & offered(client)
    with pytest.raises(staffing.NotBelowError):
        staffing.invite(centre=centre, role=role, by=administrator)
    client.post(SWITCH, {"role": role, "on": "yes"})
    assert optional & offered(client) == {role.value}
    assert staffing.invite(centre=centre, role=role, by=administrator)
    client.post(SWITCH, {"role": role, "on": "no"})
    assert not optional & offered(client)
    assert last_time("role.switched_on")
    assert last_time("role.switched_off")
    assert client.post(SWITCH, {"role": "operator", "on": "no"}).status_code == 400


def test_where_somebody_has_the_role_it_is_on(centre: Centre, administrator: User, client: Client) -> None:
    make_user(centre, Role.INTERN, "Intern 01")
    assert "intern" in offered(client)
    operator = make_user(centre, Role.OPERATOR, "Operator 09")
    with pytest.raises(staffing.NotBelowError):
        staffing.change_role(user=operator, role=Role.PUBLISHER, by=administrator)


def test_a_supervisor_switches_nothing(centre: Centre, client: Client) -> None:
    client.force_login(make_user(centre, Role.SUPERVISOR, "Supervisor 09"))
    assert client.post(SWITCH, {"role": "intern", "on": "yes"}).status_code == 403
    assert "optional-roles" not in client.get("/people/").content.decode()


def test_the_demonstration_shows_them_all(db: None, settings: object) -> None:
    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    assert switches.offered_of_optional() == set(switches.OPTIONAL)
