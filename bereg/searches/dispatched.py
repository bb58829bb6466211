"""When a query of a search may leave: while the search goes on; to a state only where the relative agreed to it.

And by what it is changed, and who reaches it: whoever leads the search, as its words are those of the search.
"""

from functools import partial

from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.dispatch.choices import DispatchKind
from bereg.dispatch.models import Dispatch
from bereg.dispatch.own_forms import MakesForm
from bereg.searches.forms import QueryForm
from bereg.searches.models import SearchRequest
from bereg.searches.queries import led_by, searches_on
from bereg.searches.risk import why_not_to
from bereg.searches.steps import note_queries

stepped = note_queries
KINDS = frozenset({DispatchKind.SEARCH.value, DispatchKind.OTHER.value})
SUBJECTS = {DispatchKind.SEARCH: led_by}  # of what such a dispatch is, as far as somebody leads it


def why_not(dispatch: Dispatch) -> str:
    """Say why it may not leave yet, as the room of what leaves asks; "" where nothing of a search speaks against it."""
    if dispatch.kind not in KINDS or dispatch.enquiry is None:
        return ""
    going_on = [each for each in searches_on(dispatch.enquiry).filter(closed_at=None) if _is_of(dispatch, each)]
    if not going_on:
        return _("The search is closed.") if dispatch.kind == DispatchKind.SEARCH else ""
    return next(filter(None, (why_not_to(each, dispatch.recipient) for each in going_on)), "")


def _is_of(dispatch: Dispatch, search: SearchRequest) -> bool:
    """Tell whether it is a query of a search, or a letter, or a query of whichever search of the enquiry."""
    return dispatch.subject in {None, search.pk}


def form_of(dispatch: Dispatch, person: User) -> MakesForm | None:
    """Return the form by which a query is changed: nothing of the relative's own enquiry is on it."""
    if dispatch.kind != DispatchKind.SEARCH or dispatch.enquiry is None:
        return None
    search = next((each for each in searches_on(dispatch.enquiry) if _is_of(dispatch, each)), None)
    return partial(QueryForm, search=search, person=person) if search else None
