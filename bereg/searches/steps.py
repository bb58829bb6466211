"""What the figures count of searches: each step noted as it happens, in the transaction of the act itself."""

from bereg.dispatch.choices import DispatchKind, DispatchStep
from bereg.dispatch.models import DispatchEvent
from bereg.searches.choices import SaidOfSearch, SearchEnding, SearchStep
from bereg.searches.models import Match, SearchEvent, SearchRequest
from bereg.transfers.matters import root_of

OF_QUERY = {DispatchStep.SENT: SearchStep.QUERIED, DispatchStep.ANSWERED: SearchStep.QUERY_ANSWERED}


def begun(search: SearchRequest) -> SearchEvent:
    """Return that a search was begun, not stored yet."""
    return _of_search(search, SearchStep.BEGUN, search.relation, at=search.opened_at, matter=root_of(search.enquiry_id))


def proposed(search: SearchRequest, count: int) -> list[SearchEvent]:
    """Return that so many were found who may be meant, not stored yet."""
    return [_of_search(search, SearchStep.FOUND) for _each in range(count)]


def note_end(search: SearchRequest, ending: SearchEnding) -> None:
    """Note that a search ended."""
    _of_search(search, SearchStep.ENDED, ending, matter=root_of(search.enquiry_id)).save(force_insert=True)


def note_asked(match: Match) -> None:
    """Note that the centre of the person found is to ask them."""
    _of_match(match, SearchStep.ASKED).save(force_insert=True)


def note_said(match: Match, said: SaidOfSearch) -> None:
    """Note what came of asking."""
    _of_match(match, SearchStep.SAID, said).save(force_insert=True)


def note_queries(steps: list[DispatchEvent]) -> None:
    """Note which steps of dispatches are those of queries: that one left, or was answered for the first time."""
    SearchEvent.objects.bulk_create(
        SearchEvent(
            centre_id=each.centre_id,
            enquiry_id=each.enquiry_id,
            dispatch=each.dispatch,
            step=OF_QUERY[DispatchStep(each.step)],
            at=each.at,
        )
        for each in steps
        if each.dispatch.kind == DispatchKind.SEARCH and each.step in OF_QUERY
    )


def _of_search(search: SearchRequest, step: SearchStep, code: str = "", **more: object) -> SearchEvent:
    return SearchEvent(
        centre_id=search.centre_id, enquiry_id=search.enquiry_id, search=search, step=step, code=code, **more
    )


def _of_match(match: Match, step: SearchStep, code: str = "") -> SearchEvent:
    return SearchEvent(centre_id=match.centre_id, enquiry_id=match.enquiry_id, match=match, step=step, code=code)
