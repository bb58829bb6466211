"""How people learnt of the centres, in a sentence made of what a release shows, and of nothing else.

A rank is said only where neither chance nor our own changes explain that one way stands above another.
"""

import math

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bereg.core.numbers import number, per_cent
from bereg.publications.content import Row, Table, named
from bereg.publications.shares import NOISE_VARIANCE, share

LEARNING = ("source", "source_groups")
MOST_NAMED = 3  # together in first place; of more nothing is said
# Against some ten others: with 99% of a normal distribution one in ten sentences would name what is chance.
SURE = 2.807  # 99.5%, both sides; counts of the same people differ by their sum, squared, and by what we change in both


def learnt_most(table: Table, class_below: int) -> str:
    """Tell how most people learnt of us; "" where the figures do not say it. class_below: under it no figure is shown.

    What is not shown may be as much as the class reaches, and what stands in no row may be one more way.
    """
    first = _first(table, class_below)
    shares = [_share(row, table) for row in first]
    if not first or not all(shares):
        return ""
    base = table["base"] or 0
    if len(first) == 1:
        return ngettext(
            "People learnt of us most often so: “%(way)s”, %(percent)s of %(base)s answer.",
            "People learnt of us most often so: “%(way)s”, %(percent)s of %(base)s answers.",
            base,
        ) % {"way": _label(first[0]), "percent": shares[0], "base": number(base)}
    ways = "; ".join(f"{_label(row)} ({part})" for row, part in zip(first, shares, strict=True))
    return _("People learnt of us most often so: %(ways)s. Which of these comes first, the figures do not say.") % {
        "ways": ways
    }


def _first(table: Table, class_below: int) -> list[Row]:
    """Return the few rows that are surely above all others, the greatest first; none where there are none, or many."""
    shown = [(row, each) for row in table["rows"] if (each := row["shown"]) is not None]
    shown.sort(key=lambda each: -each[1])
    hidden = len(table["rows"]) - len(shown)
    outside = (table["base"] or 0) - sum(count for _row, count in shown)
    others = [outside, *([class_below - 1] if hidden else [])]
    for last in range(min(MOST_NAMED, len(shown))):
        following = [count for _row, count in shown[last + 1 :]]
        if (following or hidden) and _is_surely_above(shown[last][1], max(*following, *others, 0)):
            return [row for row, _count in shown[: last + 1]]
    return []


def _is_surely_above(one: int, other: int) -> bool:
    """Tell whether a figure is above another of the same people by more than chance and our changes may add."""
    return one - other >= SURE * math.sqrt(one + other + 2 * NOISE_VARIANCE)


def _share(row: Row, table: Table) -> str:
    found = share(row["shown"], table["base"], table.get("interval_below", 0))
    return per_cent(found) if found else ""


def _label(row: Row) -> str:
    return named(row["label"], (get_language() or "").split("-")[0])[0]
