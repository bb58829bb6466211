"""What this room lets people know of."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.emergency_access import break_glass


def _words(target: str) -> str:
    opening = break_glass.of(UUID(target))
    return _("%(name)s used emergency access to an enquiry. Please review it.") % {
        "name": opening.by if opening else "–"
    }


NOTICE_KINDS = (
    NoticeKind(
        code=break_glass.OPENED,
        words=_words,
        where=lambda target: reverse("emergency_access:glass_review", args=[target]),
        is_alarm=True,
    ),
)
