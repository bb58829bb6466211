"""The person found is asked first. Each step is one UPDATE from the state before it, so none can be left out."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bereg.accounts import approvals, notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
from bereg.emergency_access.break_glass import says_enough
from bereg.enquiries.access import responsible_for
from bereg.enquiries.models import Enquiry
from bereg.enquiries.part_texts import seal_each
from bereg.searches.access import leaders_of
from bereg.searches.acts import ANSWERED, ASKED, DECIDED, TOLD, WORDED
from bereg.searches.choices import ANSWERS, OPEN, AgreedBy, MatchState, SaidOfSearch, SearchEnding
from bereg.searches.ending import end, lock_consent
from bereg.searches.errors import ChildError, NotGivenError, NotYourSearchError, StaleSearchError
from bereg.searches.models import Match, SearchRequest, asked_about
from bereg.searches.protection import given_to
from bereg.searches.steps import note_asked, note_said
from bereg.vault import actions as vault

TWO_PEOPLE = "search.for_who_cannot_answer"  # the kind of act that a second person agrees to


def ask(*, match: Match, asks: str, by: User) -> None:
    """Let the centre of the person ask them. asks: who looks, as the person is told. Call it outside transactions.

    Raise NotYourSearchError, StaleSearchError, NotStoredError.
    """
    if match.search is None or not match.search.is_led_by(by):
        raise NotYourSearchError
    with beyond("search"):  # the key is the other centre's
        (sealed,) = seal_each("asks", [(match, asks)])
        with transaction.atomic():
            _lock_search(match)
            _move(match, MatchState.PROPOSED, MatchState.ASKED, asks=sealed, asked_at=timezone.now(), asked_by=by)
            note_asked(match)
            audit.record(ASKED, target=match, by=by, sha256=vault.written_of({"asks": sealed}))
            there = Enquiry.objects.everywhere(because="search").select_related("assignee").get(pk=match.enquiry_id)
            notices.give(kind=ASKED, target=str(match.pk), to=responsible_for(there))


def answer(*, match: Match, state: MatchState, says: str, by: User) -> None:
    """Note what the person answered. Call it outside transactions.

    says: what may be told, where they agreed; of a child why nothing is drafted to a child-protection body.
    Raise NotYourSearchError, StaleSearchError, ChildError, NotGivenError, NotStoredError.
    """
    if not asked_about(by, match.enquiry) or state not in ANSWERS:
        raise NotYourSearchError
    if match.state not in OPEN or match.state == state:
        raise StaleSearchError
    if match.of_child and state in {MatchState.AGREED, MatchState.UNABLE}:
        raise ChildError
    columns: dict[str, Any] = {"answered_at": timezone.now(), "answered_by": by}
    if state == MatchState.PROTECTED:
        columns |= {"of_child": True, **_given(match, says)}
    if state == MatchState.AGREED:
        columns |= _agreed(AgreedBy.PERSON) | _sealed(match, says)
    if match.says and "says" not in columns:
        columns["says"] = b""  # what two people were to decide
    with transaction.atomic():
        _move(match, MatchState(match.state), state, **columns)
        written = vault.written_of({"says": columns["says"]}) if columns.get("says") else b""
        if state != MatchState.UNABLE:
            note_said(match, SaidOfSearch.YES if state == MatchState.AGREED else SaidOfSearch.NO)
        audit.record(ANSWERED, target=match, by=by, sha256=written)
        notices.settle(kind=ASKED, target=str(match.pk))
        if state == MatchState.AGREED:
            _tell_search(match)


def target_of(match: Match) -> str:
    """Return what a second person agrees to: this match with the words that stand, so that no others are told."""
    return f"{match.pk} {match.version}"


def ask_second(*, match: Match, says: str, by: User) -> None:
    """Ask a second person about these words, where somebody is dead or cannot answer. Never for a child.

    Other words need another agreement. Call it outside transactions.
    Raise NotYourSearchError, StaleSearchError, ChildError, NotStoredError.
    """
    _refuse_to_decide(match, by)
    columns = _sealed(match, says)
    with transaction.atomic():
        earlier = approvals.living(kind=TWO_PEOPLE, target=target_of(match), by=by)
        if earlier:
            approvals.withdraw(approval=earlier, by=by)
        _move(match, MatchState.UNABLE, MatchState.UNABLE, **columns)
        match.version += 1
        audit.record(WORDED, target=match, by=by, sha256=vault.written_of(columns))
        approvals.ask(kind=TWO_PEOPLE, target=target_of(match), by=by)


@transaction.atomic
def decide(*, match: Match, by: User) -> None:
    """Let be told what a second person agreed to for somebody who cannot answer. Never for a child.

    Raise NotYourSearchError, StaleSearchError, ChildError, NeededError.
    """
    _refuse_to_decide(match, by)
    _move(match, MatchState.UNABLE, MatchState.AGREED, **_agreed(AgreedBy.TWO_PEOPLE))
    approvals.use(kind=TWO_PEOPLE, target=target_of(match), by=by)
    note_said(match, SaidOfSearch.YES)
    audit.record(DECIDED, target=match, by=by)
    _tell_search(match)


@transaction.atomic
def tell(*, match: Match, by: User) -> None:
    """Note that the relative was told, which ends the search. Raise NotYourSearchError, StaleSearchError."""
    if match.search is None or not match.search.is_led_by(by):
        raise NotYourSearchError
    standing = _lock_search(match)
    _move(match, MatchState.AGREED, MatchState.TOLD, told_at=timezone.now(), told_by=by)
    audit.record(TOLD, target=match, by=by)
    end(standing, SearchEnding.TOLD, by)


def _given(match: Match, says: str) -> dict[str, Any]:
    """Return why nothing is drafted to a child-protection body, sealed; nothing where something is."""
    if given_to(match.enquiry):
        return {}
    if not says_enough(says):
        raise NotGivenError
    return _sealed(match, says)


def _sealed(match: Match, says: str) -> dict[str, Any]:
    return {"says": seal_each("says", [(match, says)])[0]}


def _agreed(agreed_by: AgreedBy) -> dict[str, Any]:
    return {"agreed_at": timezone.now(), "agreed_by": agreed_by}


def _refuse_to_decide(match: Match, by: User) -> None:
    if not asked_about(by, match.enquiry):
        raise NotYourSearchError
    if match.of_child:
        raise ChildError


def _tell_search(match: Match) -> None:
    """Tell who leads the search that something may be told. Of any other answer nobody there hears."""
    with beyond("search"):
        search = SearchRequest.objects.everywhere(because="search").get(pk=str(match.search_id))
        notices.give(kind=ANSWERED, target=str(search.pk), to=leaders_of(search))


def _move(match: Match, before: MatchState, after: MatchState, **columns: Any) -> None:
    """Go one step by one UPDATE, which decides. Raise StaleSearchError where somebody was faster."""
    shown = {"state": before, "of_child": match.of_child, "version": match.version}
    standing = Match.objects.of(match).filter(**shown).exclude(search=None)
    if not standing.update(state=after, version=F("version") + 1, **columns):
        raise StaleSearchError


def _lock_search(match: Match) -> SearchRequest:
    """Lock the search of a match while it is open and the relative agrees. Raise StaleSearchError."""
    if match.search is None:
        raise StaleSearchError
    lock_consent(match.search.enquiry)
    found = SearchRequest.objects.of(match.search).filter(closed_at=None)
    standing = found.select_for_update(of=("self",)).first()
    if standing is None:
        raise StaleSearchError
    return standing
