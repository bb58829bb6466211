"""What this room lets people know of."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.retention import clock, holds
from bereg.retention.wording import name_of, page_of

NOTICE_KINDS = (
    NoticeKind(
        code=clock.WAITS,
        words=lambda _target: _("The clock of the machine has jumped: nothing is erased until you look at it."),
        where=lambda _target: reverse("retention:retention"),
        is_alarm=True,
    ),
    NoticeKind(
        code=holds.WITHDRAWS,
        words=lambda target: (
            _("Somebody is to erase what a hold keeps: %(what)s") % {"what": name_of(holds.find(target))}
        ),
        where=lambda target: page_of(holds.find(target)),
        is_alarm=True,
    ),
    NoticeKind(
        code=holds.REVIEW,
        words=lambda target: (
            _("A hold has not been looked at for a year: %(what)s") % {"what": name_of(holds.find(target))}
        ),
        where=lambda target: page_of(holds.find(target)),
    ),
)
