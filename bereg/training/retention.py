"""How long a practice is kept, and what ends it with its enquiry: docs/safety/retention.md says it in plain words."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.accounts.models import User
from bereg.enquiries.drafts import also_forget
from bereg.enquiries.models import Enquiry
from bereg.training.actions import end_all
from bereg.training.models import Practice
from bereg.training.queries import too_old
from bereg.vault import retention
from bereg.vault.because import Because
from bereg.vault.retention import Progress, Rule


def register() -> None:
    """Make the rule known, and that a practice goes with what it copies. A hold keeps no copy."""
    also_forget(forget)
    retention.register(
        Rule(
            code="practice",
            label=_("masked copies for interns, and their drafts"),
            kept=lambda: ngettext("%d day", "%d days", settings.KEEP_DRAFT_DAYS) % settings.KEEP_DRAFT_DAYS,
            count=lambda now: too_old(now).count(),
            erase=_erase,
            due=too_old,
        )
    )


def forget(enquiries: list[Enquiry], *, by: User | None, because: Because) -> None:
    """End the practice on enquiries whose consent, or whose text, is gone."""
    found = Practice.objects.everywhere(because="retention").filter(enquiry__in=[each.pk for each in enquiries])
    end_all(practices=found, by=by, because=because)


def _erase(now: dt.datetime, progress: Progress) -> None:
    progress(end_all(practices=too_old(now), by=None, because=Because.RETENTION))
