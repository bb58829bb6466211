"""What this room lets people know of. No number, and no word of a case: a notice may stand on an open screen."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from bereg.accounts.kinds import NoticeKind
from bereg.training.acts import ACCEPTED, GIVEN, SENT, SENT_BACK


def _of_intern(target: str) -> str:
    return reverse("training:practice", args=[target])


def _of_guide(target: str) -> str:
    return reverse("training:review_practice", args=[target])


def _list(_target: str) -> str:
    return reverse("training:practices")


def _kind(code: str, words: StrOrPromise, where: Callable[[str], str]) -> NoticeKind:
    return NoticeKind(code=code, words=lambda _target: str(words), where=where)


NOTICE_KINDS = (
    _kind(GIVEN, _("A case was given to you for practice."), _of_intern),
    _kind(SENT, _("An intern sent a draft for you to look at."), _of_guide),
    _kind(SENT_BACK, _("Your draft came back with a remark."), _of_intern),
    _kind(ACCEPTED, _("Your draft was taken into the enquiry."), _list),
)
