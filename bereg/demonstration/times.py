"""Days and hours of the demonstration: when the centres are open, and when only the machine answers."""

import calendar
import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from random import Random
from zoneinfo import ZoneInfo

from bereg.centres.hours import Schedule
from bereg.demonstration.centres import InventedCentre
from bereg.demonstration.figures import EVENING_HOURS, FIRST_MONTH, HOURS, LAST_MONTH, WEEKDAYS

QUARTER = 15  # minutes: no call begins in the last quarter before closing


def months() -> list[dt.date]:
    """Return the first day of every month of the year."""
    count = (LAST_MONTH[0] - FIRST_MONTH[0]) * 12 + LAST_MONTH[1] - FIRST_MONTH[1] + 1
    numbers = (FIRST_MONTH[1] - 1 + offset for offset in range(count))
    return [dt.date(FIRST_MONTH[0] + number // 12, number % 12 + 1, 1) for number in numbers]


def last_day() -> dt.date:
    return dt.date(*LAST_MONTH, calendar.monthrange(*LAST_MONTH)[1])


class InventedTimes:
    def __init__(self, plan: InventedCentre, rng: Random) -> None:
        self.zone = ZoneInfo(plan.time_zone)
        self.opened_on = plan.opened_on
        self.rng = rng
        week = {day: (stretch,) for day, stretch in plan.week.items()}
        self.schedule = Schedule(plan.time_zone, week, country="RU", subdivision=plan.subdivision)

    @cached_property
    def open_days(self) -> list[dt.date]:
        """Every day of the year on which the centre works."""
        return [day for day in self._days() if self.schedule.on(day)]

    def working(self, first_day: dt.date) -> dt.datetime:
        """Draw a moment of one month when somebody answers."""
        days = [day for day in self.open_days if (day.year, day.month) == (first_day.year, first_day.month)]
        return self._within(self.rng.choices(days, [self._weight(day) for day in days])[0])

    def after(self, moment: dt.datetime, days: int) -> dt.datetime | None:
        """Draw a working moment some days later; None where the year is over by then."""
        target = moment.date() + dt.timedelta(days=days)
        day = next((day for day in self.open_days if day >= target), None)
        return self._within(day) if day else None

    def out_of_hours(self, first_day: dt.date) -> dt.datetime:
        """Draw a moment of one month when only the machine answers."""
        days = [day for day in self._days() if (day.year, day.month) == (first_day.year, first_day.month)]
        while True:
            day = self.rng.choice(days)
            hour = self.rng.choices(list(EVENING_HOURS), list(EVENING_HOURS.values()))[0]
            time = dt.time(hour, self.rng.randrange(60))
            if not any(opens <= time < closes for opens, closes in self.schedule.on(day)):
                return dt.datetime.combine(day, time, self.zone)

    def any_time(self, first_day: dt.date) -> dt.datetime:
        """Draw the moment at which a letter comes by e-mail."""
        return self.out_of_hours(first_day) if self.rng.random() < 0.4 else self.working(first_day)

    def _weight(self, day: dt.date) -> float:
        return WEEKDAYS[day.weekday()]

    def _within(self, day: dt.date) -> dt.datetime:
        opens, closes = self.schedule.on(day)[0]
        until = dt.datetime.combine(day, closes) - dt.timedelta(minutes=QUARTER)
        hours = [hour for hour in HOURS if opens.hour <= hour <= until.hour]
        while True:
            hour = self.rng.choices(hours, [HOURS[hour] for hour in hours])[0]
            time = dt.time(hour, self.rng.randrange(60))
            if opens <= time <= until.time():
                return dt.datetime.combine(day, time, self.zone)

    def _days(self) -> Iterator[dt.date]:
        day = self.opened_on
        while day <= last_day():
            yield day
            day += dt.timedelta(days=1)
