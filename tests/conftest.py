"""Two filled centres, and the browsers of who may do most."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import timezone

from bereg.accounts.roles import Role
from bereg.centres import staffing
from conftest import make_user
from tests.hostile import signed_in
from tests.standing_world import FIXTURE, StandingWorld
from tests.world import Site


@pytest.fixture(scope="session")
def _worlds(
    request: pytest.FixtureRequest, django_db_setup: None, user_that_serves: str, django_db_blocker: Any
) -> Iterator[StandingWorld]:
    """Worlds are made after the databases and the user that serves, and are gone before them."""
    made = StandingWorld(django_db_blocker)
    made.begin()
    request.config.pluginmanager.register(made)
    yield made
    request.config.pluginmanager.unregister(made)
    made.end()


@pytest.fixture
def world(_worlds: StandingWorld, db: None, settings: Any, tmp_path: Path) -> tuple[Site, Site]:
    """Two centres with one of everything, whose files lie in a data folder of this test."""
    assert all(len(connections[name].atomic_blocks) > 1 for name in connections), "a test that commits makes its own"
    settings.DATA = tmp_path
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    cache.clear()
    return _worlds.now.handed_out(tmp_path)


@pytest.fixture
def clock_stands(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let no minute end: the form shows it, and a session's activity is noted once a minute.

    A world that stands is always as old as at its beginning.
    """
    is_in_world = FIXTURE in request.fixturenames
    moment = request.getfixturevalue("_worlds").now.made_at if is_in_world else timezone.now()
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture
def browsers(world: tuple[Site, Site]) -> dict[Role | None, Client]:
    here, _ = world
    supervisor = make_user(here.centre, Role.SUPERVISOR, "Supervisor 01")
    here.ids["secret"] = staffing.invite(centre=here.centre, role=Role.INTERN, by=supervisor)
    here.ids["reset"] = staffing.offer_reset(user=here.operator, with_second_factor=True, by=supervisor)
    return {None: Client(), **{role: signed_in(role, here.centre) for role in (Role.SUPERVISOR, Role.ADMIN)}}
