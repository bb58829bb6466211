"""When a place is open, by its own clock.

The zone is stored with the hours: a region may have several, a service for the whole country has none of its own, and
the clock of whoever reads is that of another place.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.centres import wording
from bereg.centres.hours import OpeningState, Schedule, Stretch, state_at
from bereg.core import geography
from bereg.reference.kinds import Content


def week_of(hours: Mapping[str, Sequence[Sequence[str]]]) -> dict[int, tuple[Stretch, ...]]:
    """Return stored hours as a week of times of day."""
    return {
        int(day): tuple((dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)) for opens, closes in stretches)
        for day, stretches in hours.items()
    }


def schedule(content: Content) -> Schedule | None:
    """Return the week of a place; None where no hours are kept."""
    hours, zone = content.get("hours") or {}, content.get("zone") or ""
    if not hours or zone not in geography.time_zones():
        return None
    return Schedule(zone, week_of(hours), country=_country(zone) if content.get("holidays") else "")


def state(content: Content, now: dt.datetime) -> OpeningState | None:
    """Tell whether a place is open, until when, and else when it opens; None where no hours are kept."""
    week = schedule(content)
    return state_at(week, now) if week else None


def sentence(content: Content, now: dt.datetime) -> str:
    """Say in a few words whether it is open, and which clock that is where it is not the reader's; else ""."""
    found = state(content, now)
    if found is None:
        return ""
    said = wording.public_sentence(found, now)
    moment = found.until or found.opens_at
    is_ours = moment is None or moment.utcoffset() == timezone.localtime(moment).utcoffset()
    return said if is_ours else _("%(open)s, local time") % {"open": said}


def change(content: Content, now: dt.datetime) -> str:
    """Say until when it is open, or when it opens next; "" where neither is in sight."""
    found = state(content, now)
    if found is None or not (found.until or found.opens_at):
        return ""
    if found.until:
        return _("until %(time)s") % {"time": wording.clock(found.until)}
    return _("opens %(when)s") % {"when": wording.when(found.opens_at, now)} if found.opens_at else ""


def week(content: Content) -> list[tuple[str, str]]:
    """Write the week, days in a row with the same hours as one line."""
    found = schedule(content)
    return wording.week(found) if found else []


@lru_cache(maxsize=1)
def _countries_of_zones() -> dict[str, str]:
    return {zone: country for country in geography.countries() for zone in geography.time_zones_of(country)}


def _country(zone: str) -> str:
    """Return the country whose public holidays a place keeps; none for a zone that belongs to several."""
    return _countries_of_zones().get(zone, "")
