"""Reading of the audit record."""

from django.db import models
from django.db.models import QuerySet

from bereg.audit.models import Entry


def entries_on(target: models.Model) -> QuerySet[Entry]:
    """Every act on one record, oldest first."""
    return Entry.objects.filter(target=str(target.pk), target_kind=target._meta.label_lower).order_by("at", "id")
