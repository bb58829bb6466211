"""What this room lets people know of."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.accounts.mailed_links import NOT_MAILED
from bereg.centres import changed_line_notices

NOT_MAILED_NOTICE = NoticeKind(
    code=NOT_MAILED,
    words=lambda _target: _("A link did not leave by mail: look at the address, or make another one and hand it over."),
    where=lambda _target: reverse("centres:people"),
)
NOTICE_KINDS = (changed_line_notices.NOTICE, NOT_MAILED_NOTICE)
