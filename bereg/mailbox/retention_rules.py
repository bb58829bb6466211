"""What this room keeps for a time where no model states it."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.mailbox.models import TAKEN_KEPT_DAYS, TakenLetter
from bereg.retention.rules import Rule


def _old(now: dt.datetime) -> QuerySet[TakenLetter]:
    return TakenLetter.objects.filter(taken_at__lt=now - dt.timedelta(days=TAKEN_KEPT_DAYS))


RULES = (
    Rule(
        code="taken_letters",
        label=_("digests of letters that were taken from a mailbox"),
        kept=lambda: ngettext("%d day", "%d days", TAKEN_KEPT_DAYS) % TAKEN_KEPT_DAYS,
        count=lambda now: _old(now).count(),
        erase=lambda now, progress: progress(_old(now).delete()[0]),
    ),
)
