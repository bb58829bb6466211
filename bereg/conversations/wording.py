"""Why something was refused, in words."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.conversations.errors import FormBegunError, NotYourThreadError, StaleThreadError, TakenAlreadyError
from bereg.core.storage_errors import NotStoredError
from bereg.enquiries.drafts import AlreadySavedError
from bereg.retention.holds import HeldError

_WHY_NOT: dict[type[Exception], StrOrPromise] = {
    TakenAlreadyError: _("A colleague was faster and answers it."),
    StaleThreadError: _(
        "Something came or changed meanwhile: read what stands now. Nothing was sent; your text stays on this page."
    ),
    NotYourThreadError: _("This conversation is for others to answer."),
    FormBegunError: _("Its form is begun already, by %(name)s: only they go on with it, or throw it away."),
    AlreadySavedError: _("Its enquiry was registered already."),
    HeldError: _("It is held: nothing of it is erased before that day."),
    NotStoredError: _("It cannot be opened or stored just now. Your text stays on this page; try again in a minute."),
}
FILE_CLOSED = _("This file cannot be opened. Tell your supervisor.")
REFUSALS = tuple(_WHY_NOT)


def why_not(refused: Exception) -> str:
    """Say why something was refused."""
    words = str(next(words for kind, words in _WHY_NOT.items() if isinstance(refused, kind)))
    return words % {"name": refused.by or _("somebody else")} if isinstance(refused, FormBegunError) else words
