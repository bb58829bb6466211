"""When a query of a search may leave: while the search goes on; to a state only where the relative agreed to it."""

from django.utils.translation import gettext as _

from bereg.directory.lists import OF_STATE, Sort
from bereg.dispatch.lists import DispatchKind
from bereg.dispatch.models import Dispatch
from bereg.searches.lists import Risk
from bereg.searches.models import SearchRequest
from bereg.searches.queries import searches_on
from bereg.searches.steps import note_queries

# The directory sorts police and hospitals of a state alike, and a state's hospital may tell its police.
OF_A_STATE = (OF_STATE - {Sort.HOSPITAL.value}) | {Sort.EMBASSY.value}
stepped = note_queries
KINDS = frozenset({DispatchKind.SEARCH.value, DispatchKind.OTHER.value})


def why_not(dispatch: Dispatch) -> str:
    """Say why it may not leave yet, as the room of what leaves asks; "" where nothing of a search speaks against it."""
    if dispatch.kind not in KINDS or dispatch.enquiry is None:
        return ""
    going_on = list(searches_on(dispatch.enquiry).filter(closed_at=None))
    if not going_on:
        return _("The search is closed.") if dispatch.kind == DispatchKind.SEARCH else ""
    return next(filter(None, (why_not_to(each, dispatch.recipient_sort) for each in going_on)), "")


def why_not_to(search: SearchRequest, sort: str) -> str:
    """Say why a search asks nobody of this kind; "" where it may."""
    if sort in OF_A_STATE and search.risk != Risk.AGREED:
        return _("The relative has not agreed to the risk that a state body or an embassy is asked.")
    return ""
