"""Every page of the desk opens, and every address of it says who may use it."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from conftest import make_user

PAGES = ["today", "new_enquiry", "find"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_an_operator(desk: Client, page: str) -> None:
    assert desk.get(reverse(f"desk:{page}")).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_a_stranger_to_sign_in(client: Client, page: str) -> None:
    answer = client.get(reverse(f"desk:{page}"))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


@pytest.mark.parametrize("page", ["new_enquiry", "find"])
def test_an_analyst_reads_no_enquiries(client: Client, centre: Centre, page: str) -> None:
    client.force_login(make_user(centre, Role.ANALYST, "Analyst 02"))
    assert client.get(reverse(f"desk:{page}")).status_code == 403


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMIN, Role.INTERN, Role.PUBLISHER, Role.EDITOR])
def test_who_registers_nothing_begins_the_day_elsewhere(client: Client, centre: Centre, role: Role) -> None:
    client.force_login(make_user(centre, role, "Person 05"))
    answer = client.get(reverse("desk:today"), follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain


@pytest.mark.parametrize("page", ["enquiry", "correct", "saved", "withdraw", "further_contact"])
def test_a_missing_enquiry_is_404(desk: Client, page: str) -> None:
    assert desk.get(reverse(f"desk:{page}", args=[uuid4()])).status_code == 404


def test_who_belongs_to_no_centre_is_told_so(client: Client, db: None) -> None:
    someone: User = make_user(None, Role.OPERATOR, "Operator 77")
    client.force_login(someone)
    for page in ("today", "new_enquiry"):
        answer = client.get(reverse(f"desk:{page}"))
        assert answer.status_code in {200, 403}
        assert "You belong to no centre" in answer.content.decode()
