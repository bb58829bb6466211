"""At whatever hour the demonstration is made, what somebody sent alone is reviewed by another."""

import datetime as dt

import pytest
import time_machine

from bereg.accounts.roles import Role
from bereg.centres.clock import zone_of
from bereg.centres.models import Centre
from bereg.dispatch.choices import DispatchGround
from bereg.dispatch.models import Dispatch
from bereg.dispatch.sample_under_way import renew_under_way
from bereg.dispatch.tests.conftest import give_to, registered
from bereg.shifts import sample as shifts
from bereg.vault.classes import Verdict
from conftest import make_user
from tests.told import entry_of

MONDAY = dt.datetime(2026, 3, 2)  # noqa: DTZ001 - the centre's own time is put to it


@pytest.mark.parametrize("hour", range(4, 7 * 24, 12))
def test_another_reviews_what_was_sent_alone(centre: Centre, hour: int) -> None:
    """The only one who reviews comes first by name, and is at work like the others."""
    at = MONDAY.replace(tzinfo=zone_of(centre)) + dt.timedelta(hours=hour)
    with time_machine.travel(at, tick=False):
        head = make_user(centre, Role.SUPERVISOR, "Head 01")
        lawyer, operator = (make_user(centre, role, f"Other {role}") for role in (Role.LAWYER, Role.OPERATOR))
        for sort in ("police", "shelter"):
            entry_of("organisation", f"Invented {sort}", by=head, content={"sort": sort, "phones": ["00-01"]})
        registered(centre, operator)
        give_to(registered(centre, operator), lawyer, head)
        shifts.sample(centre)
        renew_under_way(centre)
        alone = Dispatch.objects.of_centres([centre]).filter(ground=DispatchGround.DANGER)
        assert sorted(alone.values_list("verdict", flat=True)) == ["", Verdict.JUSTIFIED]
