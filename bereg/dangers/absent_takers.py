"""Who took an alarm and is not there any more: it must not stay with them, since it rings for nobody else."""

import datetime as dt

from bereg.accounts.last_seen import signed_out_at
from bereg.accounts.models import User
from bereg.centres.models import Membership
from bereg.dangers.alarm_reach import level_of, patience
from bereg.dangers.models import Danger
from bereg.shifts.on_duty import on_duty


def is_taker_gone(danger: Danger, taker: User, now: dt.datetime) -> bool:
    """Tell whether no alarm of its centre would reach the taker, or they went home with it."""
    works_there = Membership.objects.filter(centre=danger.rings_at, user=taker).exists()
    is_reached = level_of(taker, works_there=works_there) is not None
    return not is_reached or _went_off_duty(danger, taker, now) or _signed_out(taker, now)


def _went_off_duty(danger: Danger, taker: User, now: dt.datetime) -> bool:
    """Tell whether the shift has ended in which they took it. Who takes it outside their shifts stays on purpose."""
    at = danger.taken_at
    return at is not None and _is_on_duty(danger, taker, at) and not _is_on_duty(danger, taker, now)


def _is_on_duty(danger: Danger, taker: User, at: dt.datetime) -> bool:
    return any(each.person_id == taker.pk for each in on_duty(danger.rings_at, at))


def _signed_out(taker: User, now: dt.datetime) -> bool:
    """Tell whether they have been signed out for as long as an alarm waits: who changes the desk is back sooner."""
    at = signed_out_at(taker, now)
    return at is not None and now - at >= patience()
