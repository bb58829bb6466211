"""What this room lets people know of."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.enquiries.history import ASSIGNED


def _words(_target: str) -> str:
    # No number: a notice may stand on a screen that a visitor sees.
    return _("An enquiry was handed over to you.")


def _where(target: str) -> str:
    return reverse("desk:enquiry", args=[target])


HANDED_OVER = NoticeKind(code=ASSIGNED, words=_words, where=_where)
