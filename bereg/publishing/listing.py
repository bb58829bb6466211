"""What a release publishes, as a page says it: each table, its rows, and at which level for whom."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.counting import wording
from bereg.counting.published_tables import Level, Published, PublishedKind, tables
from bereg.publications.content import named
from bereg.publications.sentences import spoken
from bereg.publishing.naming import CLASSES, titles, variable_of

LEVELS = {
    Level.MONTH: gettext_lazy("a month, all centres"),
    Level.YEAR: gettext_lazy("longer, all centres"),
    Level.CENTRE_MONTH: gettext_lazy("a month, a centre"),
    Level.CENTRE_YEAR: gettext_lazy("longer, a large centre"),
    Level.SMALL_CENTRE_YEAR: gettext_lazy("longer, a small centre"),
}


@dataclass(frozen=True)
class Listed:
    """One table: what its rows are, and for each level the groups that it is published for."""

    title: str
    rows: str
    groups: list[str]


def listed() -> list[Listed]:
    """Return every table that a release publishes, in its order."""
    return [
        Listed(_name(table, table.id), _rows(table), [_groups(table, level) for level in Level]) for table in tables()
    ]


def _name(table: Published, name: str, labels: wording.Labels | None = None) -> str:
    """Name a table, or with labels a row: by its file, by the program, else by its id."""
    if own := table.names.get(name):
        return named(dict(own), spoken())[0]
    if labels is None:
        return str(titles().get(name, name))
    return str(CLASSES.get((table.id, name)) or labels.of(variable_of(table), name))


def _groups(table: Published, level: Level) -> str:
    return ", ".join(str(wording.GROUPS[group]) for group in table.groups.get(level, ()))


def _rows(table: Published) -> str:
    if table.classes:
        labels, rows = wording.Labels(), [*table.classes, *([table.rest] if table.rest else [])]
        return "; ".join(_name(table, name, labels) for name in rows)
    return {
        PublishedKind.TOTAL: _("one number"),
        PublishedKind.CODES: _("every answer"),
        PublishedKind.TOPICS: _("every topic"),
    }[table.kind]
