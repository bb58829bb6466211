"""How long it is kept who worked when."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.retention.rules import Rule, of_records
from bereg.shifts.models import RosterWeek

KEPT_WEEKS = 8


def weeks_due(now: dt.datetime) -> QuerySet[RosterWeek]:
    """Return the weeks of long ago: a roster is no record of who worked how much."""
    old = now.date() - dt.timedelta(weeks=KEPT_WEEKS)
    return RosterWeek.objects.everywhere(because="retention").filter(monday__lt=old)


RULES: tuple[Rule, ...] = (
    of_records(
        code="rosters",
        label=_("rosters: who was to work when"),
        kept=lambda: ngettext("%d week", "%d weeks", KEPT_WEEKS) % KEPT_WEEKS,
        due=weeks_due,
        erase=lambda ids: RosterWeek.objects.everywhere(because="retention").filter(pk__in=ids).delete(),
    ),
)
