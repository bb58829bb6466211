"""What a release publishes, as a page says it: each table, its rows, and at which level for whom."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.counting import wording
from bereg.counting.published import Level, Published, PublishedKind, tables
from bereg.publishing.naming import CLASSES, titles

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
        Listed(str(titles()[table.id]), _rows(table), [_groups(table, level) for level in Level]) for table in tables()
    ]


def _groups(table: Published, level: Level) -> str:
    return ", ".join(str(wording.GROUPS[group]) for group in table.groups.get(level, ()))


def _rows(table: Published) -> str:
    if table.classes:
        labels = wording.Labels()
        variable = "topic" if table.kind == PublishedKind.TOPIC_GROUPS else table.variable
        names = [str(CLASSES.get((table.id, name)) or labels.of(variable, name)) for name in table.classes]
        return "; ".join([*names, *([str(CLASSES[table.id, table.rest])] if table.rest else [])])
    return {
        PublishedKind.TOTAL: _("one number"),
        PublishedKind.CODES: _("every answer"),
        PublishedKind.TOPICS: _("every topic"),
    }[table.kind]
