"""What is left to the next shift: until when it works, and what each colleague is not there for themselves."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bereg.accounts.models import User
from bereg.centres.clock import in_zone, zone_of
from bereg.centres.models import Centre
from bereg.shifts.models import Shift
from bereg.shifts.on_duty import shifts_around

# Who goes off duty sooner does not begin what is due later; and a break this long ends no day of work.
SOON = dt.timedelta(hours=2)
WITHOUT_NEXT = dt.timedelta(hours=12)  # looked at where the roster names no next shift
FURTHEST = dt.timedelta(hours=24)  # a shift of a weekend may last longer
EVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)  # before anything was promised
Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class NextShift:
    """The roster of a centre around a moment."""

    centre: Centre
    now: dt.datetime
    shifts: Sequence[Shift]

    @property
    def roles(self) -> set[str]:
        """Return the roles that work by the roster: of the others nobody knows when they are there."""
        return {each.person.role for each in self.shifts}

    @property
    def until(self) -> dt.datetime:
        """Return when the shift ends that begins next."""
        local = self._local
        coming = sorted(span for span in (each.span for each in self.shifts) if span[0] > local)
        ends = [stops for starts, stops in coming if starts == coming[0][0]]
        return self._moment(min(max(ends), local + FURTHEST)) if ends else self.now + WITHOUT_NEXT

    def away(self, person: User) -> Span | None:
        """Return after and before when what is due finds somebody away until the next shift ends; None: never.

        What is late already is theirs for as long as they are on duty.
        """
        local, after = self._local, None
        for starts, stops in self._spans(person.pk):
            if stops > local + SOON:
                if starts <= local:
                    return None
                return self._between(after, starts)
            if starts <= local < stops:
                after = stops
        return self._between(after, None)

    def _between(self, after: dt.datetime | None, before: dt.datetime | None) -> Span | None:
        begins = self._moment(after) if after else EVER
        ends = min(self.until, self._moment(before)) if before else self.until
        return (begins, ends) if begins < ends else None

    def _spans(self, person: UUID) -> list[Span]:
        """Return when somebody is on duty, in order, with short breaks left out."""
        joined: list[Span] = []
        for starts, stops in sorted(each.span for each in self.shifts if each.person_id == person):
            if joined and starts <= joined[-1][1] + SOON:
                joined[-1] = (joined[-1][0], max(stops, joined[-1][1]))
            else:
                joined.append((starts, stops))
        return joined

    @property
    def _local(self) -> dt.datetime:
        return in_zone(self.now, self.centre).replace(tzinfo=None)

    def _moment(self, local: dt.datetime) -> dt.datetime:
        return local.replace(tzinfo=zone_of(self.centre))


def next_shift_at(centre: Centre, now: dt.datetime) -> NextShift | None:
    """Return the roster of a centre around a moment; None where nobody wrote one."""
    shifts = shifts_around(centre, in_zone(now, centre).date(), 2)
    return NextShift(centre, now, shifts) if shifts else None
