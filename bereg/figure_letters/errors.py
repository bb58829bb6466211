"""What may go wrong with letters of figures, each with one sentence on its page."""

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise


class NotYourLetterError(Exception):
    """The person may not do this with it."""


class StaleLetterError(Exception):
    """A colleague was faster: it was changed, signed, sent or stopped meanwhile."""


class LetterStandsError(Exception):
    """There is a letter about this period already."""


class HinderedLetterError(Exception):
    """Something speaks against it still; the sentence says what."""


class OtherFiguresError(Exception):
    """What goes along, or what is agreed, is not that of which the text was composed."""


class SecondPersonError(Exception):
    """The second person has not agreed yet."""


class ChangedLetterError(Exception):
    """What is stored is not what was signed."""


WHY_NOT: dict[type[Exception], StrOrPromise] = {
    NotYourLetterError: gettext_lazy("This is for others to do."),
    StaleLetterError: gettext_lazy(
        "A colleague was faster. Look at it as it stands now: what you typed is still here."
    ),
    LetterStandsError: gettext_lazy(
        "A colleague wrote the letter about this period meanwhile. What you typed is still here."
    ),
    OtherFiguresError: gettext_lazy(
        "The published figures, or what was agreed, changed while you wrote. What you typed is still here; the letter "
        "as it begins now stands beside it. If you save again, what you typed goes with the figures of now."
    ),
    SecondPersonError: gettext_lazy("The second person has not agreed yet, so nothing leaves."),
    ChangedLetterError: gettext_lazy("What is stored is not what was signed: nothing leaves. Tell your administrator."),
}


def why_not(refused: Exception) -> str:
    """Say in a sentence why something was not done."""
    return str(refused) if isinstance(refused, HinderedLetterError) else str(WHY_NOT[type(refused)])
