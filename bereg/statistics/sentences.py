"""Sentences made from the figures. Each is whole in every language: no sentence is put together from parts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.statistics.catalogue import ALL, Kind, Table
from bereg.statistics.figures import Figure
from bereg.statistics.store import ENQUIRIES
from bereg.statistics.wording import NOTED, Labels, number, percent


@dataclass(frozen=True)
class Said:
    """A figure with the words that tell what it is."""

    percent: str
    words: str
    base: str


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
    if not asked:
        return ""
    words = {"first": labels.of("topic", asked[0].code), "first_percent": percent(asked[0])}
    if len(asked) == 1:
        return _("The most frequent topic was “%(first)s” (%(first_percent)s).") % words
    words |= {"second": labels.of("topic", asked[1].code), "second_percent": percent(asked[1])}
    return (
        _("The most frequent topics were “%(first)s” (%(first_percent)s) and “%(second)s” (%(second_percent)s).")
        % words
    )


def is_asked(table: Table) -> bool:
    """Tell whether a question stands behind a table; what is noted with every enquiry or contact nobody answers."""
    return table.kind == Kind.CODES and table.universe == ENQUIRIES and table.id not in NOTED


def base_of(table: Table, figure: Figure) -> str:
    """Tell what a share is a share of."""
    return answered(figure) if is_asked(table) else of_all(figure, table.universe)


def answered(figure: Figure) -> str:
    """Tell how many answered."""
    base = figure.base or 0
    return ngettext("%(base)s answered", "%(base)s answered", base) % {"base": number(base)}


def of_all(figure: Figure, universe: str) -> str:
    """Tell of how many enquiries or contacts a share is."""
    base = figure.base or 0
    if universe == "contacts":
        return ngettext("of %(base)s contact", "of %(base)s contacts", base) % {"base": number(base)}
    return ngettext("of %(base)s enquiry", "of %(base)s enquiries", base) % {"base": number(base)}


# What is worth a sentence: table, group and code to its words. The share stands in front in large type too.
_FINDINGS: dict[tuple[str, str, str], Callable[[], str]] = {
    ("gender", "citizens", "female"): lambda: _("%(percent)s of citizens who answered were women"),
    ("gender", "foreigners", "female"): lambda: _("%(percent)s of foreigners who answered were women"),
    ("gender", ALL, "female"): lambda: _("%(percent)s of people who answered were women"),
    ("work_permit", "foreigners", "no"): lambda: _("%(percent)s of foreigners who answered had no work permit"),
    ("migration_registration", "foreigners", "yes"): lambda: _(
        "%(percent)s of foreigners who answered were registered with the migration service"
    ),
    ("education", "citizens", "higher"): lambda: _("%(percent)s of citizens who answered had higher education"),
    ("education", "foreigners", "higher"): lambda: _("%(percent)s of foreigners who answered had higher education"),
}
LEADING = (("work_permit", "foreigners"), ("migration_registration", "foreigners"), ("gender", "citizens"))


def finding(table: str, group: str, figures: list[Figure]) -> Said | None:
    """Return the sentence that a table has for a group, where anybody answered."""
    for figure in figures:
        words = _FINDINGS.get((table, group, figure.code))
        if words and figure.base:
            return Said(percent(figure), words() % {"percent": percent(figure)}, answered(figure))
    return None


def commonest(table: Table, figures: list[Figure], labels: Labels) -> str:
    """Tell the most frequent code of a table that has no sentence of its own."""
    first = max(figures, key=lambda each: each.count, default=None)
    if first is None or not first.count or not first.base:
        return ""
    words = {"label": labels.of(table.id, first.code), "percent": percent(first), "base": number(first.base)}
    return _COMMONEST["answers" if is_asked(table) else table.universe](first.base) % words


_COMMONEST: dict[str, Callable[[int], str]] = {
    "answers": lambda n: ngettext(
        "Most frequent: “%(label)s”, %(percent)s of %(base)s answer.",
        "Most frequent: “%(label)s”, %(percent)s of %(base)s answers.",
        n,
    ),
    "contacts": lambda n: ngettext(
        "Most frequent: “%(label)s”, %(percent)s of %(base)s contact.",
        "Most frequent: “%(label)s”, %(percent)s of %(base)s contacts.",
        n,
    ),
    "enquiries": lambda n: ngettext(
        "Most frequent: “%(label)s”, %(percent)s of %(base)s enquiry.",
        "Most frequent: “%(label)s”, %(percent)s of %(base)s enquiries.",
        n,
    ),
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
