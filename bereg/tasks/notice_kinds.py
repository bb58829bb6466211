"""What this room lets people know of. No number, and no word of a case: a notice may stand on an open screen."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bereg.accounts.kinds import NoticeKind
from bereg.tasks.actions import ANSWERED, ANSWERED_ON_YOURS
from bereg.tasks.acts import GIVEN

_GIVEN = _("A colleague gave you a task.")
_ANSWERED = _("Your question was answered.")
_ANSWERED_ON_YOURS = _("A question on an enquiry of yours was answered.")


def _page(target: str) -> str:
    return reverse("tasks:task", args=[target])


NOTICE_KINDS = (
    NoticeKind(code=GIVEN, words=lambda _target: str(_GIVEN), where=_page),
    NoticeKind(code=ANSWERED, words=lambda _target: str(_ANSWERED), where=_page),
    NoticeKind(code=ANSWERED_ON_YOURS, words=lambda _target: str(_ANSWERED_ON_YOURS), where=_page),
)
