"""Sentences made from published figures. Each is whole in every language: none is put together from parts.

Nouns follow their number by the plural forms of the catalogue, and what a language bends is bent there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bereg.core.numbers import number, per_cent, rounded
from bereg.publications import content, periods, shares
from bereg.publications.content import ENQUIRIES, TOPICS, Content, Row, Table, named
from bereg.publications.how_people_learnt import LEARNING, learnt_most

ALL, CITIZENS, FOREIGNERS = "all", "citizens", "foreigners"
MOST_FINDINGS = 3


@dataclass(frozen=True)
class Said:
    """A figure with the words that tell what it is."""

    percent: str
    words: str
    base: str


# What is worth a sentence: table, group and code to its words. The share stands in front in large type too.
FINDINGS: dict[tuple[str, str, str], Callable[[], str]] = {
    ("gender", "citizens", "female"): lambda: _("%(percent)s of citizens who answered were women"),
    ("gender", "foreigners", "female"): lambda: _("%(percent)s of foreigners who answered were women"),
    ("gender", "all", "female"): lambda: _("%(percent)s of people who answered were women"),
    ("work_permit", "foreigners", "no"): lambda: _("%(percent)s of foreigners who answered had no work permit"),
    ("migration_registration", "foreigners", "yes"): lambda: _(
        "%(percent)s of foreigners who answered were registered with the migration service"
    ),
    ("education", "citizens", "higher"): lambda: _("%(percent)s of citizens who answered had higher education"),
    ("education", "foreigners", "higher"): lambda: _("%(percent)s of foreigners who answered had higher education"),
}
LEADING = (("work_permit", FOREIGNERS), ("migration_registration", FOREIGNERS), ("gender", CITIZENS))
# What the answers to no question are: it stands with every enquiry.
NOTED = TOPICS | {"channel"}
OF_FOREIGNERS = frozenset({"citizenship", "citizenship_groups"})  # tables that have no row for the own citizens
COMMONEST: dict[str, Callable[[int], str]] = {
    "answers": lambda n: ngettext(
        "Most frequent: “%(label)s”, %(percent)s of %(base)s answer.",
        "Most frequent: “%(label)s”, %(percent)s of %(base)s answers.",
        n,
    ),
    "enquiries": lambda n: ngettext(
        "Most frequent: “%(label)s”, %(percent)s of %(base)s enquiry.",
        "Most frequent: “%(label)s”, %(percent)s of %(base)s enquiries.",
        n,
    ),
}

# What a number leaves out, which its name does not say.
NOTES: dict[str, Callable[[], str]] = {
    "in_danger": lambda: _(
        "An alarm of danger that belongs to no enquiry is not counted, so that more people were in danger than this "
        "number says."
    ),
    "came_of": lambda: _(
        "Enquiries are counted, and not people: after one of them many may have been freed. How many in all is not "
        "published, since a single large operation would show."
    ),
    "searched": lambda: _(
        "A search that ends without word to the relative is in no number of its own: whether nobody was found, or the "
        "person found said no, must not show."
    ),
    "answered": lambda: _(
        "An answer counts in the period in which it came, which may be later than that of the letter: so do not take "
        "the answers for a part of what was asked for in the same period."
    ),
}


def headline(said: Content) -> str:
    """Tell when, and how often, people turned to the centres; "" where that was not published."""
    table = _table(said, ENQUIRIES)
    if table is None:
        return ""
    when = periods.at_the_start(*periods.of(said))
    count = table["base"]
    if count is None:
        words = _("%(period)s people turned to the centres fewer than %(below)s times")
        return words % {"period": when, "below": number(said["class_below"])}
    about = rounded(count)
    return ngettext(
        "%(period)s people turned to the centres about %(count)s time",
        "%(period)s people turned to the centres about %(count)s times",
        about,
    ) % {"period": when, "count": number(about)}


def lead(said: Content) -> list[str]:
    """Tell of all centres who asked, from how many countries, about what, and how people learnt of them."""
    return [each for each in (_groups(said), _countries(said), _topics(said), _learnt(said)) if each]


def findings(said: Content) -> list[Said]:
    """Return what is told in large numbers."""
    tables = [_table(said, each, group) for each, group in LEADING]
    found = [finding(table) for table in tables if table]
    return [each for each in found if each][:MOST_FINDINGS]


def finding(table: Table) -> Said | None:
    """Return the sentence that a table has for its group, where the figure is shown."""
    for row in table["rows"]:
        words = FINDINGS.get((table["id"], table["group"], row["code"]))
        text = share(row["shown"], table)
        if words and text:
            return Said(text, words() % {"percent": text}, answered(table["base"] or 0))
    return None


def of_shares(table: Table) -> str:
    """Say why the shares of a table do not add up to a hundred; "" where they do, or where none is a single number."""
    base, below = table["base"], table.get("interval_below", 0)
    percents = [shares.percent(row["shown"], base, below) for row in table["rows"]]
    if not base or base < below or not any(percents):
        return ""
    if table["id"] in TOPICS:
        return _("One enquiry may be about several topics, so the shares add up to more than 100%.")
    if sum(each or 0 for each in percents) == 100 and None not in percents:
        return ""
    return _(
        "The shares do not add up to exactly 100%: they are rounded, every figure is changed a little, and what is too "
        "small to be shown, or is in no row, is not in them."
    )


def of_table(groups: Sequence[Table], class_below: int) -> list[str]:
    """Tell what is worth telling of a table: its findings, else its most frequent row; and how it is to be read."""
    found = [each.words for each in map(finding, groups) if each]
    is_learning = groups[0]["id"] in LEARNING
    commonest = learnt_most(groups[0], class_below) if is_learning else _commonest(groups[0])
    found = found or [each for each in [commonest] if each]
    if groups[0]["id"] in OF_FOREIGNERS:
        found.append(_("Citizens of this country are among those who answered, and have no row of their own."))
    return [*found, *how_to_read(groups[0])]


def how_to_read(table: Table) -> list[str]:
    """Tell how a table counts where that is not plain from its name."""
    found = [NOTES[table["id"]]()] if table["id"] in NOTES else []
    if content.is_without_base(table):
        found.append(
            _(
                "Where a table has neither a total nor percentages, a matter counts once in each row, in the period in "
                "which it first came into it, and may be in several rows."
            )
        )
    return found


def answered(base: int) -> str:
    """Tell how many answered."""
    return ngettext("%(base)s answered", "%(base)s answered", base) % {"base": number(base)}


def share(shown: int | None, table: Table) -> str:
    """Write a share of a table's base, or its interval, with the sign of the language; "" where there is none."""
    found = shares.share(shown, table["base"], table.get("interval_below", 0))
    return per_cent(found) if found else ""


def _commonest(table: Table) -> str:
    first, base = next(_by_frequency(table), None), table["base"]
    text = share(first["shown"], table) if first else ""
    if first is None or base is None or not text or _is_outdone(first, table):
        return ""
    words = {"label": _label(first), "percent": text, "base": number(base)}
    return COMMONEST["enquiries" if table["id"] in NOTED else "answers"](base) % words


def _is_outdone(first: Row, table: Table) -> bool:
    """Tell whether what stands in no row may be more than the largest row, as the own citizens are in `citizenship`."""
    shown = sum(row["shown"] or 0 for row in table["rows"])
    return table["id"] not in TOPICS and (table["base"] or 0) - shown > (first["shown"] or 0)


def _by_frequency(table: Table) -> Iterator[Row]:
    return iter(sorted((row for row in table["rows"] if row["shown"]), key=lambda row: -(row["shown"] or 0)))


def _groups(said: Content) -> str:
    counts = [_table(said, ENQUIRIES, group) for group in (CITIZENS, FOREIGNERS)]
    citizens, foreigners = (table["base"] if table else None for table in counts)
    if citizens is None or foreigners is None:
        return ""
    words = _("Enquiries by citizens: about %(citizens)s; by foreigners: about %(foreigners)s.")
    return words % {"citizens": number(rounded(citizens)), "foreigners": number(rounded(foreigners))}


def _countries(said: Content) -> str:
    count = said["countries"]
    if not count:
        return ""
    return ngettext(
        "People came from at least %(count)s foreign country.",
        "People came from at least %(count)s foreign countries.",
        count,
    ) % {"count": number(count)}


def _topics(said: Content) -> str:
    table = _table(said, "topic") or _table(said, "topic_groups")
    asked = list(_by_frequency(table))[:2] if table else []
    with_shares = [(_label(row), share(row["shown"], table)) for row in asked if table]
    return most_frequent([each for each in with_shares if each[1]])


def _learnt(said: Content) -> str:
    tables = [table for each in LEARNING if (table := _table(said, each))]
    return learnt_most(tables[0], said["class_below"]) if tables else ""


def most_frequent(topics: Sequence[tuple[str, str]]) -> str:
    """Tell the one or two most frequent topics, each with its share; or nothing."""
    if not topics:
        return ""
    words = dict(zip(("first", "first_percent"), topics[0], strict=True))
    if len(topics) == 1:
        return _("The most frequent topic was “%(first)s” (%(first_percent)s).") % words
    words |= dict(zip(("second", "second_percent"), topics[1], strict=True))
    return (
        _("The most frequent topics were “%(first)s” (%(first_percent)s) and “%(second)s” (%(second_percent)s).")
        % words
    )


def _table(said: Content, id: str, group: str = ALL) -> Table | None:
    of = (id, ALL, group)
    return next((each for each in said["tables"] if (each["id"], each["centre"], each["group"]) == of), None)


def _label(row: Row) -> str:
    return named(row["label"], spoken())[0]


def spoken() -> str:
    """Return the code of the language of the page."""
    return (get_language() or "").split("-")[0]
