"""Countries, their regions and their time zones, each with its name in the languages of the staff."""

import csv
import gettext
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from zoneinfo import available_timezones

import pycountry

LANGUAGES = ("ru", "en")
Names = dict[str, str]  # by language


@lru_cache(maxsize=1)
def countries() -> dict[str, Names]:
    """Return the names of the countries of ISO 3166-1 by their codes."""
    ours = _our_names("countries")
    return {
        each.alpha_2: _names("iso3166-1", getattr(each, "common_name", each.name)) | ours.get(each.alpha_2, {})
        for each in pycountry.countries
    }


@lru_cache(maxsize=1)
def official_names() -> dict[str, tuple[str, ...]]:
    """Return what else countries are called, such as the Czech Republic, by their codes: to read them, not to show."""
    said = [_catalogue("iso3166-1", language).gettext for language in LANGUAGES]
    called = {each.alpha_2: (each.name, getattr(each, "official_name", each.name)) for each in pycountry.countries}
    return {code: tuple(say(name) for say in said for name in names) for code, names in called.items()}


@lru_cache(maxsize=20)
def regions(country: str) -> dict[str, Names]:
    """Return the names of a country's subdivisions (ISO 3166-2) by their codes; none of what is no country's code."""
    if country not in countries():  # it may be anything that somebody sent, and names a file below
        return {}
    ours = _our_names(country)
    return {
        each.code: _names("iso3166-2", each.name) | ours.get(each.code, {})
        for each in pycountry.subdivisions
        if each.country_code == country
    }


@lru_cache(maxsize=400)
def region_name(code: str, language: str) -> str:
    """Return a region's name in any language of the public pages; in English where it has none, else its code."""
    country = code.split("-", maxsplit=1)[0]
    names = regions(country).get(code)
    if names is None:
        return code
    return names.get(language) or _public_names(country).get(code, {}).get(language) or names["en"]


def place_name(code: str, language: str) -> str:
    """Return the name of a country or of one of its regions; its code where there is none."""
    if "-" in code:
        return region_name(code, language)
    names = countries().get(code)
    return names.get(language, names["en"]) if names else code


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """Return every time zone that there is."""
    return tuple(sorted(available_timezones()))


@lru_cache(maxsize=20)
def time_zones_of(country: str) -> tuple[str, ...]:
    """Return the time zones of a country, the most populous first."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple(row[2] for row in rows if row[0] == country and row[2] in time_zones())


def _names(domain: str, name: str) -> Names:
    return {language: _catalogue(domain, language).gettext(name) for language in LANGUAGES}


@lru_cache(maxsize=10)
def _catalogue(domain: str, language: str) -> gettext.NullTranslations:
    return gettext.translation(domain, pycountry.LOCALES_DIR, [language], fallback=True)


@lru_cache(maxsize=20)
def _public_names(country: str) -> dict[str, Names]:
    """Return the names of regions in the languages that the public pages have and the staff has not."""
    return _rows(country, ("uz", "tg"))


def _our_names(table_name: str) -> dict[str, Names]:
    """Return names that pycountry lacks, of the regions of a country or of the `countries`, which nobody calls so.

    Its Russian catalogue leaves most Russian regions in Latin letters, and calls Great Britain the United Kingdom.
    """
    return _rows(table_name, LANGUAGES)


def _rows(table_name: str, languages: Iterable[str]) -> dict[str, Names]:
    table = files("bereg.core") / "regions" / f"{table_name}.csv"
    if not table.is_file():
        return {}
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {row["code"]: {each: row[each] for each in languages if row.get(each)} for row in rows}
