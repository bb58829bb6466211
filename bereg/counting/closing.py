"""Closing of a month; until then its facts are brought up to date.

Months close in their order: a month may be closed once it is over at every centre and all before it are closed. So the
closed months are always the ones up to a date, and what comes late belongs to exactly one month, the first open one.
"""

from contextlib import suppress
from datetime import date

from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.scope import beyond
from bereg.centres.universes import universes
from bereg.counting import facts, months, queries
from bereg.counting.models import Month

TRIES = 5  # of counting a month that people still change while it is counted


class MonthAlreadyClosedError(Exception):
    """A colleague closed the month first."""


class NotYetError(Exception):
    """The month is not over at every centre."""


class OutOfOrderError(Exception):
    """Another month must be closed first: `due` (None: there is nothing to close)."""

    def __init__(self, due: date | None) -> None:
        super().__init__(f"{months.name(due)} must be closed first." if due else "There is nothing to close.")
        self.due = due


class MonthKeepsChangingError(Exception):
    """However often the month was counted, somebody changed something in it meanwhile."""


@beyond("figures")
def close_month(*, month: date, by: User) -> None:
    """Freeze the figures of a month. What they include is marked, and what comes later counts in the next month.

    Counting takes long and holds nobody up; only what decides is done in a transaction. Raise MonthAlreadyClosedError,
    NotYetError, OutOfOrderError, MonthKeepsChangingError or FiguresFault.
    """
    for _time in range(TRIES):
        _refuse_unless_due(month)
        with facts.made_beside(month) as made, suppress(facts.CountedOtherwiseError):
            _freeze(made, made.digest(), by)
            return
    raise MonthKeepsChangingError


def _refuse_unless_due(month: date) -> None:
    if Month.objects.filter(first_day=month, closed_at__isnull=False).exists():
        raise MonthAlreadyClosedError
    due = queries.month_to_close()
    if due != month:
        raise OutOfOrderError(due)
    if not queries.is_over(month):
        raise NotYetError


@transaction.atomic
def _freeze(made: facts.MonthsFacts, digest: str, by: User) -> None:
    month = made.month
    _refuse_unless_due(month)  # once more: counting took its time
    parts = facts.shares(month, facts.last_closed_month())
    Month.objects.get_or_create(first_day=month)
    # One UPDATE decides: two supervisors may have the same page open. It also holds off who writes facts meanwhile.
    still_open = Month.objects.filter(first_day=month, closed_at=None)
    closed = {"closed_at": timezone.now(), "closed_by": by, "digest": digest, "universes": " ".join(universes())}
    if not still_open.update(**closed):
        raise MonthAlreadyClosedError
    facts.mark(parts, made)
    # Before the commit: a crash between leaves an open month, whose facts are made again.
    made.put()
    audit.record("month.closed", target=Month(first_day=month), by=by)


def refresh_facts() -> None:
    """Write the facts of the open months whose source has changed; again, it changes nothing."""
    period = queries.recorded_months()
    if period:
        facts.bring_up_to_date(period)
