"""One matter at several centres: an enquiry that was passed on, and what came of it there.

A room above that passes enquiries on says so in its module `same_matter`, as `ends_of(enquiry)`, which returns the ids
of those directly beyond. It is asked inside a transaction, and locks what it goes by.
"""

from uuid import UUID

from bereg.centres.scope import beyond
from bereg.core.concerns import said
from bereg.enquiries.models import Enquiry


@beyond("transfer")
def others_of(enquiry: Enquiry) -> list[Enquiry]:
    """Return the enquiries of other centres that are the same matter, over however many of them it passed.

    Write to them within `beyond("transfer")`.
    """
    found: dict[UUID, Enquiry] = {enquiry.pk: enquiry}
    waiting = [enquiry]
    while waiting:
        each = waiting.pop()
        ids = {pk for ends_of in said("same_matter", "ends_of") for pk in ends_of(each)} - found.keys()
        fresh = list(Enquiry.objects.everywhere(because="transfer").filter(pk__in=ids).order_by("pk"))
        found |= {one.pk: one for one in fresh}
        waiting += fresh
    return [each for pk, each in found.items() if pk != enquiry.pk]
