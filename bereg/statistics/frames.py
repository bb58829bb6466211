"""What was known when a release was prepared: later codes, centres and countries do not change what it counted."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from bereg.centres import queries as centres
from bereg.statistics import queries
from bereg.statistics.codes import TOPIC, Codes
from bereg.statistics.published import tables

CITIZENSHIP = "citizenship"


@dataclass(frozen=True)
class Frame:
    """The home country ("" where centres lie in several), the centres, and the codes of what is published."""

    home: str
    centres: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]

    @classmethod
    def now(cls) -> "Frame":
        """Return what is known at this moment."""
        codes = Codes()
        variables = {CITIZENSHIP, TOPIC, *(table.variable for table in tables() if table.variable)}
        known = {variable: tuple(codes.numbers(variable)) for variable in sorted(variables)}
        return cls(home_country(), tuple(queries.centre_codes()), known)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Frame":
        """Read what `kept` wrote."""
        codes = {variable: tuple(codes) for variable, codes in kept["codes"].items()}
        return cls(kept["home"], tuple(kept["centres"]), codes)

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept with a release."""
        return asdict(self)


def home_country() -> str:
    """Return the home country of all centres; "" where they lie in several."""
    countries = {centre.country for centre in centres.all_centres()} or {settings.HOME_COUNTRY}
    return countries.pop() if len(countries) == 1 else ""
