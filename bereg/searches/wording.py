"""Why something was refused, in words; and the id that a form was shown with."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.accounts.approvals import NeededError
from bereg.retention.holds import HeldError
from bereg.searches.errors import (
    CannotBeComparedError,
    ChildError,
    FindableAlreadyError,
    NotGivenError,
    NotYourSearchError,
    StaleSearchError,
)

_WHY_NOT: dict[type[Exception], StrOrPromise] = {
    NotYourSearchError: _("This is for others to do: the search, or the enquiry, is not yours for this any more."),
    FindableAlreadyError: _("A colleague noted it already. What you typed stays on this page."),
    StaleSearchError: _("It changed meanwhile, or a colleague was faster. Nothing was done: look at what stands now."),
    ChildError: _("It is about a child: only the child-protection body is told, never the relative."),
    NotGivenError: _(
        "A child goes to the child-protection body: draft the letter first, or write in a few words why none goes."
    ),
    NeededError: _("A second person has to agree first."),
    CannotBeComparedError: _("What is sealed of this search cannot be opened. Tell your supervisor."),
    HeldError: _("This enquiry is held: leave what stands as it is."),
}
REFUSALS = tuple(_WHY_NOT)


def why_not(refused: Exception) -> str:
    """Say why something was refused."""
    return str(next(words for kind, words in _WHY_NOT.items() if isinstance(refused, kind)))
