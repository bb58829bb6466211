"""Months: the grain of every figure. A month is its first day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 1)


def parse(text: str) -> date:
    """Read `2007-05`. Raise ValueError on anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
        raise ValueError(text)
    month = date(int(text[:4]), int(text[5:]), 1)
    if not EARLIEST <= month <= LATEST:
        raise ValueError(text)
    return month


def name(month: date) -> str:
    """Write `2007-05`."""
    return f"{month:%Y-%m}"


def following(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def preceding(month: date) -> date:
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def earlier(month: date, count: int) -> date:
    """Return the month so many months before."""
    years, at = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, at + 1, 1)


def of(day: date) -> date:
    """Return the month of a day."""
    return day.replace(day=1)


def local_month(moment: datetime, zone: str) -> date:
    """Return the month of a moment by the clock of a zone."""
    return of(moment.astimezone(ZoneInfo(zone)).date())


@dataclass(frozen=True)
class Period:
    """Whole months, the first and the last included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{name(self.first)} is after {name(self.last)}")

    def __str__(self) -> str:
        return name(self.first) if self.first == self.last else f"{name(self.first)}/{name(self.last)}"

    def __iter__(self) -> Iterator[date]:
        month = self.first
        while month <= self.last:
            yield month
            month = following(month)
