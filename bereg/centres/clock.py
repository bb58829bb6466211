"""The clock of a page: that of the centre at which its person works; for a record that of its own centre."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from bereg.accounts.access import PUBLIC
from bereg.centres.models import Centre
from bereg.centres.queries import own_centres


class ClockMiddleware:
    """Let a page of the staff show every moment, and reckon every day, by the clock of its person's first centre.

    What lists records of several centres shows each by the clock of its own: `in_zone`, with `zone_words`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the next one of this thread begins with the clock of the installation."""
        with timezone.override(None):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[object, ...], kwargs: dict[str, object]
    ) -> None:
        """Turn to the person's centre. A public page asks for no session."""
        if getattr(view, "access", None) != PUBLIC and request.user.is_authenticated:
            centre = next(iter(own_centres(request.user)), None)
            if centre:
                timezone.activate(zone_of(centre))


def zone_of(centre: Centre) -> ZoneInfo:
    """Return the time zone of a centre."""
    return ZoneInfo(centre.time_zone)


def in_zone(moment: dt.datetime, centre: Centre) -> dt.datetime:
    """Return a moment by the clock of a centre."""
    return moment.astimezone(zone_of(centre))


def today_at(centre: Centre) -> dt.date:
    """Return the day that it is at a centre."""
    return timezone.localdate(timezone=zone_of(centre))


def day_of(centre: Centre, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return where a day begins and ends at a centre."""
    zone = zone_of(centre)
    return dt.datetime.combine(day, dt.time(), zone), dt.datetime.combine(day + dt.timedelta(1), dt.time(), zone)


def is_today(centres: Iterable[Centre], at: str) -> Q:
    """Match records of some centres whose moment `at` is of the day that it is there: at each by its own clock."""
    of_zone: dict[str, list[Centre]] = {}
    for centre in centres:
        of_zone.setdefault(centre.time_zone, []).append(centre)
    matched = Q(pk__in=[])
    for alike in of_zone.values():
        begins, ends = day_of(alike[0], today_at(alike[0]))
        day = Q((f"{at}__gte", begins), (f"{at}__lt", ends))
        if len(of_zone) == 1:
            return day
        matched |= Q(centre__in=alike) & day
    return matched


def differ(centres: Iterable[Centre]) -> bool:
    """Tell whether the clocks of some centres differ, so that a list over them has to say each zone."""
    return len({centre.time_zone for centre in centres}) > 1


def zone_words(moment: dt.datetime) -> str:
    """Say the zone of a moment: UTC+4."""
    offset = int((moment.utcoffset() or dt.timedelta()).total_seconds()) // 60
    hours, minutes = divmod(abs(offset), 60)
    sign = "−" if offset < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
