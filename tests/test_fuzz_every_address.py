"""Made-up requests to every address by everybody: whatever is sent, no error of the program."""

import logging
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.roles import Role
from bereg.centres import staffing
from bereg.core.tests.torture import say, share
from bereg.desk.find_form import FindForm
from bereg.desk.views import find
from bereg.enquiries.finding import Filter
from conftest import make_user
from tests.addresses import PAGES
from tests.fuzzing import Fuzz
from tests.hostile import signed_in
from tests.world import Site

Everybody = dict[str, Client]


@pytest.fixture(autouse=True)
def _no_log() -> Iterator[None]:
    """Write no log: that of a million refusals takes longer than they do, and fills the memory."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def everybody(world: tuple[Site, Site]) -> Everybody:
    """The browsers of every role, and of somebody who is not signed in. Nobody idles: the clock stands."""
    here, _ = world
    supervisor = make_user(here.centre, Role.SUPERVISOR, "Supervisor 01")
    here.ids["secret"] = staffing.invite(centre=here.centre, role=Role.INTERN, by=supervisor)
    here.ids["reset"] = staffing.offer_reset(user=here.operator, with_second_factor=True, by=supervisor)
    return {"nobody": Client(), **{str(role): signed_in(role, here.centre) for role in Role}}


def fuzz(who: str, world: tuple[Site, Site], everybody: Everybody, count: int) -> Fuzz:
    """Send so many requests of one; each role has others."""
    browser, number = everybody[who], list(everybody).index(who)
    done = Fuzz(browser, world, Role(who) if who in Role.values else None)
    done.run(count, first=number * 1_000_000)
    assert sum(done.seen.values()) >= count, who
    is_signed_in = browser.get(reverse("own_account")).status_code == 200
    assert is_signed_in == (who != "nobody"), who  # to the end
    return done


def test_some_requests_of_everybody(world: tuple[Site, Site], everybody: Everybody) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        seen = {kind for who in everybody for kind in fuzz(who, world, everybody, 10).seen}
    assert seen >= {"2xx", "3xx", "4xx"}


def test_an_error_of_a_page_is_found(
    world: tuple[Site, Site], everybody: Everybody, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrowed = find._filter

    def broken(form: FindForm) -> Filter:
        if form.cleaned_data["mine"]:
            raise ZeroDivisionError
        return narrowed(form)

    monkeypatch.setattr(find, "_filter", broken)
    with pytest.raises(ZeroDivisionError):
        Fuzz(everybody[Role.OPERATOR], world, Role.OPERATOR, ["desk:find"]).run(200)


@pytest.mark.torture
@pytest.mark.parametrize("who", ["nobody", *Role.values])
def test_fifty_thousand_requests_a_role(who: str, world: tuple[Site, Site], everybody: Everybody) -> None:
    count = share(50_000)
    with time_machine.travel(timezone.now(), tick=False):
        done = fuzz(who, world, everybody, count)
    if count >= 5_000:
        assert done.visited == set(PAGES)
    say("S15", f"{count} requests of {who}, 0 of 5xx: {dict(sorted(done.seen.items()))}")
