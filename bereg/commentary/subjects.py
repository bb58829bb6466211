"""What a sentence may be about: the whole report, a centre, or a table of either, by what a release published."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.commentary.choices import WHOLE
from bereg.publications.content import Content, named
from bereg.publications.sentences import ALL, spoken
from bereg.publications.sentences_by_people import TOTALS, name_of

Place = tuple[str, str]  # the code of a centre, or all; and a table, or WHOLE


def places(said: Content) -> dict[Place, str]:
    """Return every place of a release with its name, in the order of the release: of a centre, then its tables."""
    found: dict[Place, str] = {(ALL, WHOLE): _("The whole report")}
    for centre in dict.fromkeys([ALL, *(each["centre"] for each in said["tables"])]):
        found |= _of_centre(said, centre)
    return found


def _of_centre(said: Content, centre: str) -> dict[Place, str]:
    tables = [each for each in said["tables"] if each["centre"] == centre]
    if not tables:
        return {}
    name = "" if centre == ALL else named(tables[0]["centre_name"], spoken())[0]
    whole = {} if centre == ALL else {(centre, WHOLE): name}
    titles = {name_of(each): _title(each["title"], name_of(each)) for each in tables}
    return whole | {(centre, table): f"{name}: {title}" if name else title for table, title in titles.items()}


def _title(title: dict[str, str], table: str) -> str:
    return _("Contacts and enquiries") if table == TOTALS else named(title, spoken())[0]


def written_place(place: Place) -> str:
    """Write a place as a form sends it."""
    return "/".join(place)


def read_place(text: str) -> Place:
    """Read a place that a form sent."""
    centre, _slash, table = text.partition("/")
    return centre, table


def in_order(said: Content, sentences: Iterator[tuple[Place, object]]) -> dict[str, list[object]]:
    """Return sentences by the names of their places, in the order of the release; those of no place there come last."""
    names = places(said)
    found: dict[str, list[object]] = {}
    every = list(sentences)
    order = {place: at for at, place in enumerate(names)}
    for place, sentence in sorted(every, key=lambda each: order.get(each[0], len(order))):
        found.setdefault(names.get(place, _("not in this release")), []).append(sentence)
    return found
