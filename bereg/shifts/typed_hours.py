"""Hours as they are typed into a roster: 9-18, 20-8 for a night, several with commas, a star for the telephone."""

import datetime as dt
import re

from bereg.shifts.models import Shift

STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d\d))?\s*(\*?)")


def stretches(typed: str) -> list[tuple[dt.time, dt.time, bool]] | None:
    """Read the hours of a day, separated by commas; None: they are none."""
    found = []
    for part in filter(None, (each.strip() for each in typed.split(","))):
        match = STRETCH.fullmatch(part)
        if match is None:
            return None
        begins, ends = _time(match[1], match[2]), _time(match[3], match[4])
        if begins is None or ends is None:
            return None
        found.append((begins, ends, bool(match[5])))
    return found


def hours_of(shift: Shift) -> str:
    """Return the hours of a shift as they would be typed."""
    return f"{_short(shift.begins)}-{_short(shift.ends)}{'*' if shift.has_telephone else ''}"


def _time(hour: str, minute: str | None) -> dt.time | None:
    hours, minutes = int(hour) % 24 if int(hour) == 24 else int(hour), int(minute or 0)
    return dt.time(hours, minutes) if hours < 24 and minutes < 60 else None


def _short(time: dt.time) -> str:
    return f"{time.hour}:{time.minute:02}" if time.minute else str(time.hour)
