"""How long searches are kept, and what goes with which consent."""

import datetime as dt
from contextlib import suppress

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.centres.due import DueItem
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.retention import holds
from bereg.retention.rules import of_model
from bereg.searches import actions, asking, findables, views
from bereg.searches.choices import MatchState, SearchEnding
from bereg.searches.due import due
from bereg.searches.errors import StaleSearchError
from bereg.searches.models import Findable, Match, SearchRequest
from bereg.searches.queries import led_by
from bereg.searches.tests.conftest import agreed, begun, browser_of, now, stands
from bereg.vault import ledger
from bereg.vault.classes import HoldReason
from bereg.vault.models import Key, LedgerLine
from conftest import make_user


def keys_of(*records: SearchRequest | Findable | Match) -> int:
    return Key.objects.filter(record__in=[each.pk for each in records]).count()


def night(months: int) -> None:
    with time_machine.travel(timezone.now() + dt.timedelta(days=31 * months)):
        for model in (SearchRequest, Findable, Match):
            of_model(model).erase(timezone.now(), lambda _done: None)


def test_a_year_after_its_end_the_key_is_destroyed(asked: Match, search: SearchRequest, supervisor: User) -> None:
    night(30)
    assert keys_of(search) == 1  # it goes on
    actions.close(search=now(search), version=now(search).version, ending=SearchEnding.NOTHING, by=supervisor)
    night(11)
    assert keys_of(search, asked) == 2
    night(14)
    assert (keys_of(search, asked), now(search).details, stands(asked).asks) == (0, b"", b"")


def test_it_is_looked_through_each_half_year(search: SearchRequest, supervisor: User, operator: User) -> None:
    assert items(supervisor, months=5) == []
    assert [each.address for each in items(supervisor, months=7)] == [search.get_absolute_url()]
    assert items(operator, months=7) == []
    with time_machine.travel(timezone.now() + dt.timedelta(days=210)):
        actions.review(search=search, version=search.version, by=supervisor)
        assert list(due(supervisor, timezone.now())) == []


def test_open_searches_stand_first_and_a_list_that_is_cut_says_so(
    search: SearchRequest, operator: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = begun(search.enquiry, operator)
    actions.close(search=closed, version=closed.version, ending=SearchEnding.NOTHING, by=supervisor)
    newest, closed_later = begun(search.enquiry, operator), begun(search.enquiry, operator)
    actions.close(search=closed_later, version=1, ending=SearchEnding.NOTHING, by=supervisor)
    assert list(led_by(supervisor)) == [newest, search, closed_later, closed]
    browser = browser_of(supervisor)
    assert "There are more than" not in browser.get(reverse("searches:searches")).content.decode()
    monkeypatch.setattr(views, "MOST_SHOWN", 2)
    page = browser.get(reverse("searches:searches"))
    assert page.context["searches"] == [newest, search]
    assert "There are more than 2" in page.content.decode()


def test_who_is_to_be_asked_waits_on_the_first_page(asked: Match, other_operator: User, supervisor: User) -> None:
    assert [each.address for each in items(other_operator)] == [asked.get_absolute_url()]
    assert items(supervisor) == []
    asking.answer(match=asked, state=MatchState.NOT_REACHED, says="", by=other_operator)
    assert items(other_operator) == []


def items(person: User, months: int = 0) -> list[DueItem]:
    with time_machine.travel(timezone.now() + dt.timedelta(days=31 * months)):
        return list(due(person, timezone.now()))


def test_who_does_not_agree_any_more_is_erased_and_the_enquiry_stays(
    asked: Match, findable: Findable, caller: Enquiry, other_operator: User
) -> None:
    findables.withdraw(findable=findable, by=other_operator)
    assert (Findable._base_manager.exists(), keys_of(findable)) == (False, 0)
    assert (stands(asked).state, stands(asked).findable) == (MatchState.ENDED, None)
    assert Enquiry._base_manager.get(pk=caller.pk).narrative
    agreed(caller, other_operator)  # and may agree anew


@pytest.mark.parametrize("is_held", [False, True])
def test_who_does_not_agree_any_more_is_found_by_no_restored_backup(
    asked: Match, findable: Findable, other_operator: User, *, is_held: bool
) -> None:
    if is_held:
        by, until = (
            make_user(findable.centre, Role.SUPERVISOR, "Supervisor 09"),
            timezone.localdate() + dt.timedelta(days=30),
        )
        holds.hold(record=findable.enquiry, code=HoldReason.COURT, reason="Order 00-1", until=until, owner=by, by=by)
    backup = [Findable._base_manager.get(pk=findable.pk), stands(asked)]
    keys = list(Key.objects.all())
    with suppress(holds.HeldError):
        findables.withdraw(findable=findable, by=other_operator)
    lines = list(ledger.stored())
    LedgerLine.objects.all().delete()
    for each in backup:
        each.save()
    Key.objects.bulk_create(keys, ignore_conflicts=True)
    assert ledger.replay(lines)
    assert stands(asked).state == MatchState.ENDED
    assert not Findable.agreeing().exists()
    assert (Findable._base_manager.exists(), keys_of(findable)) == (is_held, is_held)
    assert ledger.replay(lines) == 0


def test_who_agrees_anew_is_found_after_a_restore_too(
    findable: Findable, caller: Enquiry, other_operator: User
) -> None:
    findables.withdraw(findable=findable, by=other_operator)
    anew = agreed(caller, other_operator)
    assert ledger.replay(list(ledger.stored())) == 0
    assert Findable.agreeing().get() == anew


def test_without_consent_of_the_enquiry_everything_goes(
    asked: Match, findable: Findable, caller: Enquiry, other_operator: User, search: SearchRequest
) -> None:
    withdraw_consent(enquiry=Enquiry._base_manager.get(pk=caller.pk), by=other_operator)
    assert not Match._base_manager.exists()
    assert not Findable._base_manager.exists()
    assert keys_of(asked, findable) == 0
    assert now(search).is_open


def test_without_consent_of_the_relative_the_search_goes_and_nobody_asks(
    asked: Match, search: SearchRequest, relative: Enquiry, operator: User, other_operator: User
) -> None:
    withdraw_consent(enquiry=Enquiry._base_manager.get(pk=relative.pk), by=operator)
    assert not SearchRequest._base_manager.exists()
    assert (stands(asked).search, stands(asked).state) == (None, MatchState.ENDED)
    assert not Notice.objects.filter(kind="search.asked", read_at=None).exists()
    assert items(other_operator) == []
    with pytest.raises(StaleSearchError):
        asking.answer(match=stands(asked), state=MatchState.AGREED, says="Yes.", by=other_operator)
    Match._base_manager.update(state=MatchState.ASKED)  # asked between the stop and the erasure
    assert items(other_operator) == []
    night(0)
    assert keys_of(asked) == 0  # what was said of the relative goes in the same night
