"""What this room lets people know of. No recipient: a notice may stand on an open screen."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind

TO_SIGN = "figure_letter.to_sign"
NOTICE_KINDS = (
    NoticeKind(
        code=TO_SIGN,
        words=lambda _target: _("A letter with figures waits for your signature."),
        where=lambda target: reverse("figure_letters:letter", args=[target]),
    ),
)
