"""How long it is kept why somebody broke the glass."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bereg.emergency_access.models import BreakGlass
from bereg.retention.reasons import end_of, erase, kept
from bereg.retention.rules import of_records


def glasses_due(now: dt.datetime) -> QuerySet[BreakGlass]:
    """Return the broken glasses whose reason is kept and whose hour ended as long ago as the audit log goes."""
    old = end_of(now)
    ended = Q(ended_at__lt=old) | Q(ended_at=None, ends_at__lt=old)
    return BreakGlass.objects.everywhere(because="retention").filter(ended).exclude(reason=b"")


# It follows the audit log, which says that there was a reason.
RULES = (
    of_records(
        code="glass_reasons",
        label=_("reasons for emergency access"),
        kept=kept,
        due=glasses_due,
        erase=lambda ids: erase(BreakGlass, ids),
    ),
)
