"""Matters: enquiries that continue one another, or passed from one centre to another, count once.

A record that is published as matters keeps where its matter began (`matter`), as what tells so may go before it does,
and its universe says which records are the first of theirs. Only such a column of firsts is published.
"""

from collections.abc import Hashable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bereg.centres.scope import CentreBound, beyond
from bereg.enquiries.models import Enquiry
from bereg.transfers.models import Transfer


@beyond("transfer")
def roots_of(enquiries: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return where the matter of each enquiry began: at the first of its previous ones, or where it was passed on.

    An enquiry gets a previous one when it is registered, and later no other one, so that the root stays.
    """
    asked = set(enquiries)
    above: dict[UUID, UUID] = {}
    looked_at: set[UUID] = set()
    waiting = asked
    while waiting:
        above |= _above(waiting)
        looked_at |= waiting
        waiting = {above[each] for each in waiting if each in above} - looked_at
    return {each: _root(each, above) for each in asked}


def root_of(enquiry: UUID) -> UUID:
    """Return where the matter of one enquiry began."""
    return roots_of([enquiry])[enquiry]


def firsts_of(records: Iterable[tuple[UUID, UUID | None, Hashable]]) -> set[UUID]:
    """Return which records are the first of their kind on their matter: those of closed months have to come first.

    records: id, matter and kind of each, in order. What has no matter, or no kind, is the first of nothing.
    """
    firsts: dict[tuple[UUID, Hashable], UUID] = {}
    for pk, matter, kind in records:
        if matter and kind:
            firsts.setdefault((matter, kind), pk)
    return set(firsts.values())


def on_same_matters(records: QuerySet[Any]) -> CentreBound[Any]:
    """Return every record of their kind on the matters of some, at whatever centre; these too, and those of none."""
    every: CentreBound[Any] = records.model._default_manager.all()
    of_matters = every.through(matter__in=records.order_by().values("matter"))
    return of_matters | every.through(pk__in=records.order_by().values("pk"))


def _above(enquiries: set[UUID]) -> dict[UUID, UUID]:
    every = Enquiry.objects.everywhere(because="transfer").filter(pk__in=enquiries, previous__isnull=False)
    came = Transfer.objects.everywhere(because="transfer").filter(received__in=enquiries)
    passed = {received: pk for received, pk in came.values_list("received_id", "enquiry_id") if received}
    return passed | dict(every.values_list("pk", "previous_id"))


def _root(enquiry: UUID, above: dict[UUID, UUID]) -> UUID:
    seen = {enquiry}
    while enquiry in above and above[enquiry] not in seen:
        enquiry = above[enquiry]
        seen.add(enquiry)
    return enquiry
