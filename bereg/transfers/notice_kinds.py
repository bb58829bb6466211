"""What this room lets people know of. No centre and no number: a notice may stand on an open screen."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.transfers.acts import ACCEPTED, DECLINED, LAPSED, OFFERED

IN_DANGER = "transfer.offered_in_danger"
UNREADABLE = "transfer.unreadable"
WITH_NOBODY = "transfer.with_nobody_in_danger"  # declined, not answered in time or not opened: both centres are told


def _page(target: str) -> str:
    return reverse("transfers:transfer", args=[target])


def _kind(code: str, words: Callable[[str], str], *, is_urgent: bool = False) -> NoticeKind:
    return NoticeKind(code=code, words=words, where=_page, is_alarm=is_urgent, is_urgent=is_urgent)


NOTICE_KINDS = (
    _kind(OFFERED, lambda _target: _("Another centre offers an enquiry.")),
    _kind(
        IN_DANGER,
        lambda _target: _("Danger: another centre passes on an enquiry. It waits for somebody who takes it."),
        is_urgent=True,
    ),
    _kind(
        WITH_NOBODY,
        lambda _target: _("Danger: an enquiry that one centre offered to another is not taken on. See to it at once."),
        is_urgent=True,
    ),
    _kind(ACCEPTED, lambda _target: _("The other centre accepted an enquiry.")),
    _kind(DECLINED, lambda _target: _("The other centre declined an enquiry. It is yours still.")),
    _kind(
        UNREADABLE,
        lambda _target: _(
            "The other centre could not open what you offered any more. The enquiry is yours still: offer it again."
        ),
        is_urgent=True,
    ),
    _kind(LAPSED, lambda _target: _("No answer from the other centre within a week. The enquiry is yours still.")),
)
