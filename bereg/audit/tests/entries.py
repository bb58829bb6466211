"""The entries of the chain about one record, for tests that look at what was written down."""

from django.db.models import Model, QuerySet

from bereg.audit.models import ChainedAct


def entries_on(target: Model) -> QuerySet[ChainedAct]:
    """Every act on one record that is in the chain, oldest first."""
    return ChainedAct.objects.filter(target=str(target.pk), target_kind=target._meta.label_lower).order_by("at", "seq")
