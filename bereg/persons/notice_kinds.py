"""What this room lets people know of. No number, and no word of a case: a notice may stand on an open screen."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.persons.acts import UNDER_18


def _words(_target: str) -> str:
    return _("Somebody under 18 is concerned. Tell parents and relatives nothing unasked.")


def _where(target: str) -> str:
    return reverse("persons:person", args=[target])


NOTICE_KINDS = (NoticeKind(code=UNDER_18, words=_words, where=_where),)
