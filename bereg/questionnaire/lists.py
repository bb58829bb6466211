"""The long lists that the program itself brings: countries, and the regions of the home country."""

import csv
import gettext
from functools import lru_cache
from importlib.resources import files

import pycountry

from bereg.questionnaire.form import Choice, Labels

COUNTRIES = "iso3166_1.csv"
REGIONS = "iso3166_2.csv"
LISTS = frozenset({COUNTRIES, REGIONS})
STATELESS = "stateless"
LANGUAGES = ("ru", "en")


def choices_of(name: str, home_country: str) -> tuple[Choice, ...]:
    """Return a list by the file name that an XLSForm gives it."""
    return countries() if name == COUNTRIES else regions(home_country)


@lru_cache(maxsize=1)
def countries() -> tuple[Choice, ...]:
    """Return the countries of ISO 3166-1, and `stateless`, in the order of their English names."""
    stateless = Choice(STATELESS, {"ru": "Без гражданства", "en": "Stateless"})
    named = [
        Choice(each.alpha_2, _names("iso3166-1", getattr(each, "common_name", each.name)))
        for each in pycountry.countries
    ]
    return (*sorted(named, key=lambda choice: choice.label("en")), stateless)


@lru_cache(maxsize=20)
def regions(country: str) -> tuple[Choice, ...]:
    """Return the subdivisions of a country (ISO 3166-2) in the order of their English names."""
    ours = _our_names(country)
    found = [
        Choice(each.code, _names("iso3166-2", each.name) | ours.get(each.code, {}))
        for each in pycountry.subdivisions
        if each.country_code == country
    ]
    return tuple(sorted(found, key=lambda choice: choice.label("en")))


def _names(domain: str, name: str) -> Labels:
    return {language: _catalogue(domain, language).gettext(name) for language in LANGUAGES}


@lru_cache(maxsize=10)
def _catalogue(domain: str, language: str) -> gettext.NullTranslations:
    return gettext.translation(domain, pycountry.LOCALES_DIR, [language], fallback=True)


def _our_names(country: str) -> dict[str, Labels]:
    """Return names that pycountry lacks: its Russian catalogue leaves most Russian regions in Latin letters."""
    table = files("bereg.questionnaire") / "regions" / f"{country}.csv"
    if not table.is_file():
        return {}
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {row["code"]: {language: row[language] for language in LANGUAGES if row[language]} for row in rows}
