"""What may go wrong with sentences, each with one line on its page."""

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise


class StaleSentenceError(Exception):
    """A colleague was faster: it was changed, removed, put out or ended meanwhile."""


class OpenSentenceError(Exception):
    """A finding or a number of a sentence is open still."""


class NoSentenceError(Exception):
    """There is nothing to show to a second person."""


class NoSecondPersonError(Exception):
    """The second person has not agreed yet, or wrote some of it."""


class NotPublicError(Exception):
    """The release is not public, or no more, so that nothing can stand beside it."""


class ChangedTextError(Exception):
    """What is stored is not what was agreed to."""


WHY_NOT: dict[type[Exception], StrOrPromise] = {
    StaleSentenceError: gettext_lazy(
        "A colleague was faster. Look at it as it stands now: what you typed is still here."
    ),
    OpenSentenceError: gettext_lazy(
        "Something in a sentence is open still: decide on it first. Below, such sentences are marked."
    ),
    NoSentenceError: gettext_lazy("Nothing is written yet."),
    NoSecondPersonError: gettext_lazy("The second person has not agreed yet, so nothing is published."),
    NotPublicError: gettext_lazy("The figures are not public, so nothing can stand beside them."),
    ChangedTextError: gettext_lazy("What is stored is not what was agreed to. Tell your administrator."),
}
REFUSED = tuple(WHY_NOT)


def why_not(refused: Exception) -> str:
    """Say in a sentence why something was not done."""
    return str(WHY_NOT[type(refused)])
