"""Where a centre can be, as lists in the language of the reader: the home country and what belongs to it come first."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bereg.core import collation, geography

Choices = list[tuple[str, str]]
Groups = list[tuple[str, Choices]]
NONE = ("", "—")


def countries() -> Choices:
    """Return the countries, that of the installation first."""
    named = _by_name(geography.countries())
    home = settings.HOME_COUNTRY
    return sorted(named, key=lambda each: each[0] != home)


def regions(country: str) -> Choices:
    """Return the regions of a country, after that of none."""
    return [NONE, *_by_name(geography.regions(country))]


def time_zones(country: str, kept: str = "") -> Groups:
    """Return the time zones: those of a country in words, then all others by their names. kept: one that stays."""
    first = geography.time_zones_of(country)
    named = [(zone, _zone_in_words(zone)) for zone in first]
    others = [zone for zone in geography.time_zones() if "/" in zone and not zone.startswith("Etc/")]
    rest = [(zone, zone) for zone in sorted({*others, "UTC", *filter(None, [kept])} - set(first))]
    here = geography.countries().get(country, {})
    return [*([(here.get(_language(), country), named)] if named else []), (_("Elsewhere"), rest)]


def _zone_in_words(zone: str) -> str:
    offset = timezone.now().astimezone(ZoneInfo(zone)).utcoffset() or dt.timedelta()
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"{place_of_zone(zone)} · UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def place_of_zone(zone: str) -> str:
    """Return the city that a time zone goes by."""
    return _place(zone, _language())


@lru_cache(maxsize=200)
def _place(zone: str, language: str) -> str:
    return get_timezone_location(ZoneInfo(zone), locale=language, return_city=True)


def _by_name(named: dict[str, geography.Names]) -> Choices:
    language = _language()
    return sorted(((code, names[language]) for code, names in named.items()), key=lambda each: collation.place(each[1]))


def _language() -> str:
    spoken = (get_language() or "en").split("-")[0]
    return spoken if spoken in geography.LANGUAGES else "en"
