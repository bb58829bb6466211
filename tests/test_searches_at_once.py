"""Searches by several at once: each is proposed once, asked once and answered once, and nothing is told besides."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.clock import today_at
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.retention import holds
from bereg.searches import asking, matching
from bereg.searches.choices import MatchState, SearchEnding
from bereg.searches.models import Findable, Match, SearchRequest
from bereg.searches.tests.conftest import (
    ASKS,
    SAYS,
    agreed,
    begun,
    browser_of,
    now,
    page_of,
    registered,
    stands,
)
from bereg.vault.actions import sweep_spare_keys
from bereg.vault.classes import HoldReason
from bereg.vault.models import Key
from conftest import make_user
from tests.at_once import at_once, sending

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def search(centre: Centre, other_centre: Centre, operator: User, other_operator: User) -> SearchRequest:
    made = begun(registered(centre, operator), operator)
    agreed(registered(other_centre, other_operator), other_operator)
    return made


@pytest.fixture
def match(search: SearchRequest, supervisor: User) -> Match:
    assert matching.look(search=search, by=supervisor) == 1
    return stands(Match._base_manager.get())


@pytest.fixture
def asked(match: Match, supervisor: User) -> Match:
    asking.ask(match=match, asks=ASKS, by=supervisor)
    return stands(match)


@pytest.fixture
def here(centre: Centre, supervisor: User) -> list[Client]:
    """The browsers of two supervisors of the relative's centre."""
    return [browser_of(each) for each in (supervisor, make_user(centre, Role.SUPERVISOR, "Supervisor 02"))]


@pytest.fixture
def there(other_centre: Centre, other_operator: User) -> list[Client]:
    """The browsers of the two who may answer for the person found."""
    return [browser_of(each) for each in (other_operator, make_user(other_centre, Role.SUPERVISOR, "Supervisor 09"))]


def statuses(*acts: Any) -> list[str]:
    return sorted(map(str, at_once(*acts)))


def test_of_two_who_compare_each_match_is_proposed_once(search: SearchRequest, here: list[Client]) -> None:
    assert statuses(*(sending(each, page_of("compare", search), {}) for each in here)) == ["302", "302"]
    assert Match._base_manager.count() == 1


def test_of_two_who_ask_one_does(match: Match, here: list[Client]) -> None:
    answers = statuses(*(sending(each, page_of("ask", match), {"asks": ASKS}) for each in here))
    assert answers == ["302", "409"]
    assert stands(match).state == MatchState.ASKED


def test_of_two_answers_one_stands(asked: Match, there: list[Client]) -> None:
    yes, no = {"state": "agreed", "says": SAYS}, {"state": "refused"}
    for_each = zip(there, (yes, no), strict=True)
    answers = statuses(*(sending(each, page_of("match", asked), typed) for each, typed in for_each))
    assert answers == ["302", "409"]
    now_stands = stands(asked)
    assert (now_stands.state == MatchState.AGREED) == (now_stands.agreed_at is not None)


def test_a_yes_while_the_search_closes_is_told_to_nobody(
    asked: Match, search: SearchRequest, here: list[Client], there: list[Client]
) -> None:
    closing = {"ending": "nothing", "version": str(now(search).version)}
    yes = {"state": "agreed", "says": SAYS}
    answers = at_once(
        sending(here[0], page_of("close", search), closing), sending(there[0], page_of("match", asked), yes)
    )
    assert answers[0] == 302
    assert (now(search).ending, stands(asked).state) == (SearchEnding.NOTHING, MatchState.ENDED)
    assert here[1].post(page_of("tell", asked)).status_code == 302
    assert stands(asked).told_at is None


@pytest.mark.parametrize("is_held", [False, True])
def test_who_takes_it_back_while_searches_are_compared_is_matched_no_more(
    search: SearchRequest, here: list[Client], there: list[Client], other_centre: Centre, is_held: bool
) -> None:
    enquiry = Findable._base_manager.select_related("enquiry__centre").get().enquiry
    if is_held:
        by, until = make_user(other_centre, Role.SUPERVISOR, "Supervisor 10"), today_at(other_centre)
        holds.hold(record=enquiry, code=HoldReason.COURT, reason="Order 00-1", until=until, owner=by, by=by)
    acts = (sending(here[0], page_of("compare", search), {}), sending(there[0], page_of("withdraw", enquiry), {}))
    assert statuses(*acts) == ["302", "302"]
    assert not Match._base_manager.exists()
    assert Findable._base_manager.exists() == is_held


def test_what_is_asked_while_the_consent_goes_goes_with_it(
    match: Match, here: list[Client], there: list[Client]
) -> None:
    enquiry = match.enquiry_id
    answers = at_once(
        sending(here[0], page_of("ask", match), {"asks": ASKS}),
        sending(there[0], reverse("desk:withdraw", args=[enquiry]), {}),
    )
    assert answers[1] == 302
    assert answers[0] in {302, 404, 409}
    assert Enquiry._base_manager.get(pk=enquiry).consent == "withdrawn"
    assert not Match._base_manager.exists()
    assert not Findable._base_manager.exists()
    if answers[0] != 302:  # who was refused may have made a key of words that were never stored: it goes by the night
        sweep_spare_keys(older_than=dt.timedelta(0))
    assert not Key.objects.filter(record=match.pk).exists()
