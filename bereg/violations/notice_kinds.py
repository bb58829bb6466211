"""What this room lets people know of. No number and no name: a notice may stand on an open screen."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.violations.acts import NAMED_AGAIN


def _words(_target: str) -> str:
    return _("Another enquiry names the firm that a check of yours waits for.")


def _where(_target: str) -> str:
    return reverse("violations:violations")


NOTICE_KINDS = (NoticeKind(code=NAMED_AGAIN, words=_words, where=_where),)
