"""How long written reasons are kept: why somebody broke the glass, and why a record was held."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bereg.vault import retention
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.erasing import erase_many
from bereg.vault.models import BreakGlass, Hold
from bereg.vault.retention import months_before, of_records


def glasses_due(now: dt.datetime) -> QuerySet[BreakGlass]:
    """Return the broken glasses whose reason is kept and whose hour ended as long ago as the record of acts goes."""
    old = _before(now)
    ended = Q(ended_at__lt=old) | Q(ended_at=None, ends_at__lt=old)
    return BreakGlass.objects.everywhere(because="retention").filter(ended).exclude(reason=b"")


def holds_due(now: dt.datetime) -> QuerySet[Hold]:
    """Return the holds whose reason is kept and that were lifted, or ended by themselves, as long ago."""
    old = _before(now)
    ended = Q(lifted_at__lt=old) | Q(lifted_at=None, until__lt=old.date())
    return Hold.objects.everywhere(because="retention").filter(ended).exclude(reason=b"")


def register() -> None:
    """Make the rules known. They follow the record of acts, which says that there was a reason."""
    retention.register(
        of_records(
            code="glass_reasons",
            label=_("reasons for breaking the glass"),
            kept=kept,
            due=glasses_due,
            erase=lambda ids: _erase(BreakGlass, ids),
        ),
        of_records(
            code="hold_reasons",
            label=_("reasons for holds"),
            kept=kept,
            due=holds_due,
            erase=lambda ids: _erase(Hold, ids),
        ),
    )


def _before(now: dt.datetime) -> dt.datetime:
    return months_before(now, 12 * settings.KEEP_AUDIT_YEARS)


def kept() -> str:
    """Say how long reasons are kept."""
    years = settings.KEEP_AUDIT_YEARS
    return ngettext("%d year after the end", "%d years after the end", years) % years


def _erase(model: type[Model], ids: list[UUID]) -> None:
    found = model._base_manager.filter(pk__in=ids)
    erase_many(list(found), kinds=[Kind.REASON], by=None, because=Because.RETENTION)
    found.update(reason=b"")
