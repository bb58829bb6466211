"""What may go wrong with recommendations, each with one line on its page."""

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise


class StaleRecommendationError(Exception):
    """A colleague was faster: it was changed, removed, or something was noted meanwhile."""


class SentRecommendationError(Exception):
    """Somebody outside has it: it is not removed any more, and its words stay."""


WHY_NOT: dict[type[Exception], StrOrPromise] = {
    StaleRecommendationError: gettext_lazy(
        "A colleague was faster. Look at it as it stands now: what you typed is still here."
    ),
    SentRecommendationError: gettext_lazy(
        "It was sent, so its words stay and it is not removed. Write another one in its place."
    ),
}
REFUSED = tuple(WHY_NOT)


def why_not(refused: Exception) -> str:
    """Say in a sentence why something was not done."""
    return str(WHY_NOT[type(refused)])
