"""What may go wrong with campaigns, each with one sentence on its page."""

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise


class StaleCampaignError(Exception):
    """A colleague was faster: it was changed or removed meanwhile."""


class CampaignStandsError(Exception):
    """Something with this id, or a place of this name and region, stands already."""


class NotYourDistributionError(Exception):
    """Somebody else wrote it down, and the person looks after no campaigns."""


class NotPrintedError(Exception):
    """A colleague wrote down copies meanwhile, and so many are not left."""


WHY_NOT: dict[type[Exception], StrOrPromise] = {
    StaleCampaignError: gettext_lazy(
        "A colleague was faster. Look at it as it stands now: what you typed is still here."
    ),
    CampaignStandsError: gettext_lazy("This stands already: look for it in the list."),
    NotYourDistributionError: gettext_lazy("This is for others to do."),
    NotPrintedError: gettext_lazy("A colleague wrote down copies meanwhile, and so many are not left any more."),
}


def why_not(refused: Exception) -> str:
    """Say in a sentence why something was not done."""
    return str(WHY_NOT[type(refused)])
