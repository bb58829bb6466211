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
from bereg.searches.acts import ANSWERED, ASKED, DECIDED, TOLD
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
        columns |= _agreed(match, says, AgreedBy.PERSON)
    with transaction.atomic():
        _move(match, MatchState(match.state), state, **columns)
        written = vault.written_of({"says": columns["says"]}) if "says" in columns else b""
        if state != MatchState.UNABLE:
            note_said(match, SaidOfSearch.YES if state == MatchState.AGREED else SaidOfSearch.NO)
        audit.record(ANSWERED, target=match, by=by, sha256=written)
        notices.settle(kind=ASKED, target=str(match.pk))
        if state == MatchState.AGREED:
            _tell_search(match)


def ask_second(*, match: Match, by: User) -> None:
    """Ask a second person, where somebody is dead or cannot answer. Raise as `decide` does."""
    if not asked_about(by, match.enquiry):
        raise NotYourSearchError
    approvals.ask(kind=TWO_PEOPLE, target=str(match.pk), by=by)


def decide(*, match: Match, says: str, by: User) -> None:
    """Let something be told for somebody who cannot answer, once a second person agreed. Never for a child.

    Call it outside transactions. Raise NotYourSearchError, StaleSearchError, ChildError, NeededError.
    """
    if not asked_about(by, match.enquiry):
        raise NotYourSearchError
    if match.of_child:
        raise ChildError
    columns = _agreed(match, says, AgreedBy.TWO_PEOPLE)
    with transaction.atomic():
        _move(match, MatchState.UNABLE, MatchState.AGREED, **columns)
        approvals.use(kind=TWO_PEOPLE, target=str(match.pk), by=by)
        note_said(match, SaidOfSearch.YES)
        audit.record(DECIDED, target=match, by=by, sha256=vault.written_of({"says": columns["says"]}))
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
    return {"says": seal_each("says", [(match, says)])[0]}


def _agreed(match: Match, says: str, agreed_by: AgreedBy) -> dict[str, Any]:
    (sealed,) = seal_each("says", [(match, says)])
    return {"says": sealed, "agreed_at": timezone.now(), "agreed_by": agreed_by}


def _tell_search(match: Match) -> None:
    """Tell who leads the search that something may be told. Of any other answer nobody there hears."""
    with beyond("search"):
        search = SearchRequest.objects.everywhere(because="search").get(pk=str(match.search_id))
        notices.give(kind=ANSWERED, target=str(search.pk), to=leaders_of(search))


def _move(match: Match, before: MatchState, after: MatchState, **columns: Any) -> None:
    """Go one step by one UPDATE, which decides. Raise StaleSearchError where somebody was faster."""
    standing = Match.objects.of(match).filter(state=before, of_child=match.of_child).exclude(search=None)
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
