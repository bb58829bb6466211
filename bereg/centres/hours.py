"""When a centre is open, in its own time zone. Pure: no database and no clock."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

LOOK_AHEAD = 60  # days; a centre shut for longer is "closed", without a date
ROUND_THE_CLOCK = dt.timedelta(days=7)
END_OF_DAY = dt.time(23, 59)  # the last minute that a field can hold stands for midnight

Stretch = tuple[dt.time, dt.time]
Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Schedule:
    """The week of a centre, and the days that differ. Monday is 0."""

    zone: str
    week: Mapping[int, tuple[Stretch, ...]]
    exceptions: Mapping[dt.date, tuple[Stretch, ...]] = field(default_factory=dict)
    country: str = ""
    subdivision: str = ""

    def on(self, day: dt.date) -> tuple[Stretch, ...]:
        """Return the open stretches of a date: a single day's own, else none on a public holiday, else the week's."""
        if day in self.exceptions:
            return self.exceptions[day]
        if public_holiday(day, self.country, self.subdivision):
            return ()
        return self.week.get(day.weekday(), ())


@dataclass(frozen=True)
class OpeningState:
    """Open or not, and until when; times are in the centre's zone. None: no end, or no opening, in sight."""

    open: bool
    until: dt.datetime | None = None
    opens_at: dt.datetime | None = None


def state_at(schedule: Schedule, now: dt.datetime) -> OpeningState:
    """Tell whether a centre is open at an aware moment, until when, and else when it opens next."""
    zone = ZoneInfo(schedule.zone)
    for opens, closes in _spans(schedule, now.astimezone(zone).date()):
        if closes <= now:
            continue
        if opens > now:
            return OpeningState(open=False, opens_at=opens.astimezone(zone))
        return OpeningState(open=True, until=None if closes - now >= ROUND_THE_CLOCK else closes.astimezone(zone))
    return OpeningState(open=False)


def public_holiday(day: dt.date, country: str, subdivision: str = "") -> str:
    """Return the holiday's name, or "" on a working day and where no calendar of the country or year is known."""
    return _holidays(country, subdivision, day.year).get(day, "")


@lru_cache(maxsize=256)
def _holidays(country: str, subdivision: str, year: int) -> dict[dt.date, str]:
    import holidays  # slow to load, and most commands ask for no day

    region = subdivision.removeprefix(f"{country}-") or None
    for wanted in dict.fromkeys((region, None)):  # a country without calendars of regions has its own
        try:
            return dict(holidays.country_holidays(country, subdiv=wanted, years=year, expand=False))
        except (NotImplementedError, KeyError):
            continue
    return {}


def _spans(schedule: Schedule, today: dt.date) -> Iterator[Span]:
    """Yield the open spans in UTC from yesterday on, in order; those that touch or overlap are one."""
    current: Span | None = None
    for opens, closes in _raw_spans(schedule, today):
        if current and opens <= current[1]:
            current = (current[0], max(current[1], closes))
            continue
        if current:
            yield current
        current = (opens, closes)
    if current:
        yield current


def _raw_spans(schedule: Schedule, today: dt.date) -> Iterator[Span]:
    zone = ZoneInfo(schedule.zone)
    for offset in range(-1, LOOK_AHEAD):
        day = today + dt.timedelta(days=offset)
        for opens, closes in sorted(schedule.on(day)):
            # Where clocks go back, an hour comes twice: open from its first coming, closed at its second.
            start = dt.datetime.combine(day, opens, tzinfo=zone)
            until = (day + dt.timedelta(days=1), dt.time()) if closes >= END_OF_DAY else (day, closes)
            end = dt.datetime.combine(*until, tzinfo=zone).replace(fold=1)
            # Compared in UTC: two times of one zone compare by their wall clocks.
            span = (start.astimezone(dt.UTC), end.astimezone(dt.UTC))
            if span[0] < span[1]:
                yield span
