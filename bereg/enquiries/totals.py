"""How many enquiries a filter finds, and of which kinds: counted among so many of each centre at most."""

from collections import Counter
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Value, When

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.enquiries.finding import Filter, Order, listed_at, narrowing
from bereg.enquiries.models import Enquiry
from bereg.enquiries.sort_orders import BY_ORDER, List

MOST = 10_000  # of one centre: beyond that counting takes longer than the page


@dataclass
class Totals:
    """What was counted. Where a centre has more than was looked at, the figures are of the first ones of the list."""

    count: int = 0
    is_all: bool = True
    open: int = 0
    by_urgency: Counter[str] = field(default_factory=Counter)
    by_assignee: Counter[UUID | None] = field(default_factory=Counter)

    @property
    def closed(self) -> int:
        """Return how many are closed."""
        return self.count - self.open


def totals_of(*, user: User, centres: list[Centre], wanted: Filter) -> Totals:
    """Count what a list would show: one statement a centre, and one more where there may be more than is looked at."""
    if BY_ORDER[wanted.order].is_sorted:
        wanted = replace(wanted, order=Order.LATEST, is_open=True)
    found, narrowed = Totals(), narrowing(wanted)
    for centre in centres:
        if wanted.centre in {"", centre.code}:
            listed = listed_at(centre, user, wanted)
            # The subquery looks at so many and no more, whatever is asked of them then.
            looked_at = Enquiry.objects.of_centres([centre]).filter(pk__in=listed.values("pk")[:MOST])
            counted = _add(found, narrowed(looked_at, centre) if narrowed else looked_at)
            if (narrowed or counted == MOST) and listed.values_list("pk")[MOST : MOST + 1]:
                found.is_all = False
    return found


def _add(found: Totals, counted: List) -> int:
    is_open = Case(When(closed_at=None, then=Value(True)), default=Value(False), output_field=BooleanField())
    kinds = counted.order_by().annotate(is_open=is_open).values_list("urgency", "assignee", "is_open")
    before = found.count
    for urgency, assignee, opened, count in kinds.annotate(count=Count("pk")):
        found.count += count
        found.open += count if opened else 0
        found.by_urgency[urgency] += count
        found.by_assignee[assignee] += count
    return found.count - before
