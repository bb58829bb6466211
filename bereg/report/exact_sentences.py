"""Sentences made from the figures. Each is whole in every language: no sentence is put together from parts."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.centres.universes import universes
from bereg.core.numbers import number
from bereg.counting.catalogue import ALL, CatalogueTable, TableKind
from bereg.counting.figures import Figure, Figures
from bereg.counting.published_tables import people
from bereg.counting.wording import Labels, percent
from bereg.publications.sentences import COMMONEST, FINDINGS, Said, answered, most_frequent


def headline(count: int, centre: str, group: str, labels: Labels) -> str:
    """Tell how many enquiries there were. `count` is above 0."""
    words = {"count": number(count), "centre": labels.centre(centre)}
    return _HEADLINES[group, centre == ALL](count) % words


_HEADLINES: dict[tuple[str, bool], Callable[[int], str]] = {
    (ALL, True): lambda n: ngettext(
        "People turned to the centres %(count)s time", "People turned to the centres %(count)s times", n
    ),
    (ALL, False): lambda n: ngettext(
        "%(centre)s: people turned to the centre %(count)s time",
        "%(centre)s: people turned to the centre %(count)s times",
        n,
    ),
    ("citizens", True): lambda n: ngettext(
        "Citizens turned to the centres %(count)s time", "Citizens turned to the centres %(count)s times", n
    ),
    ("citizens", False): lambda n: ngettext(
        "%(centre)s: citizens turned to the centre %(count)s time",
        "%(centre)s: citizens turned to the centre %(count)s times",
        n,
    ),
    ("foreigners", True): lambda n: ngettext(
        "Foreigners turned to the centres %(count)s time", "Foreigners turned to the centres %(count)s times", n
    ),
    ("foreigners", False): lambda n: ngettext(
        "%(centre)s: foreigners turned to the centre %(count)s time",
        "%(centre)s: foreigners turned to the centre %(count)s times",
        n,
    ),
}


def foreign_share(figure: Figure) -> str:
    """Tell the share of foreigners."""
    return ngettext(
        "Of %(base)s enquiry with known citizenship, %(percent)s came from foreigners.",
        "Of %(base)s enquiries with known citizenship, %(percent)s came from foreigners.",
        figure.base or 0,
    ) % {"base": number(figure.base or 0), "percent": percent(figure)}


def topics(figures: list[Figure], labels: Labels) -> str:
    """Tell the one or two most frequent topics, or nothing."""
    asked = sorted((each for each in figures if each.count), key=lambda each: -each.count)[:2]
    return most_frequent([(labels.of("topic", each.code), percent(each)) for each in asked])


def is_asked(table: CatalogueTable) -> bool:
    """Tell whether a question stands behind a table; what is noted with every record nobody answers."""
    return table.kind == TableKind.CODES and table.variable not in universes()[table.universe].columns


def base_of(table: CatalogueTable, figure: Figure) -> str:
    """Tell what a share is a share of."""
    return answered(figure.base or 0) if is_asked(table) else of_all(figure, table.universe)


def of_all(figure: Figure, universe: str) -> str:
    """Tell of how many records of a universe a share is."""
    base = figure.base or 0
    return universes()[universe].words.share(base) % {"base": number(base)}


def finding(table: str, group: str, figures: list[Figure]) -> Said | None:
    """Return the sentence that a table has for a group, where anybody answered."""
    for figure in figures:
        words = FINDINGS.get((table, group, figure.code))
        if words and figure.base:
            return Said(percent(figure), words() % {"percent": percent(figure)}, answered(figure.base or 0))
    return None


def commonest(table: CatalogueTable, figures: list[Figure], labels: Labels) -> str:
    """Tell the most frequent code of a table that has no sentence of its own."""
    first = max(figures, key=lambda each: each.count, default=None)
    if first is None or not first.count or not first.base:
        return ""
    words = {"label": labels.of(table.id, first.code), "percent": percent(first), "base": number(first.base)}
    worded = COMMONEST["answers"] if is_asked(table) else universes()[table.universe].words.commonest
    return worded(first.base) % words


def totals(figures: Figures) -> str:
    """Tell how many records of each universe there are, of those first who turned to us."""
    every = sorted(universes().values(), key=lambda universe: universe.name != people())
    sizes = [(universe.words, figures.size(universe.name, ALL)) for universe in every]
    return " ".join(words.total(size) % {"counter": number(size)} for words, size in sizes)


def under_40(figure: Figure, group: str) -> str:
    """Tell how many are young, of those who told their age."""
    return _UNDER_40[group]() % {"percent": percent(figure)}


_UNDER_40: dict[str, Callable[[], str]] = {
    ALL: lambda: _("%(percent)s of people who told their age were under 40"),
    "citizens": lambda: _("%(percent)s of citizens who told their age were under 40"),
    "foreigners": lambda: _("%(percent)s of foreigners who told their age were under 40"),
}


def countries(count: int) -> str:
    """Tell from how many foreign countries people came."""
    return ngettext(
        "People came from %(count)s foreign country.", "People came from %(count)s foreign countries.", count
    ) % {"count": number(count)}


def calls(calls: int, contacts: int) -> str:
    """Tell how many contacts there were, and how many by telephone."""
    words = {"calls": number(calls), "contacts": number(contacts)}
    return (
        ngettext(
            "There was %(contacts)s contact; by telephone: %(calls)s.",
            "There were %(contacts)s contacts; by telephone: %(calls)s.",
            contacts,
        )
        % words
    )
