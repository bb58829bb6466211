"""What this room lets people know of."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts.kinds import NoticeKind
from bereg.enquiries.acts import ASSIGNED, JOINED
from bereg.enquiries.models import page_of
from bereg.enquiries.retention_periods import IDLE
from bereg.enquiries.unreadable_texts import UNREADABLE


def _words(_target: str) -> str:
    # No number: a notice may stand on a screen that a visitor sees.
    return _("An enquiry was handed over to you.")


def _where(target: str) -> str:
    return page_of(target)


def _record(target: str) -> str:
    """Lead to the enquiry whose text it is; a draft has no page for anybody but who began it."""
    label, _colon, pk = target.partition(":")
    return page_of(pk) if label == "enquiries.enquiry" else ""


NOTICE_KINDS = (
    NoticeKind(
        code=UNREADABLE,
        words=lambda _target: _("A text that is stored cannot be opened."),
        where=_record,
        is_alarm=True,
    ),
    NoticeKind(
        code=JOINED,
        words=lambda _target: _("Somebody called again about an enquiry that is yours to go on with or to assign."),
        where=_where,
    ),
    NoticeKind(
        code=IDLE,
        words=lambda _target: _("Enquiries are open that nobody has touched for a year. Please close them."),
        where=lambda _target: reverse("retention:retention"),
    ),
    NoticeKind(code=ASSIGNED, words=_words, where=_where),
)
