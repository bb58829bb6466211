"""What this room lets people know of. No centre and no number: a notice may stand on an open screen."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.partner_links.acts import ANSWERED, GUESSED


def _page(target: str) -> str:
    return reverse("dispatch:dispatch", args=[target])


NOTICE_KINDS = (
    NoticeKind(
        code=ANSWERED,
        words=lambda _target: _("A partner answered by a link."),
        where=_page,
        is_alarm=False,
        is_urgent=False,
    ),
    NoticeKind(
        code=GUESSED,
        words=lambda _target: _("Too many wrong codes were typed at the link of a partner, so it is ended."),
        where=_page,
        is_alarm=True,
        is_urgent=False,
    ),
)
