"""What is done with a search: begun, changed, given to a lawyer, looked through, closed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from bereg.accounts import notices
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.clock import today_at
from bereg.core.compiled_queries import insert_new
from bereg.enquiries.models import Enquiry
from bereg.enquiries.part_texts import seal_each
from bereg.retention import holds
from bereg.searches.access import lawyers_of, leaders_of, may_give, may_register
from bereg.searches.acts import ANSWERED, CHANGED, GIVEN, OPENED, REVIEWED
from bereg.searches.choices import OPEN, MatchState, SearchEnding
from bereg.searches.details import DETAILS, Details
from bereg.searches.ending import end, lock_enquiry
from bereg.searches.errors import BegunAlreadyError, NotYourSearchError, StaleSearchError
from bereg.searches.models import Match, SearchRequest
from bereg.searches.steps import begun
from bereg.vault import actions as vault


@dataclass(frozen=True)
class RelativesRequest:
    """What a relative asks, and what they agreed to."""

    relation: str
    verified: str
    risk: str
    details: Details

    def codes(self) -> dict[str, Any]:
        """Return the columns that stand in clear."""
        return {"relation": self.relation, "verified": self.verified, "risk": self.risk}


def begin(*, id: UUID, enquiry: Enquiry, request: RelativesRequest, by: User) -> SearchRequest:
    """Begin a search on the enquiry of a relative. Call it outside transactions.

    Raise NotYourSearchError, BegunAlreadyError, StaleSearchError, NotStoredError.
    """
    if not may_register(by, enquiry):
        raise NotYourSearchError
    made = SearchRequest(id=id, centre_id=enquiry.centre_id, enquiry=enquiry, opened_by=by, **request.codes())
    made.of_child = request.details.may_be_child(today_at(enquiry.centre))
    (made.details,) = seal_each(DETAILS, [(made, request.details.as_text())])
    with transaction.atomic():
        lock_enquiry(enquiry)
        if not insert_new(made):
            before = SearchRequest.objects.through(enquiry=enquiry).filter(pk=id).first()
            raise BegunAlreadyError(before) if before else StaleSearchError
        begun(made).save(force_insert=True)
        audit.record(OPENED, target=made, by=by, sha256=vault.written_new(made))
        notices.give(kind=OPENED, target=str(made.pk), to=[each for each in leaders_of(made) if each != by])
    return made


def change(*, search: SearchRequest, version: int, request: RelativesRequest, by: User) -> None:
    """Change what is known. Once it may be about a child it stays so. Call it outside transactions.

    Raise NotYourSearchError, StaleSearchError, HeldError, NotStoredError.
    """
    if not search.is_led_by(by):
        raise NotYourSearchError
    may_be_child = request.details.may_be_child(today_at(search.centre))
    with transaction.atomic():
        lock_enquiry(search.enquiry)
        standing = _standing(search, version)
        holds.refuse_held(standing)
        (sealed,) = seal_each(DETAILS, [(standing, request.details.as_text())])
        columns = {**request.codes(), DETAILS: sealed, "of_child": standing.of_child or may_be_child}
        SearchRequest.objects.of(standing).update(**columns, version=version + 1)
        if columns["of_child"] and not standing.of_child:
            _protect_child(standing)
        audit.record(CHANGED, target=standing, by=by, sha256=vault.written_of({DETAILS: sealed}))


def _protect_child(standing: SearchRequest) -> None:
    """Let no match of a search tell the relative; what was agreed to before ends.

    In one UPDATE, so that a match whose answer is noted meanwhile is not passed by.
    """
    not_told = Match.objects.through(search=standing).filter(state__in=[MatchState.PROPOSED, *OPEN, MatchState.AGREED])
    ended = Case(When(state=MatchState.AGREED, then=Value(MatchState.ENDED)), default=F("state"))
    not_told.update(of_child=True, state=ended, version=F("version") + 1)
    notices.settle(kind=ANSWERED, target=str(standing.pk))


@transaction.atomic
def give(*, search: SearchRequest, version: int, lawyer: User | None, by: User) -> None:
    """Give a search to a lawyer of its centre, or back to the supervisors. Raise as `review` does."""
    if not may_give(by, search) or (lawyer and lawyer not in lawyers_of(search)):
        raise NotYourSearchError
    standing = _standing(search, version)
    SearchRequest.objects.of(standing).update(lawyer=lawyer, version=version + 1)
    audit.record(GIVEN, target=standing, by=by, because=str(lawyer.pk) if lawyer else "")
    notices.give(kind=GIVEN, target=str(standing.pk), to=[lawyer] if lawyer else [])


@transaction.atomic
def review(*, search: SearchRequest, version: int, by: User) -> None:
    """Note that a search was looked through, and goes on. Raise NotYourSearchError, StaleSearchError."""
    if not search.is_led_by(by):
        raise NotYourSearchError
    standing = _standing(search, version)
    SearchRequest.objects.of(standing).update(reviewed_at=timezone.now(), reviewed_by=by, version=version + 1)
    audit.record(REVIEWED, target=standing, by=by)


@transaction.atomic
def close(*, search: SearchRequest, version: int, ending: SearchEnding, by: User) -> None:
    """Close a search without telling anything. Raise NotYourSearchError, StaleSearchError."""
    if not search.is_led_by(by) or ending == SearchEnding.TOLD:
        raise NotYourSearchError
    end(_standing(search, version), ending, by)


def _standing(search: SearchRequest, version: int) -> SearchRequest:
    """Lock a search that is open and as it was shown. Raise StaleSearchError."""
    found = SearchRequest.objects.of(search).filter(version=version, closed_at=None)
    standing = found.select_for_update(of=("self",)).select_related("centre").first()
    if standing is None:
        raise StaleSearchError
    return standing
