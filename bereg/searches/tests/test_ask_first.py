"""The person found is asked first, and whatever they answer but yes looks as if nobody had been found."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from bereg.accounts import approvals, notices
from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct, Pending
from bereg.centres.models import Centre
from bereg.enquiries import consent_withdrawal, part_texts
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.retention import holds
from bereg.searches import actions, asking, findables, matching
from bereg.searches.choices import AgreedBy, MatchState, SearchEnding
from bereg.searches.errors import NotYourSearchError, StaleSearchError
from bereg.searches.models import Findable, Match, SearchRequest
from bereg.searches.tests.conftest import (
    ASKS,
    FOUND,
    SAYS,
    STRANGER,
    agreed,
    answer,
    begun,
    browser_of,
    now,
    page_of,
    registered,
    stands,
)
from bereg.vault import actions as vault
from bereg.vault.because import Because
from bereg.vault.classes import HoldReason, Kind
from bereg.vault.faults import NotAllowed
from conftest import make_user

pytestmark = pytest.mark.usefixtures("serve")


def test_who_says_yes_is_told_of_and_the_search_is_over(
    asked: Match, search: SearchRequest, supervisor: User, other_operator: User
) -> None:
    answer(asked, MatchState.AGREED, other_operator, SAYS)
    assert Notice.objects.filter(person=supervisor, kind="search.answered").exists()
    assert part_texts.opened(stands(asked), "says", by=supervisor).text == SAYS
    assert SAYS in browser_of(supervisor).get(page_of("search", search)).content.decode()
    asking.tell(match=stands(asked), by=supervisor)
    assert (now(search).ending, stands(asked).state) == (SearchEnding.TOLD, MatchState.TOLD)


@pytest.mark.parametrize("state", [each for each in MatchState if each != MatchState.AGREED])
def test_nothing_is_told_from_any_other_state(asked: Match, supervisor: User, state: MatchState) -> None:
    if state == MatchState.TOLD:
        with pytest.raises(IntegrityError), transaction.atomic():
            Match._base_manager.filter(pk=asked.pk).update(state=state)
        return
    Match._base_manager.filter(pk=asked.pk).update(state=state)
    with pytest.raises(StaleSearchError):
        asking.tell(match=stands(asked), by=supervisor)


@pytest.mark.parametrize(
    "columns",
    [
        {"state": MatchState.AGREED},
        {"state": MatchState.AGREED, "agreed_at": dt.datetime(2008, 1, 1, tzinfo=dt.UTC)},
        {"state": MatchState.TOLD, "told_at": dt.datetime(2008, 1, 1, tzinfo=dt.UTC)},
        {"told_at": dt.datetime(2008, 1, 1, tzinfo=dt.UTC)},
        {"state": MatchState.AGREED, "of_child": True, "agreed_by": AgreedBy.PERSON, "agreed_at": timezone.now()},
    ],
)
def test_the_database_skips_no_step(asked: Match, columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Match._base_manager.filter(pk=asked.pk).update(**columns)


def test_who_was_not_asked_cannot_have_agreed(match: Match, other_operator: User) -> None:
    with pytest.raises(StaleSearchError):
        answer(match, MatchState.AGREED, other_operator, SAYS)
    with pytest.raises(IntegrityError), transaction.atomic():
        Match._base_manager.filter(pk=match.pk).update(
            state=MatchState.AGREED, agreed_by=AgreedBy.PERSON, agreed_at=timezone.now()
        )


def test_the_side_of_the_relative_reads_nothing_before(asked: Match, supervisor: User, other_operator: User) -> None:
    with pytest.raises(NotAllowed):
        vault.reveal(stands(asked), "asks", by=supervisor, because=Because.CASE_WORK)
    assert part_texts.opened(stands(asked), "asks", by=other_operator).text == ASKS


ENDS = [MatchState.REFUSED, MatchState.NOT_REACHED, MatchState.SOMEBODY_ELSE, MatchState.PROTECTED, None]


@dataclass(frozen=True)
class Sides:
    """Who works at the centre of the relative, and at that of the person found."""

    supervisor: User
    lawyer: User
    operator: User
    there: User

    def here(self) -> tuple[User, ...]:
        return (self.supervisor, self.lawyer, self.operator)


@pytest.fixture
def sides(supervisor: User, lawyer: User, operator: User, other_operator: User) -> Sides:
    return Sides(supervisor, lawyer, operator, other_operator)


def test_a_refusal_looks_like_any_other_end(sides: Sides, centre: Centre, other_centre: Centre) -> None:
    """Byte for byte, for everybody at the centre of the relative: the page, the file, the notices, the acts."""
    with time_machine.travel(dt.datetime(2008, 5, 5, 9, tzinfo=dt.UTC), tick=False):
        seen = [_after(end, sides, centre, other_centre) for end in ENDS]
    for each in seen[1:]:
        for page, first in zip(each, seen[0], strict=True):
            assert page.splitlines() == first.splitlines()
    assert "nothing that can be told" in seen[0][0]


def _after(state: MatchState | None, sides: Sides, centre: Centre, other_centre: Centre) -> list[str]:
    """Let one search end so (None: nobody was found), and return what is seen of it with its ids taken out."""
    relative = registered(centre, sides.operator)
    search = begun(relative, sides.operator)
    actions.give(search=search, version=search.version, lawyer=sides.lawyer, by=sides.supervisor)
    _answered(search, state, sides, other_centre)
    actions.close(search=now(search), version=now(search).version, ending=SearchEnding.NOTHING, by=sides.supervisor)
    browsers = [browser_of(person) for person in sides.here()]
    pages = [browser.get(page_of("search", search)) for browser in browsers[:2]]
    pages += [browser.get(relative.get_absolute_url()) for browser in (browsers[0], browsers[2])]
    kinds = [sorted(Notice.objects.filter(person=each).values_list("kind", flat=True)) for each in sides.here()]
    notices.settle_about([str(search.pk)])
    Notice.objects.all().delete()
    texts = [_without_ids(page.content.decode(), relative) for page in pages]
    return [*texts, str(kinds), str(_acts_on(search))]


def _answered(search: SearchRequest, state: MatchState | None, sides: Sides, other_centre: Centre) -> None:
    findable = agreed(registered(other_centre, sides.there), sides.there) if state else None
    assert matching.look(search=now(search), by=sides.supervisor) == (1 if state else 0)
    if state and findable:
        match = Match._base_manager.select_related("search", "enquiry", "centre").get(findable=findable)
        asking.ask(match=match, asks=ASKS, by=sides.supervisor)
        answer(match, state, sides.there)
        findables.withdraw(findable=findable, by=sides.there)


def _acts_on(search: SearchRequest) -> list[str]:
    """Return what the log of the relative's centre says of a search: readings of its own text left aside."""
    acts = [act for model in (ChainedAct, Pending) for act in model.objects.filter(target=str(search.pk))]
    return sorted(act.action for act in acts if act.action != "text.revealed")


def _without_ids(page: str, relative: Enquiry) -> str:
    page = re.sub(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", page.replace(relative.number, ""))
    page = re.sub(r'<section[^>]*"t-code".*?</section>', "", page)  # the code word of each enquiry
    return re.sub(r"[A-Za-z0-9]{64}", "", page)  # what guards the forms against other pages


def test_before_its_end_a_refused_match_is_gone_as_a_withdrawn_one_is(
    asked: Match, search: SearchRequest, supervisor: User, other_operator: User
) -> None:
    browser = browser_of(supervisor)
    assert "An enquiry of Astrakhan" in browser.get(page_of("search", search)).content.decode()
    answer(asked, MatchState.REFUSED, other_operator)
    assert "An enquiry of" not in browser.get(page_of("search", search)).content.decode()
    assert browser.post(page_of("tell", asked)).status_code == 302
    assert matching.look(search=now(search), by=supervisor) == 0  # nobody is asked twice for one search
    assert not Notice.objects.filter(person=supervisor, kind="search.answered").exists()


def test_for_who_cannot_answer_two_people_decide(
    asked: Match, search: SearchRequest, other_operator: User, other_supervisor: User, supervisor: User
) -> None:
    answer(asked, MatchState.UNABLE, other_operator)
    page = browser_of(supervisor).get(page_of("search", search)).content.decode()
    assert ("waits until the person is asked" in page, "two people decide" in page) == (True, False)
    with pytest.raises(approvals.NeededError):
        asking.decide(match=stands(asked), by=other_operator)
    assert stands(asked).state == MatchState.UNABLE
    asking.ask_second(match=stands(asked), says=SAYS, by=other_operator)
    assert SAYS in browser_of(other_supervisor).get(page_of("match", asked)).content.decode()
    assert not stands(asked).opens(supervisor, Kind.MISSING)
    (request,) = approvals.seen_by(other_supervisor)
    assert not approvals.may_decide(supervisor, request)  # of the other centre
    approvals.decide(approval=request, agrees=True, by=other_supervisor)
    asking.decide(match=stands(asked), by=other_operator)
    assert (stands(asked).state, stands(asked).agreed_by) == (MatchState.AGREED, AgreedBy.TWO_PEOPLE)
    assert SAYS in browser_of(supervisor).get(page_of("search", search)).content.decode()


def test_nobody_agrees_to_words_and_lets_others_be_told(
    asked: Match, other_centre: Centre, other_operator: User, other_supervisor: User
) -> None:
    answer(asked, MatchState.UNABLE, other_operator)
    mine = browser_of(other_operator)
    assert mine.post(page_of("ask_second", asked), {}).status_code == 422
    assert mine.post(page_of("ask_second", asked), {"says": SAYS}).status_code == 302
    (request,) = approvals.seen_by(other_supervisor)
    approvals.decide(approval=request, agrees=True, by=other_supervisor)
    colleague = browser_of(make_user(other_centre, Role.SUPERVISOR, "Supervisor 19"))
    assert colleague.post(page_of("ask_second", asked), {"says": "Other words."}).status_code == 302
    assert mine.post(page_of("decide", asked)).status_code == 409
    assert stands(asked).state == MatchState.UNABLE
    assert mine.post(page_of("ask_second", asked), {"says": SAYS}).status_code == 302
    assert mine.post(page_of("decide", asked)).status_code == 409
    target = asking.target_of(stands(asked))
    (request,) = [each for each in approvals.seen_by(other_supervisor) if each.target == target]
    page = browser_of(other_supervisor).get(page_of("match", asked))
    assert (page.context["to_decide"], page.context["words"].text) == (request, SAYS)
    approvals.decide(approval=request, agrees=True, by=other_supervisor)
    assert mine.post(page_of("decide", asked)).status_code == 302
    assert stands(asked).state == MatchState.AGREED


def test_who_reads_none_of_it_decides_nothing(asked: Match, other_centre: Centre, other_operator: User) -> None:
    administrator = make_user(other_centre, Role.ADMIN, "Administrator 09")
    answer(asked, MatchState.UNABLE, other_operator)
    asking.ask_second(match=stands(asked), says=SAYS, by=other_operator)
    assert not list(approvals.seen_by(administrator))


def test_words_that_nobody_decided_on_go_with_another_answer(asked: Match, other_operator: User) -> None:
    answer(asked, MatchState.UNABLE, other_operator)
    asking.ask_second(match=stands(asked), says=SAYS, by=other_operator)
    answer(asked, MatchState.REFUSED, other_operator)
    assert bytes(stands(asked).says) == b""


def test_nobody_but_who_works_on_the_enquiry_answers(
    asked: Match, supervisor: User, other_centre: Centre, lawyer: User
) -> None:
    for person in (supervisor, lawyer, make_user(other_centre, Role.OPERATOR, "Operator 19")):
        with pytest.raises(NotYourSearchError):
            answer(asked, MatchState.REFUSED, person)


def test_two_relatives_see_nothing_of_each_other(
    asked: Match, relative: Enquiry, operator: User, supervisor: User, lawyer: User
) -> None:
    """One who asks twice, or two in dispute, have a search each; each is asked about by itself."""
    others = begun(registered(relative.centre, operator), operator)
    actions.give(search=others, version=others.version, lawyer=lawyer, by=supervisor)
    assert matching.look(search=now(others), by=lawyer) == 1
    mine = browser_of(lawyer)
    page = mine.get(page_of("search", others)).content.decode()
    assert ("nobody was asked" in page, str(asked.search_id) in page, relative.number in page) == (True, False, False)
    assert mine.get(page_of("search", asked.search)).status_code == 404
    assert mine.get(page_of("ask", asked)).status_code == 404


def test_only_who_may_match_is_proposed_and_no_name_is_shown(
    search: SearchRequest, findable: Findable, other_centre: Centre, other_operator: User, supervisor: User
) -> None:
    agreed(registered(other_centre, other_operator), other_operator, STRANGER)
    browser: Client = browser_of(supervisor)
    assert browser.post(page_of("compare", search)).status_code == 302
    match = Match._base_manager.get()
    assert match.findable == findable
    page = browser.get(page_of("search", search)).content.decode()
    assert "An enquiry of Astrakhan may match" in page
    for secret in (*FOUND.names, str(findable.pk), str(findable.enquiry_id), findable.enquiry.number):
        assert secret not in page
    opened = [each for model in (ChainedAct, Pending) for each in model.objects.filter(action="text.compared")]
    assert len(opened) == 2  # each opening is written down


def test_who_takes_the_consent_back_under_a_hold_is_found_no_more(
    search: SearchRequest, asked: Match, caller: Enquiry, other_operator: User, supervisor: User
) -> None:
    by, until = make_user(caller.centre, Role.SUPERVISOR, "Supervisor 09"), timezone.localdate() + dt.timedelta(days=30)
    holds.hold(record=caller, code=HoldReason.COURT, reason="Order 00-1", until=until, owner=by, by=by)
    with pytest.raises(holds.HeldError):
        withdraw_consent(enquiry=caller, by=other_operator)
    assert (stands(asked).state, Findable._base_manager.count()) == (MatchState.ENDED, 1)
    Match._base_manager.all().delete()
    assert matching.look(search=search, by=supervisor) == 0


@pytest.mark.parametrize("said", [None, MatchState.UNABLE, MatchState.AGREED])
@pytest.mark.parametrize("whose", ["relative", "caller"])
def test_who_is_asked_while_the_consent_goes_is_asked_no_more(  # noqa: PLR0917 - fixtures
    search: SearchRequest,
    findable: Findable,
    supervisor: User,
    other_operator: User,
    monkeypatch: pytest.MonkeyPatch,
    whose: str,
    said: MatchState | None,
) -> None:
    """Between the two transactions of a withdrawal: what leaves has stopped, and the consent stands still."""
    withdraw = consent_withdrawal._withdraw

    def ask_and_withdraw(enquiry: Enquiry, by: User) -> None:
        assert matching.look(search=now(search), by=supervisor) == 1
        match = stands(Match._base_manager.get())
        asking.ask(match=match, asks=ASKS, by=supervisor)
        if said:
            answer(match, said, other_operator, SAYS)
        withdraw(enquiry, by)

    monkeypatch.setattr(consent_withdrawal, "_withdraw", ask_and_withdraw)
    enquiry, by = (search.enquiry, supervisor) if whose == "relative" else (findable.enquiry, other_operator)
    withdraw_consent(enquiry=enquiry, by=by)
    assert not Match._base_manager.exclude(state=MatchState.ENDED).exists()
    assert not Notice.objects.filter(person=other_operator, kind="search.asked", read_at=None).exists()


@pytest.mark.parametrize("said", [None, MatchState.UNABLE, MatchState.AGREED])
def test_a_relative_who_takes_the_consent_back_under_a_hold_looks_no_more(
    search: SearchRequest, asked: Match, supervisor: User, other_operator: User, said: MatchState | None
) -> None:
    if said:
        answer(asked, said, other_operator, SAYS)
    relative, until = search.enquiry, timezone.localdate() + dt.timedelta(days=30)
    holds.hold(
        record=relative, code=HoldReason.COURT, reason="Order 00-1", until=until, owner=supervisor, by=supervisor
    )
    with pytest.raises(holds.HeldError):
        withdraw_consent(enquiry=relative, by=supervisor)
    assert (now(search).is_open, stands(asked).state) == (True, MatchState.ENDED)
    assert not Notice.objects.filter(person=other_operator, kind="search.asked", read_at=None).exists()
    Match._base_manager.filter(pk=asked.pk).update(state=said or MatchState.PROPOSED)
    act = asking.tell if said else partial(asking.ask, asks=ASKS)
    with pytest.raises(StaleSearchError):
        act(match=stands(asked), by=supervisor)
    Match._base_manager.all().delete()
    with pytest.raises(StaleSearchError):
        matching.look(search=now(search), by=supervisor)
    opened = [each for model in (ChainedAct, Pending) for each in model.objects.filter(action="text.compared")]
    assert len(opened) == 1  # the one before


def test_nobody_opens_who_agreed_but_for_an_open_search_of_theirs(
    search: SearchRequest, findable: Findable, supervisor: User, operator: User, other_operator: User
) -> None:
    found = Findable._base_manager.select_related("enquiry").get(pk=findable.pk)
    assert vault.reveal(found, "details", by=other_operator, because=Because.CASE_WORK)
    with pytest.raises(NotAllowed):
        vault.reveal(found, "details", by=supervisor, because=Because.CASE_WORK)
    with pytest.raises(NotYourSearchError):
        matching.look(search=search, by=operator)
    actions.close(search=search, version=search.version, ending=SearchEnding.WITHDRAWN, by=supervisor)
    with pytest.raises(StaleSearchError):
        matching.look(search=now(search), by=supervisor)
