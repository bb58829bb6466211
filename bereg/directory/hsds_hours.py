"""Schedules of HSDS as a week of hours, and back.

A schedule can say more than a week, such as every second Tuesday until June. Such hours are kept as they came and not
read: no hours are better than wrong ones.
"""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from bereg.core import geography
from bereg.directory.content import ORGANISATION, SERVICE
from bereg.directory.hsds_terms import HOLIDAYS, ZONE, Json, Writing, objects, set_terms, term, terms

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# What makes a schedule more than a week.
NARROWING = ("valid_from", "valid_to", "dtstart", "until", "count", "byweekno", "bymonthday", "byyearday")
LAST_MINUTE, MIDNIGHT = "23:59", "24:00"
Week = dict[str, list[list[str]]]


def locations_of(said: Json, kind: str) -> list[Json]:
    """Return the places of an organisation or a service."""
    if kind == ORGANISATION:
        return objects(said.get("locations"))
    found = (each.get("location") for each in objects(said.get("service_at_locations")))
    return [each for each in found if isinstance(each, dict)]


def place_of(said: Json, writing: Writing) -> Json:
    """Return the first place, made where there is none."""
    if not locations_of(said, writing.kind):
        place = {"id": writing.id_of("location"), "location_type": "physical"}
        is_organisation = writing.kind == ORGANISATION
        name = "locations" if is_organisation else "service_at_locations"
        made = place if is_organisation else {"id": writing.id_of("at location"), "location": place}
        said[name] = [*(said.get(name) or []), made]
    return locations_of(said, writing.kind)[0]


def schedules_of(said: Json, kind: str) -> list[Json]:
    """Return the schedules of a service, or of the first place of an organisation."""
    if kind == SERVICE:
        return objects(said.get("schedules"))
    first = next(iter(objects(said.get("locations"))), {})
    return objects(first.get("schedules"))


def read(said: Json, kind: str) -> tuple[Week, str]:
    """Return a week and the zone of its clock; nothing where the schedules say more than a week, or less."""
    week: Week = {}
    zones = set()
    for schedule in schedules_of(said, kind):
        stretch = _stretch(schedule)
        days = _days(schedule)
        if stretch is None or not days:
            return {}, ""
        zones.add(stretch[2])
        for day in days:
            week.setdefault(str(day), []).append([stretch[0], stretch[1]])
    named = term(said, ZONE)
    zone = named if named in geography.time_zones() else next(iter(zones), "")
    if not week or not zone or (len(zones) > 1 and not named) or _overlap(week):
        return {}, ""
    return {day: sorted(week[day]) for day in sorted(week)}, zone


def write(said: Json, week: Week, zone: str, writing: Writing) -> None:
    """Put a week in place of the schedules."""
    days_of: dict[tuple[str, str], list[str]] = {}
    for day in sorted(week):
        for opens, closes in week[day]:
            days_of.setdefault((opens, closes), []).append(DAYS[int(day)])
    made = [
        {
            "id": writing.id_of(f"schedule {opens} {closes}"),
            "freq": "WEEKLY",
            "interval": 1,
            "byday": ",".join(days),
            "opens_at": opens,
            "closes_at": MIDNIGHT if closes == LAST_MINUTE else closes,
            "timezone": _offset(zone, writing.on),
        }
        for (opens, closes), days in days_of.items()
    ]
    set_terms(said, ZONE, [zone] if made else [], writing)
    _set(said if writing.kind == SERVICE else place_of(said, writing), "schedules", made)


def holidays(said: Json) -> bool:
    """Tell whether a place says that it is closed on public holidays."""
    return "closed" in terms(said, HOLIDAYS)


def _set(said: Json, name: str, made: list[Json]) -> None:
    if made:
        said[name] = made
    else:
        said.pop(name, None)


def _stretch(schedule: Json) -> tuple[str, str, str] | None:
    """Return when it opens and closes, and by which clock; None where it is no schedule of a week."""
    if any(schedule.get(name) for name in NARROWING) or schedule.get("freq") != "WEEKLY":
        return None
    if schedule.get("interval") not in (None, 1):
        return None
    times = [_time(schedule.get(name)) for name in ("opens_at", "closes_at")]
    opens, closes = times
    if opens is None or closes is None or opens[0] >= closes[0] or opens[1] != closes[1]:
        return None
    zone = opens[1] or _zone(schedule.get("timezone"))
    return (opens[0], closes[0], zone) if zone else None


def _days(schedule: Json) -> list[int]:
    named = str(schedule.get("byday") or "").upper().replace(" ", "").split(",")
    return [DAYS.index(day) for day in named] if named and all(day in DAYS for day in named) else []


def _time(value: object) -> tuple[str, str] | None:
    """Return a time of day, and the zone that it names itself."""
    if not isinstance(value, str):
        return None
    if value.startswith(MIDNIGHT):
        return LAST_MINUTE, ""
    try:
        read = dt.time.fromisoformat(value.strip())
    except ValueError:
        return None
    offset = read.utcoffset()
    return f"{read:%H:%M}", _zone(offset.total_seconds() / 3600) if offset is not None else ""


def _zone(hours: Any) -> str:
    """Return the zone of an offset in whole hours; of none, UTC, as HSDS has it; "" for what is no such offset."""
    if hours is None:
        return "UTC"
    if isinstance(hours, bool) or not isinstance(hours, int | float) or hours != int(hours) or abs(hours) > 12:
        return ""
    return f"Etc/GMT{-int(hours):+d}" if hours else "UTC"  # there, the sign is that of the way to Greenwich


def _offset(zone: str, on: dt.date) -> float:
    noon = dt.datetime.combine(on, dt.time(12), ZoneInfo(zone))
    hours = (noon.utcoffset() or dt.timedelta()).total_seconds() / 3600
    return int(hours) if hours == int(hours) else hours


def _overlap(week: Week) -> bool:
    return any(
        later[0] < earlier[1]
        for day in week.values()
        for earlier, later in zip(sorted(day), sorted(day)[1:], strict=False)
    )
