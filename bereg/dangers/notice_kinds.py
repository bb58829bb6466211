"""What this room lets people know of. No centre and no number: a notice may stand on an open screen."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.dangers.acts import RAISED


def _page(target: str) -> str:
    return reverse("dangers:danger", args=[target])


NOTICE_KINDS = (
    NoticeKind(
        code=RAISED,
        words=lambda _target: _("Danger: an alarm waits for somebody who takes it."),
        where=_page,
        is_alarm=True,
        is_urgent=True,
    ),
)
