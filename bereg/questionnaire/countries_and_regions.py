"""The long lists that the program itself brings: countries, and the regions of the home country."""

from functools import lru_cache

from bereg.core import geography
from bereg.questionnaire.questions import Choice

COUNTRIES = "iso3166_1.csv"
REGIONS = "iso3166_2.csv"
LISTS = frozenset({COUNTRIES, REGIONS})
STATELESS = "stateless"


def choices_of(name: str, home_country: str) -> tuple[Choice, ...]:
    """Return a list by the file name that an XLSForm gives it; nothing of one that grows, which is asked each time."""
    if name not in LISTS:
        return ()
    return countries() if name == COUNTRIES else regions(home_country)


@lru_cache(maxsize=1)
def countries() -> tuple[Choice, ...]:
    """Return the countries of ISO 3166-1, and `stateless`, in the order of their English names."""
    stateless = Choice(STATELESS, {"ru": "Без гражданства", "en": "Stateless"})
    return (*_sorted(geography.countries()), stateless)


@lru_cache(maxsize=20)
def regions(country: str) -> tuple[Choice, ...]:
    """Return the subdivisions of a country (ISO 3166-2) in the order of their English names."""
    return _sorted(geography.regions(country))


def _sorted(named: dict[str, geography.Names]) -> tuple[Choice, ...]:
    return tuple(sorted((Choice(*each) for each in named.items()), key=lambda choice: choice.label("en")))
