"""How long an uploaded register is kept."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.importing.actions import forget_old
from bereg.importing.models import KEPT
from bereg.importing.queries import overdue
from bereg.retention.rules import Rule

RULES = (
    Rule(
        code="imports",
        label=_("files of old registers that were uploaded"),
        kept=lambda: ngettext("%d day", "%d days", KEPT.days) % KEPT.days,
        count=lambda now: overdue(now).count(),
        erase=lambda now, progress: progress(forget_old(now=now)),
        due=overdue,
    ),
)
