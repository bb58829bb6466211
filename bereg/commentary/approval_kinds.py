"""Which acts of this room need a second person: publishing what people wrote beside the figures."""

import datetime as dt
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.accounts.kinds import ApprovalKind
from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.commentary.models import ReportText
from bereg.commentary.queries import PUTTING_OUT
from bereg.publications import periods

AGREED_FOR = dt.timedelta(days=14)  # so that words agreed to before the figures are published can wait for them


def _text(target: str) -> ReportText | None:
    return ReportText.objects.filter(pk=UUID(target.split(maxsplit=1)[0])).select_related("release").first()


def _describe(target: str) -> str:
    text = _text(target)
    if text is None:
        return _("sentences of a report that was prepared anew since")
    months = periods.named(text.release.first_month, text.release.last_month)
    return _("sentences beside the figures: %(months)s") % {"months": months}


def _concerns(person: User, target: str) -> bool:
    """Let nobody agree to what they wrote themselves, even where a colleague asks for it."""
    text = _text(target)
    return text is not None and str(person.pk) not in text.writers


APPROVAL_KINDS = (
    ApprovalKind(
        code=PUTTING_OUT,
        label=gettext_lazy("publication of sentences beside figures"),
        asks=Permission.REPORT_TEXT,
        looks=Permission.REPORT_TEXT_READ,
        describe=_describe,
        where=lambda target: reverse("commentary:text", args=[target.split()[0]]),
        concerns=_concerns,
        lasts=AGREED_FOR,
    ),
)
