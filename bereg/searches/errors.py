"""Why something about a search is not done."""

from bereg.searches.models import SearchRequest


class NotYourSearchError(Exception):
    """The person may not do this with this search, enquiry or match."""


class StaleSearchError(Exception):
    """It was changed, closed or erased since the page was shown, or a colleague was faster."""


class FindableAlreadyError(StaleSearchError):
    """It was noted already that the person agrees to be found."""


class BegunAlreadyError(StaleSearchError):
    """A search of this id stands already; `search` is that one."""

    def __init__(self, search: SearchRequest) -> None:
        super().__init__(f"{search.pk} was begun already.")
        self.search = search


class ChildError(Exception):
    """It is about a child: only the child-protection body is told."""


class NotGivenError(Exception):
    """Nothing is drafted to a child-protection body, and nobody says why not."""


class CannotBeComparedError(Exception):
    """The search cannot be opened."""
