"""Of a child nobody tells the relative, whenever the year is learned: a child-protection body is written to."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.enquiries.models import Enquiry
from bereg.searches import actions, asking, matching
from bereg.searches.choices import MatchState, SearchEnding
from bereg.searches.details import Details
from bereg.searches.errors import ChildError, StaleSearchError
from bereg.searches.models import Findable, Match, SearchRequest
from bereg.searches.tests.conftest import (
    ASKS,
    FOUND,
    SAYS,
    SOUGHT,
    agreed,
    answer,
    begun,
    browser_of,
    page_of,
    requested,
    stands,
)

pytestmark = pytest.mark.usefixtures("serve")


def test_of_a_child_nobody_can_tell_the_relative(
    relative: Enquiry, operator: User, supervisor: User, findable: Findable, other_operator: User
) -> None:
    year = timezone.now().year
    child = begun(relative, operator, Details(SOUGHT.names, year - 18, "TJ"))
    assert child.of_child
    assert matching.look(search=child, by=supervisor) == 1
    match = Match._base_manager.select_related("search", "enquiry", "centre").get()
    asking.ask(match=match, asks=ASKS, by=supervisor)
    for state in (MatchState.AGREED, MatchState.UNABLE):
        with pytest.raises(ChildError):
            answer(match, state, other_operator, SAYS)
    page = browser_of(other_operator).get(page_of("match", match)).content.decode()
    assert ('value="protected"' in page, 'value="agreed"' in page, 'value="unable"' in page) == (True, False, False)
    answer(match, MatchState.PROTECTED, other_operator)
    assert stands(match).state == MatchState.PROTECTED
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchRequest._base_manager.filter(pk=child.pk).update(ending=SearchEnding.TOLD, closed_at=timezone.now())


def test_a_child_by_the_year_that_the_person_told(
    search: SearchRequest, caller: Enquiry, supervisor: User, other_operator: User
) -> None:
    agreed(caller, other_operator, Details((*FOUND.names, *SOUGHT.names), timezone.now().year - 15, "TJ"))
    assert matching.look(search=search, by=supervisor) == 1
    assert Match._base_manager.get().of_child


@pytest.mark.parametrize("state", [None, MatchState.ASKED, MatchState.UNABLE, MatchState.AGREED])
def test_a_child_by_a_year_that_is_learned_later(
    match: Match, search: SearchRequest, supervisor: User, other_operator: User, state: MatchState | None
) -> None:
    if state:
        asking.ask(match=match, asks=ASKS, by=supervisor)
    if state in {MatchState.UNABLE, MatchState.AGREED}:
        answer(match, state, other_operator, SAYS)
    child = requested(replace(SOUGHT, born=timezone.now().year - 15))
    actions.change(search=search, version=search.version, request=child, by=supervisor)
    standing = stands(match)
    ended = state == MatchState.AGREED
    assert (standing.of_child, standing.state == MatchState.ENDED) == (True, ended)
    assert SAYS not in browser_of(supervisor).get(page_of("search", search)).content.decode()
    assert not Notice.objects.filter(person=supervisor, kind="search.answered", read_at=None).exists()
    if state and not ended:
        page = browser_of(other_operator).get(page_of("match", match)).content.decode()
        assert ("may be a child" in page, 'value="agreed"' in page) == (True, False)
    with pytest.raises((ChildError, StaleSearchError)):
        answer(match, MatchState.AGREED, other_operator, SAYS)
    with pytest.raises(StaleSearchError):
        asking.tell(match=standing, by=supervisor)


def test_a_child_by_a_year_that_is_learned_while_the_program_compares(
    search: SearchRequest, findable: Findable, supervisor: User
) -> None:
    child = requested(replace(SOUGHT, born=timezone.now().year - 15))
    actions.change(search=search, version=search.version, request=child, by=supervisor)
    assert not search.of_child  # as it stood when the comparison began
    assert matching._store(search, [matching._match(search, findable, FOUND, 1.0)], supervisor) == 1
    assert Match._base_manager.get().of_child
