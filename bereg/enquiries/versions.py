"""The version of an enquiry, which every change of it raises: so nobody writes over what a colleague wrote."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from bereg.enquiries.models import Enquiry


def change(standing: QuerySet[Enquiry], columns: dict[str, Any]) -> int:
    """Change the enquiries that stand as a query says; return how many did.

    One UPDATE decides: two operators may have the same page open.
    """
    return standing.update(**columns, changed_at=timezone.now(), version=F("version") + 1)


def change_one(enquiry: Enquiry, columns: dict[str, Any], **only: object) -> bool:
    """Change an enquiry if it still stands `only` so; tell whether it did."""
    return bool(change(Enquiry.objects.of(enquiry).filter(**only), columns))
