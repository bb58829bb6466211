"""What held when a release was prepared: later codes, centres, countries and tables do not change what it counted."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from bereg.centres import queries as centres
from bereg.counting import code_lists, published_tables, queries
from bereg.counting.codes import CITIZENSHIP, TOPIC, Codes
from bereg.counting.published_tables import Published, PublishedKind

OF_TOPICS = (PublishedKind.TOPICS, PublishedKind.TOPIC_GROUPS)


@dataclass(frozen=True)
class Frame:
    """The home country ("" where centres lie in several), the centres, the tables, and the codes in them.

    bases: from how many enquiries on a centre is shown, and from how many on it is large. thins: whether the emptiest
    tables are left out, which no release did that was prepared before `thinned`. decides_by_noise: whether nothing but
    what is shown decides what is shown, every code of a closed list has its row, and one set of records has one noise;
    older releases were made otherwise.
    """

    home: str
    centres: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]
    tables: tuple[Published, ...]
    bases: tuple[int, int]
    thins: bool = True
    decides_by_noise: bool = True

    @classmethod
    def now(cls) -> "Frame":
        """Return what is known at this moment, once every code of every closed list has its number."""
        codes = Codes()
        code_lists.register(codes)
        tables, bases = published_tables.tables(), (published_tables.CENTRE_BASE, published_tables.LARGE_CENTRE_BASE)
        variables = {CITIZENSHIP, TOPIC, *(table.variable for table in tables if table.variable)}
        known = {variable: tuple(codes.numbers(variable)) for variable in sorted(variables)}
        return cls(home_country(), tuple(queries.centre_codes()), known, tables, bases)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Frame":
        """Read what `kept` wrote.

        A release of before tables were kept was of the tables of now; else it comes out otherwise, which stops all.
        """
        codes = {variable: tuple(codes) for variable, codes in kept["codes"].items()}
        tables = tuple(map(published_tables.kept_as, kept["tables"])) if "tables" in kept else published_tables.tables()
        shown_from, large_from = kept.get("bases", (published_tables.CENTRE_BASE, published_tables.LARGE_CENTRE_BASE))
        bases, how = (shown_from, large_from), (bool(kept.get("thins")), bool(kept.get("decides_by_noise")))
        return cls(kept["home"], tuple(kept["centres"]), codes, tables, bases, *how)

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept with a release."""
        return {**asdict(self), "tables": [table.kept() for table in self.tables]}

    def publishes_as(self, other: "Frame") -> bool:
        """Tell whether both publish the same tables of the same centres."""
        mine, others = ((it.tables, it.bases, it.thins, it.decides_by_noise) for it in (self, other))
        return mine == others

    def redefined(self, later: "Frame") -> Iterator[tuple[str, str]]:
        """Yield table and row of what has another meaning in a later frame; what is new or gone there is not named."""
        then = {table.id: table for table in self.tables}
        for table in later.tables:
            if table.id in then:
                known = self.codes.get(TOPIC if table.kind in OF_TOPICS else table.variable, ())
                for row in sorted(published_tables.redefined(then[table.id], table, known)):
                    yield table.id, row


def home_country() -> str:
    """Return the home country of all centres; "" where they lie in several."""
    countries = {centre.country for centre in centres.all_centres()} or {settings.HOME_COUNTRY}
    return countries.pop() if len(countries) == 1 else ""
