"""How long it is kept who did what is on no enquiry. A task on one becomes coarse with it: enquiries/parts.py."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.centres.scope import CentreBound
from bereg.contacts.coarsening import before_month_of
from bereg.enquiries.parts import leave_months
from bereg.retention.rules import Rule, months_before, of_records
from bereg.tasks.models import Task


def without_enquiry_due(now: dt.datetime) -> CentreBound[Task]:
    """Return those on no enquiry that ended long ago and say by whom they were promised still."""
    old = months_before(now, 12 * settings.KEEP_ANSWERS_YEARS)
    every = Task.objects.everywhere(because="retention")
    return every.filter(before_month_of(old, "ended_at"), enquiry=None, made_by__isnull=False)


def _coarsen(ids: list[UUID]) -> None:
    every = Task.objects.everywhere(because="retention").filter(pk__in=ids)
    leave_months(Task, {each: each.centre.time_zone for each in every.select_related("centre")})


def _kept() -> str:
    years = settings.KEEP_ANSWERS_YEARS
    return (
        ngettext(
            "%d year from the end of its month, then the month alone",
            "%d years from the end of its month, then the month alone",
            years,
        )
        % years
    )


RULES: tuple[Rule, ...] = (
    of_records(
        code="tasks",
        label=_("tasks on no enquiry: who promised and who had them"),
        kept=_kept,
        due=without_enquiry_due,
        erase=_coarsen,
    ),
)
