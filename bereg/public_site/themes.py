"""The subjects of the public figures: which tables stand together on one page, in the order in which people ask."""

from collections.abc import Mapping
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bereg.publications.sentences_by_people import TOTALS

REST = "more"  # for a table that no subject names yet, so that none is ever left out

THEMES: dict[str, tuple[str, ...]] = {
    "questions": ("topic_groups", "topic"),
    "people": ("enquirer", "gender", "age_bands", "age", "education", "citizenship_groups", "citizenship"),
    "work": ("work_permit", "migration_registration", "employer"),
    "help": ("consulted",),
    "outcomes": ("referred", "came_of", "forwarded", "searched", "asked", "answered"),
    "ways": (TOTALS, "channel"),
    "sources": ("source_groups", "source"),
    REST: (),
}
NAMES: dict[str, Promise] = {
    "questions": _("What people asked about"),
    "people": _("Who turned to us"),
    "work": _("Work and documents"),
    "help": _("What help was given"),
    "outcomes": _("Referrals, rescue operations, searches, and who answered us"),
    "ways": _("How many, and how they reached us"),
    "sources": _("How they learnt of us"),
    REST: _("More tables"),
}
Some = TypeVar("Some")


def by_theme(tables: Mapping[str, Some]) -> dict[str, list[tuple[str, Some]]]:
    """Return the tables of each subject that has any, named by `tables`."""
    of = {table: theme for theme, names in THEMES.items() for table in names}
    found: dict[str, list[tuple[str, Some]]] = {theme: [] for theme in THEMES}
    order = {table: at for names in THEMES.values() for at, table in enumerate(names)}
    for name in sorted(tables, key=lambda each: order.get(each, len(order))):
        found[of.get(name, REST)].append((name, tables[name]))
    return {theme: each for theme, each in found.items() if each}
