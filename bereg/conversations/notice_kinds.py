"""What this room lets people know of. Nothing of what was written: a notice may stand on an open screen."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.conversations.acts import CAME, GIVEN, URGENT


def _kind(code: str, words: Callable[[], str]) -> NoticeKind:
    return NoticeKind(code, lambda _target: words(), lambda target: reverse("conversations:thread", args=[target]))


NOTICE_KINDS = (
    _kind(URGENT, lambda: _("Somebody wrote to us who may be in danger.")),
    _kind(CAME, lambda: _("Somebody wrote again whom you answered.")),
    _kind(GIVEN, lambda: _("A letter or question was handed to you.")),
)
