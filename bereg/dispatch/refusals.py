"""Why something was not done, in a sentence that says what to do."""

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from bereg.dispatch import errors
from bereg.retention.holds import HeldError
from bereg.transfers.parcel import CannotBeOpenedError

WHY_NOT: dict[type[Exception], StrOrPromise] = {
    errors.StaleDispatchError: gettext_lazy(
        "A colleague was faster: it was changed, signed, sent or stopped meanwhile. Look at it as it stands now."
    ),
    errors.NotAgreedError: gettext_lazy("The second person has not agreed yet, so nothing leaves."),
    errors.NotAgreedToError: gettext_lazy("The person does not agree, or no longer does."),
    errors.NotYourDispatchError: gettext_lazy("This is for others to do: the enquiry is not yours for this any more."),
    errors.AsksForReasonError: gettext_lazy("The reason says too little."),
    errors.DraftedError: gettext_lazy("This form was used already. Nothing is lost: save once more."),
    errors.WordsUnopenedError: gettext_lazy(
        "What stands there cannot be opened, so nothing is written over it. Tell your supervisor."
    ),
    CannotBeOpenedError: gettext_lazy(
        "A text cannot be opened, so it does not go along. Leave it out, or tell your supervisor."
    ),
    HeldError: gettext_lazy("A hold keeps it as it stands: add below, and change nothing above."),
}


def why_not(refused: Exception) -> str:
    """Say in a sentence why something was not done."""
    return str(refused) if isinstance(refused, errors.HinderedError) else str(WHY_NOT[type(refused)])
