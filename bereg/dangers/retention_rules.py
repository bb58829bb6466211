"""How long it is kept who raised and took an alarm, and which steps were done."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.contacts.coarsening import before_month_of, month_of
from bereg.dangers.models import Danger, TickedStep
from bereg.retention.rules import Rule, months_before, of_records

CHANGED = (
    "form", "raised_at", "raised_by", "taken_at", "taken_by", "let_go_at", "let_go_by",
    "ended_at", "ended_by", "ended_as", "is_coarse",
)  # fmt: skip


def kept() -> str:
    """Say how long: as a text of an enquiry, but from the alarm on."""
    months = settings.KEEP_TEXT_MONTHS
    return (
        ngettext(
            "%d month after the month in which it was raised",
            "%d months after the month in which it was raised",
            months,
        )
        % months
    )


def dangers_due(now: dt.datetime) -> QuerySet[Danger]:
    """Return the alarms of long ago that name people and moments, whether or not anybody ended them."""
    old = months_before(now, settings.KEEP_TEXT_MONTHS)
    return Danger.objects.everywhere(because="retention").filter(before_month_of(old, "raised_at"), is_coarse=False)


def coarsen(ids: list[UUID]) -> None:
    """Leave the centre, the month and how long nobody took it: what the figures count."""
    every = Danger.objects.everywhere(because="retention")
    dangers = list(every.filter(pk__in=ids).select_related("centre"))
    TickedStep.objects.through(danger__in=every.filter(pk__in=ids)).delete()
    for danger in dangers:
        month = month_of(danger.raised_at, danger.centre.time_zone)
        danger.raised_at, danger.is_coarse, danger.form = month, True, None
        danger.taken_at = danger.taken_at and month
        danger.ended_at, danger.ended_as = month, danger.ended_as or "done"
        danger.raised_by = danger.taken_by = danger.let_go_by = danger.ended_by = danger.let_go_at = None
    every.bulk_update(dangers, CHANGED)


RULES: tuple[Rule, ...] = (
    of_records(
        code="dangers",
        label=_("who raised and took alarms, and the steps that were done"),
        kept=kept,
        due=dangers_due,
        erase=coarsen,
    ),
)
