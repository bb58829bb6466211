"""Organisations of the directory as partners, typed by name. A shelter is none: its name would stand on paper."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bereg.directory.content import ORGANISATION, never_public
from bereg.reference import queries as reference
from bereg.reference.models import ReferenceEntry
from bereg.reference.tables import offer


def name_of(entry: ReferenceEntry, language: str) -> str:
    """Return what a partner is called."""
    return entry.published.text(language).title if entry.published else str(entry)


def offered() -> dict[str, ReferenceEntry]:
    """Return the organisations that may be partners, by each of their names."""
    return _by_name(reference.published().filter(kind=ORGANISATION))


def _by_name(entries: Iterable[ReferenceEntry]) -> dict[str, ReferenceEntry]:
    return {
        title: each
        for each in entries
        if each.published and not never_public(each.published.content)
        for title in _titles(each)
    }


def named(typed: str, stand: Iterable[ReferenceEntry] = ()) -> list[ReferenceEntry]:
    """Return the organisations that lines of names stand for. Raise ValidationError on one that is not known.

    stand: partners already, which keep their names though they left the directory since.
    """
    known = {**offered(), **_by_name(stand)}
    found: dict[object, ReferenceEntry] = {}
    for line in filter(None, (each.strip() for each in re.split(r"[\n;]", typed))):
        if line not in known:
            words = _("%(problem)s. Partners are organisations of the directory, each name on a line of its own.")
            raise ValidationError(words % {"problem": offer(line, known)})
        found[known[line].pk] = known[line]
    return list(found.values())


def lines_of(partners: Iterable[ReferenceEntry], language: str) -> str:
    """Return partners as they are typed."""
    return "\n".join(name_of(each, language) for each in partners)


def _titles(entry: ReferenceEntry) -> set[str]:
    version = entry.published
    return {str(each["title"]).strip() for each in version.texts.values() if each.get("title")} if version else set()
