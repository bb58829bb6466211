"""How long it is kept why a record was held, and other written reasons."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.translation import ngettext

from bereg.retention.models import Hold
from bereg.retention.rules import months_before
from bereg.vault.because import Because
from bereg.vault.classes import Kind
from bereg.vault.erasing import erase_many


def holds_due(now: dt.datetime) -> QuerySet[Hold]:
    """Return the holds whose reason is kept and that were lifted, or ended by themselves, as long ago."""
    old = end_of(now)
    ended = Q(lifted_at__lt=old) | Q(lifted_at=None, until__lt=old.date())
    return Hold.objects.everywhere(because="retention").filter(ended).exclude(reason=b"")


def end_of(now: dt.datetime) -> dt.datetime:
    """Return when what is due now had to be over."""
    return months_before(now, 12 * settings.KEEP_AUDIT_YEARS)


def kept() -> str:
    """Say how long reasons are kept."""
    years = settings.KEEP_AUDIT_YEARS
    return ngettext("%d year after the end", "%d years after the end", years) % years


def erase(model: type[Model], ids: list[UUID]) -> None:
    found = model._base_manager.filter(pk__in=ids)
    erase_many(list(found), kinds=[Kind.REASON], by=None, because=Because.RETENTION)
    found.update(reason=b"")
