"""Closing of a month.

Months close in their order: a month may be closed once it is over at every centre and all before it are closed. So the
closed months are always the ones up to a date, and what comes late belongs to exactly one month, the first open one.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
from bereg.counting import facts, months, queries, store
from bereg.counting.models import Month
from bereg.counting.universes import universes


class AlreadyClosedError(Exception):
    """A colleague closed the month first."""


class NotYetError(Exception):
    """The month is not over at every centre."""


class OutOfOrderError(Exception):
    """Another month must be closed first: `due` (None: there is nothing to close)."""

    def __init__(self, due: date | None) -> None:
        super().__init__(f"{months.name(due)} must be closed first." if due else "There is nothing to close.")
        self.due = due


@beyond("figures")
@transaction.atomic
def close_month(*, month: date, by: User) -> None:
    """Freeze the figures of a month. What they include is marked, and what comes later counts in the next month.

    Raise AlreadyClosedError, NotYetError or OutOfOrderError.
    """
    if Month.objects.filter(first_day=month, closed_at__isnull=False).exists():
        raise AlreadyClosedError
    due = queries.month_to_close()
    if due != month:
        raise OutOfOrderError(due)
    if not queries.is_over(month):
        raise NotYetError
    last_closed = facts.last_closed_month()
    Month.objects.get_or_create(first_day=month)
    # One UPDATE decides: two supervisors may have the same page open. It also holds off who writes facts meanwhile.
    still_open = Month.objects.filter(first_day=month, closed_at=None)
    if not still_open.update(closed_at=timezone.now(), closed_by=by, universes=" ".join(universes())):
        raise AlreadyClosedError
    for share in facts.shares(month, last_closed):
        for name, universe in universes().items():
            universe.mark(share.records[name], month)
    # Read back by the mark, not by the dates: an enquiry saved in this very moment is in both or in neither.
    # Written before the commit: a crash between leaves an open month, which is written again.
    facts.write_closed(month)
    Month.objects.filter(pk=month).update(digest=store.facts_digest(month, universes()))
    audit.record("month.closed", target=Month(first_day=month), by=by)


def refresh_facts() -> None:
    """Write the facts of the open months whose source has changed; again, it changes nothing."""
    period = queries.recorded_months()
    if period:
        facts.bring_up_to_date(period)
