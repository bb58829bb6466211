"""What this room lets people know of. No name and no number: a notice may stand on an open screen."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.searches.acts import ANSWERED, ASKED, GIVEN, OPENED


def _kind(code: str, page: str, words: Callable[[], str]) -> NoticeKind:
    return NoticeKind(code, lambda _target: words(), lambda target: reverse(f"searches:{page}", args=[target]))


NOTICE_KINDS = (
    _kind(OPENED, "search", lambda: _("A relative looks for a missing person.")),
    _kind(GIVEN, "search", lambda: _("A search for a missing person was given to you.")),
    _kind(ASKED, "match", lambda: _("Somebody may be looked for. Ask the person whether they want to be found.")),
    _kind(ANSWERED, "search", lambda: _("Something may be told to a relative.")),
)
