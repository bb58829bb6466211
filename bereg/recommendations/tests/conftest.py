"""People and a release for the tests of this room."""

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.publications.models import Release
from bereg.publications.tests.released import publish
from conftest import make_user


@pytest.fixture
def year(db: None) -> Release:
    """A published year."""
    return publish()


@pytest.fixture
def second(centre: Centre) -> User:
    return make_user(centre, Role.SUPERVISOR, "Supervisor 02")


@pytest.fixture
def browser(client: Client, supervisor: User) -> Client:
    """The browser of the supervisor."""
    client.force_login(supervisor)
    return client
