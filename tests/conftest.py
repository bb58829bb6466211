"""Two filled centres, and the browsers of who may do most."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres import staffing
from bereg.centres.models import Centre
from tests.counted import count_all
from tests.hostile import signed_in
from tests.world import Site, make_world


@pytest.fixture
def world(centre: Centre, other_centre: Centre, settings: Any, tmp_path: object) -> tuple[Site, Site]:
    settings.DATA = tmp_path
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    cache.clear()
    return make_world(centre, other_centre)


@pytest.fixture
def clock_stands() -> Iterator[None]:
    """Let no minute end: the form shows it, and a session's activity is noted once a minute."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def browsers(world: tuple[Site, Site], supervisor: User) -> dict[Role | None, Client]:
    here, _ = world
    here.ids["secret"] = staffing.invite(centre=here.centre, role=Role.INTERN, by=supervisor)
    here.ids["reset"] = staffing.offer_reset(user=here.operator, with_second_factor=True, by=supervisor)
    count_all()
    return {None: Client(), **{role: signed_in(role, here.centre) for role in (Role.SUPERVISOR, Role.ADMIN)}}
