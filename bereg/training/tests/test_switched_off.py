"""The practice of interns is offered on an enquiry only while the role of intern is switched on."""

import pytest
from django.test import Client

from bereg.accounts import switches
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.training.models import Practice
from conftest import make_user

OFFER = "Mask it and give it to an intern"


@pytest.fixture
def administrator(centre: Centre) -> User:
    return make_user(centre, Role.ADMIN, "Administrator 01")


@pytest.fixture
def desk(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


def test_practice_is_offered_while_the_role_is_on(desk: Client, enquiry: Enquiry, administrator: User) -> None:
    def shown() -> bool:
        return OFFER in desk.get(enquiry.get_absolute_url()).content.decode()

    assert not shown()
    switches.switch_role(Role.INTERN, on=True, by=administrator)
    assert shown()
    switches.switch_role(Role.INTERN, on=False, by=administrator)
    assert not shown()


def test_what_was_given_stays_in_sight_when_the_last_intern_has_gone(
    desk: Client, enquiry: Enquiry, practice: Practice
) -> None:
    assert OFFER in desk.get(enquiry.get_absolute_url()).content.decode()  # somebody has the role, so it is on
    User.objects.filter(pk=practice.intern.pk).update(closed_at=practice.given_at)
    page = desk.get(enquiry.get_absolute_url()).content.decode()
    assert OFFER not in page
    assert "Practice of interns" in page
