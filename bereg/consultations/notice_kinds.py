"""What this room lets people know of. No number, and no word of a case: a notice may stand on an open screen."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bereg.accounts.kinds import NoticeKind
from bereg.consultations.acts import SHARED

_WORDS = _("A colleague lets you read the note of a consultation.")


def _page(target: str) -> str:
    return reverse("consultations:consultation", args=[target])


NOTICE_KINDS = (NoticeKind(code=SHARED, words=lambda _target: str(_WORDS), where=_page),)
