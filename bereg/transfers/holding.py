"""A hold at one centre keeps the same matter at every other, over however many of them it passed."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from bereg.centres.scope import beyond
from bereg.enquiries.models import Enquiry
from bereg.transfers.models import Transfer


@beyond("hold")
def held_beside(model: type[Model], held: QuerySet[Any, Any] | Collection[UUID]) -> list[UUID]:
    """Return the ids of the held enquiries that passed between centres, and of all they came from or became."""
    if model is not Enquiry:
        return []
    found, fresh = set[UUID](), _directly_beyond(held)
    while fresh:  # one more look for each centre that it passed; nearly always none, as little is held
        found |= fresh
        fresh = _directly_beyond(fresh) - found
    return sorted(found, key=str)


def _directly_beyond(ids: QuerySet[Any, Any] | Collection[UUID]) -> set[UUID]:
    """Return both ends of each passing in which one of some enquiries took part."""
    either = Transfer.objects.everywhere(because="hold").filter(Q(enquiry__in=ids) | Q(received__in=ids))
    ends = either.filter(received__isnull=False).order_by().values_list("enquiry_id", "received_id")
    return {pk for both in ends for pk in both if pk}
