"""A hold at one centre keeps the same matter at the other from the nights."""

from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from bereg.centres.scope import beyond
from bereg.enquiries.models import Enquiry
from bereg.transfers.models import Transfer


@beyond("hold")
def held_beside(model: type[Model], held: QuerySet[Any, Any]) -> list[UUID]:
    """Return the ids of enquiries that were passed on as a held one, or that a held one came from."""
    if model is not Enquiry:
        return []
    either = Transfer.objects.everywhere(because="hold").filter(Q(enquiry__in=held) | Q(received__in=held))
    ends = either.filter(received__isnull=False).order_by().values_list("enquiry_id", "received_id")
    return sorted({pk for both in ends for pk in both if pk}, key=str)
