"""Who takes it back that they agreed to be found is matched, asked and told about no more, also under a hold."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.retention import holds
from bereg.retention.rules import of_model
from bereg.searches import matching
from bereg.searches.choices import MatchState
from bereg.searches.models import Findable, Match, SearchRequest
from bereg.searches.tests.conftest import browser_of, page_of, stands
from bereg.vault.classes import HoldReason
from conftest import make_user

pytestmark = pytest.mark.usefixtures("serve")


def test_who_agrees_no_more_under_a_hold_is_found_no_more_and_erased_when_it_ends(  # noqa: PLR0917 - fixtures
    search: SearchRequest,
    asked: Match,
    findable: Findable,
    other_operator: User,
    supervisor: User,
    other_centre: Centre,
) -> None:
    by, until = make_user(other_centre, Role.SUPERVISOR, "Supervisor 09"), timezone.localdate() + dt.timedelta(days=30)
    caller = findable.enquiry
    holds.hold(record=caller, code=HoldReason.COURT, reason="Order 00-1", until=until, owner=by, by=by)
    browser = browser_of(other_operator)
    told = browser.post(page_of("withdraw", caller), follow=True).content.decode()
    assert "they are not found or asked any more" in told
    assert "Does not agree to be found any more" in told
    assert stands(asked).state == MatchState.ENDED
    assert "Does not agree any more, since" in browser.get(page_of("findable", caller)).content.decode()
    assert browser.post(page_of("withdraw", caller)).status_code == 409
    Match._base_manager.all().delete()
    assert matching.look(search=search, by=supervisor) == 0
    _night(0)
    assert Findable._base_manager.exists()
    _night(31)
    assert not Findable._base_manager.exists()


def test_who_takes_it_back_while_a_search_is_compared_is_not_matched(
    search: SearchRequest, findable: Findable, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between what was read and what is stored, a hold keeps what was noted."""

    def take_back(_enquiry: Enquiry) -> None:
        Findable._base_manager.filter(pk=findable.pk).update(withdrawn_at=timezone.now())

    monkeypatch.setattr(matching, "lock_consent", take_back)
    assert matching.look(search=search, by=supervisor) == 0
    assert not Match._base_manager.exists()


def _night(days: int) -> None:
    with time_machine.travel(timezone.now() + dt.timedelta(days=days)):
        of_model(Findable).erase(timezone.now(), lambda _done: None)
