"""What this room lets people know of. No centre and no number: a notice may stand on an open screen."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.dispatch.acts import SENT_ALONE

NOTICE_KINDS = (
    NoticeKind(
        code=SENT_ALONE,
        words=lambda _target: _("In danger to life a colleague sent a request out alone. Please review it."),
        where=lambda target: reverse("dispatch:dispatch", args=[target]),
        is_alarm=True,
        is_urgent=True,
    ),
)
