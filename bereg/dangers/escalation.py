"""An alarm that nobody takes goes on: to the next of the centre, then to the supervisors of every centre.

On the pages it does so by the clock alone. Here the notices follow, from which the mail goes out; and what was taken by
somebody who is not there any more rings anew.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from bereg.accounts import notices
from bereg.centres.scope import beyond
from bereg.dangers import actions
from bereg.dangers.absent_takers import is_taker_gone
from bereg.dangers.acts import RAISED
from bereg.dangers.alarm_reach import LAST, level_at, people_at_level
from bereg.dangers.models import Danger


@beyond("danger")
def tell_next() -> int:
    """Let those know whom an alarm has come to meanwhile. Return how many levels were told."""
    now, told = timezone.now(), 0
    _ring_what_was_left(now)
    waiting = Danger.objects.everywhere(because="danger").filter(taken_at=None, ended_at=None, told__lt=LAST)
    for danger in waiting.order_by("raised_at"):
        for level in range(danger.told + 1, level_at(danger, now) + 1):
            told += _tell(danger, level)
    return told


def _ring_what_was_left(now: dt.datetime) -> None:
    taken = Danger.objects.everywhere(because="danger").filter(taken_by__isnull=False, ended_at=None)
    for danger in taken.select_related("centre", "passed_to", "taken_by").order_by("raised_at"):
        if danger.taken_by and is_taker_gone(danger, danger.taken_by, now):
            actions.ring_again(danger=danger)


@transaction.atomic
def _tell(danger: Danger, level: int) -> bool:
    # One UPDATE decides: of several workers one tells, and none where somebody has taken it meanwhile.
    untold = Danger.objects.of(danger).filter(told=level - 1, taken_at=None, ended_at=None)
    if not untold.update(told=level):
        return False
    told = [each for each in people_at_level(danger, level) if each.pk != danger.raised_by_id]
    notices.give(kind=RAISED, target=str(danger.pk), to=told)
    return True
