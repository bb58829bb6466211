"""Searches are counted step by step, each in its own month and at the centre that took the step."""

import datetime as dt

import pytest

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.counting.closing import close_month
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import own_folder
from bereg.dispatch import answering
from bereg.dispatch.answering import Reply
from bereg.dispatch.choices import DispatchKind, RecipientAnswer
from bereg.dispatch.tests.conftest import Drafted, by_two, drafted, give_to, send, shelter
from bereg.dispatch.tests.conftest import stands as dispatch_now
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.searches import actions, asking
from bereg.searches.choices import MatchState, SearchEnding
from bereg.searches.models import Match, SearchEvent, SearchRequest
from bereg.searches.tests.conftest import (
    SAYS,
    asked,
    caller,
    findable,
    lawyer,
    match,
    other_supervisor,
    relative,
    search,
    stands,
)
from tests.test_count_violations import Signed, published

__all__ = [
    "asked",
    "by_two",
    "caller",
    "drafted",
    "findable",
    "lawyer",
    "match",
    "other_supervisor",
    "own_folder",
    "relative",
    "search",
    "shelter",
]

MAY, JULY = dt.date(2007, 5, 1), dt.date(2007, 7, 1)


@pytest.fixture
def enquiry(relative: Enquiry) -> Enquiry:
    """The enquiry about which a letter is drafted."""
    return relative


def counted(table: str, month: dt.date = MAY, centre: str = "all") -> dict[str, int]:
    rows = report_rows(month, month)
    return {row.code: row.count for row in rows if row.table == table and row.count and row.centre == centre}


def put_into(month: dt.date) -> None:
    """Let whatever no closed month counts have happened in a month."""
    at = dt.datetime.combine(month.replace(day=20), dt.time(9), tzinfo=dt.UTC)
    SearchEvent._base_manager.filter(counted_in=None).update(at=at)


def test_each_step_counts_in_its_month_and_where_it_was_taken(  # noqa: PLR0917 - fixtures
    asked: Match,
    search: SearchRequest,
    centre: Centre,
    other_centre: Centre,
    supervisor: User,
    other_operator: User,
) -> None:
    put_into(MAY)
    assert counted("search_step", centre=centre.code) == {"begun": 1, "found": 1}
    assert counted("search_step", centre=other_centre.code) == {"asked": 1}
    assert counted("search_relation") == {"parent": 1}
    close_month(month=MAY, by=supervisor)
    asking.answer(match=stands(asked), state=MatchState.AGREED, says=SAYS, by=other_operator)
    asking.tell(match=stands(asked), by=supervisor)
    put_into(JULY)
    assert counted("search_step", JULY) == {"said": 1, "ended": 1}
    assert counted("search_said", JULY) == {"yes": 1}
    assert counted("search_end", JULY) == {"told": 1}
    assert counted("search_step") == {"begun": 1, "found": 1, "asked": 1}


@pytest.mark.parametrize(
    "state", [MatchState.REFUSED, MatchState.NOT_REACHED, MatchState.SOMEBODY_ELSE, MatchState.PROTECTED]
)
def test_a_no_looks_in_the_figures_like_any_other_reason(
    state: MatchState, asked: Match, search: SearchRequest, supervisor: User, other_operator: User
) -> None:
    why = "The body has the child already."  # asked for of a child alone
    asking.answer(match=stands(asked), state=state, says=why, by=other_operator)
    actions.close(search=search, version=search.version, ending=SearchEnding.NOTHING, by=supervisor)
    put_into(MAY)
    assert counted("search_said") == {"no": 1}
    assert counted("search_end") == {"nothing": 1}


def test_for_who_cannot_answer_two_people_say_it_once(
    asked: Match, other_centre: Centre, other_operator: User, other_supervisor: User
) -> None:
    asking.answer(match=stands(asked), state=MatchState.UNABLE, says="", by=other_operator)
    put_into(MAY)
    assert counted("search_said") == {}
    asking.ask_second(match=stands(asked), says=SAYS, by=other_operator)
    second = approvals.living(kind=asking.TWO_PEOPLE, target=asking.target_of(stands(asked)), by=other_operator)
    assert second is not None
    approvals.decide(approval=second, agrees=True, by=other_supervisor)
    asking.decide(match=stands(asked), by=other_operator)
    put_into(MAY)
    assert counted("search_said") == {"yes": 1}


def test_a_query_counts_when_it_leaves_and_when_it_is_answered_first(
    search: SearchRequest, drafted: Drafted, by_two: Signed, operator: User, lawyer: User
) -> None:
    give_to(search.enquiry, lawyer, operator)
    made = send(by_two(drafted(kind=DispatchKind.SEARCH, by=lawyer), lawyer), lawyer)
    other = send(by_two(drafted(by=lawyer), lawyer), lawyer)
    for answer in (RecipientAnswer.ASKS, RecipientAnswer.NOTHING):
        standing = dispatch_now(made)
        answering.note_reply(dispatch=standing, version=standing.version, reply=Reply(answer), by=lawyer)
    put_into(MAY)
    assert counted("search_step") == {"begun": 1, "queried": 1, "query_answered": 1}
    assert not SearchEvent._base_manager.filter(dispatch=other).exists()


def test_who_withdraws_leaves_open_months_alone(
    asked: Match, relative: Enquiry, supervisor: User, operator: User
) -> None:
    withdraw_consent(enquiry=relative, by=operator)
    put_into(MAY)
    assert counted("search_step") == {"asked": 1}  # what the other centre did stays: it hangs on its own match


def test_what_was_found_counts_also_where_nobody_was_asked(
    match: Match, search: SearchRequest, supervisor: User
) -> None:
    actions.close(search=search, version=search.version, ending=SearchEnding.NOTHING, by=supervisor)
    assert not Match._base_manager.exists()
    put_into(MAY)
    assert counted("search_step") == {"begun": 1, "found": 1, "ended": 1}


def test_who_is_found_and_withdraws_takes_what_they_were_asked_along(
    asked: Match, findable: object, caller: Enquiry, other_operator: User
) -> None:
    withdraw_consent(enquiry=caller, by=other_operator)
    put_into(MAY)
    assert counted("search_step") == {"begun": 1, "found": 1}


def test_a_mistake_is_in_no_figure(search: SearchRequest) -> None:
    put_into(MAY)
    Enquiry._base_manager.update(mistake="test")
    assert counted("searches") == {}


def test_a_matter_that_looks_for_two_and_is_told_twice_counts_once_in_what_is_published(
    asked: Match, search: SearchRequest, relative: Enquiry, supervisor: User, other_operator: User
) -> None:
    asking.answer(match=stands(asked), state=MatchState.AGREED, says=SAYS, by=other_operator)
    asking.tell(match=stands(asked), by=supervisor)
    for step, code in (("begun", "parent"), ("ended", "told"), ("ended", "nothing")):
        again = {"centre": relative.centre, "enquiry": relative, "matter": relative.pk}
        SearchEvent._base_manager.create(**again, step=step, code=code)
    put_into(MAY)
    assert counted("search_step") == {"begun": 2, "found": 1, "said": 1, "ended": 3} | {"asked": 1}
    assert published() == {"searched begun": 1, "searched told": 1}


@pytest.mark.parametrize("ending", [SearchEnding.NOTHING, SearchEnding.WITHDRAWN])
def test_an_end_without_word_is_in_no_published_number(
    ending: SearchEnding, search: SearchRequest, supervisor: User
) -> None:
    actions.close(search=search, version=search.version, ending=ending, by=supervisor)
    put_into(MAY)
    assert published() == {"searched begun": 1}
