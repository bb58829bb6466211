"""Whether the machine's clock can be believed: a clock that jumped by years would erase everything in one night.

The kernel counts how long the machine has run, whatever its clock is set to. While it runs, the two must agree. After a
start nothing but the last look is known, so a long time off counts as a jump too, until a person says what day it is.
"""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.audit.actions import Thing
from bereg.audit.queries import newest_at
from bereg.retention.models import Clock

STORED_EACH = dt.timedelta(minutes=5)
CONFIRMED = "clock.confirmed"
CONFIRMING = "clock.confirm"  # the kind of the act that two persons do
WAITS = "retention.waits"  # the kind of our notice
# Read as files: they are the kernel's own, and no program that pretends another time reaches them.
BOOT, UPTIME = Path("/proc/sys/kernel/random/boot_id"), Path("/proc/uptime")


@dataclass(frozen=True)
class ClockReading:
    """What the clocks show at one moment."""

    wall: dt.datetime
    boot: str
    uptime_s: float


@dataclass(frozen=True)
class Doubt:
    """The clock shows `now`; by what is known it should be about `expected`."""

    now: dt.datetime
    expected: dt.datetime


class ClockDoubtedError(Exception):
    """The clock has jumped, and nobody has said yet that it is right: nothing is erased."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(f"The clock shows {doubt.now:%Y-%m-%d %H:%M}, not about {doubt.expected:%Y-%m-%d %H:%M}.")
        self.doubt = doubt


def read() -> ClockReading:
    """Look at the clocks. Where the system does not tell how long it has run, every look is one after a start."""
    boot, uptime_s = "", 0.0
    with suppress(OSError, ValueError, IndexError):
        uptime_s, boot = float(UPTIME.read_text().split()[0]), BOOT.read_text().strip()
    return ClockReading(timezone.now(), boot, uptime_s)


def limit() -> dt.timedelta:
    """Return by how much the clock may be another one than expected."""
    return dt.timedelta(hours=settings.CLOCK_GAP_HOURS)


def doubt(seen: ClockReading | None = None) -> Doubt | None:
    """Return why the clock is not to be believed, or None."""
    seen = seen or read()
    expected = _expected(Clock.objects.filter(pk=1).first(), seen)
    return Doubt(seen.wall, expected) if abs(seen.wall - expected) > limit() else None


def demand() -> None:
    """Raise ClockDoubtedError where the clock is not to be believed."""
    found = doubt()
    if found:
        raise ClockDoubtedError(found)


def observe(seen: ClockReading | None = None) -> None:
    """Remember what the clock shows, as long as it is to be believed. Called by the timer at each tick."""
    seen = seen or read()
    known = Clock.objects.filter(pk=1).first()
    if abs(seen.wall - _expected(known, seen)) > limit():
        return
    if known is None or not _is_same_run(known, seen):
        _store(seen)
    elif seen.wall - known.seen_at >= STORED_EACH or seen.wall < known.seen_at:
        # The beginning stays, or many small jumps would add up unseen.
        Clock.objects.filter(pk=1).update(seen_at=seen.wall)


@transaction.atomic
def confirm(*, by: User | None) -> None:
    """Believe the clock as it stands, since a person says that it is right. None: at the machine itself."""
    _store(read())
    audit.record(CONFIRMED, target=Thing("clock", "-"), by=by)


@transaction.atomic
def confirm_agreed(*, by: User) -> None:
    """Believe the clock since two persons say that it is right. Raise NeededError, NotYourDecisionError."""
    approvals.use_or_alone(kind=CONFIRMING, target=target(), by=by)
    confirm(by=by)


def target() -> str:
    """Write what is agreed to: that this day is today."""
    return f"{timezone.now().astimezone(dt.UTC):%Y-%m-%d}"


def _store(seen: ClockReading) -> None:
    values = {"boot": seen.boot, "uptime_s": seen.uptime_s, "wall": seen.wall, "seen_at": seen.wall}
    Clock.objects.update_or_create(pk=1, defaults=values)


def _expected(known: Clock | None, seen: ClockReading) -> dt.datetime:
    """Return what the wall clock should show, as far as is known."""
    if known is None:  # the first look: the newest act recorded is all that is known
        return newest_at() or seen.wall
    if _is_same_run(known, seen):
        return known.wall + dt.timedelta(seconds=seen.uptime_s - known.uptime_s)
    return known.seen_at


def _is_same_run(known: Clock, seen: ClockReading) -> bool:
    return bool(seen.boot) and known.boot == seen.boot and seen.uptime_s >= known.uptime_s
