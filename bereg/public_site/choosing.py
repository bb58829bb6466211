"""Choosing a table: what was published of which period and centre, and nothing else is offered."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bereg.public_site import addresses, figures
from bereg.publications import content
from bereg.publications import queries as releases
from bereg.publications.content import Words
from bereg.publications.sentences_by_people import TOTALS

KEPT = 512  # releases: what they offer, which is little


@dataclass(frozen=True)
class Offered:
    """A table of one centre in one release."""

    table: str
    title: Words
    centre: str
    centre_name: Words


@dataclass(frozen=True)
class Option:
    """One line of a choice: what is sent, and what is read."""

    value: str
    text: str
    address: str = ""


def tables() -> list[Option]:
    """Return every table that was published and stands, as the latest release names it."""
    found: dict[str, str] = {}
    for _release, each in _everything():
        found.setdefault(each.table, _title(each))
    return [Option(table, title) for table, title in found.items()]


def places(table: str, language: str) -> list[tuple[str, list[Option]]]:
    """Return the periods in which a table was published, the latest first, each with its centres."""
    found: dict[str, tuple[str, list[Option]]] = {}
    for release, each in _everything():
        if each.table == table:
            period = addresses.name_of(release)
            address = addresses.table(period, language, each.centre, table)
            option = Option(f"{period}.{each.centre}", _said(each.centre_name), address)
            found.setdefault(period, (addresses.period_name(release), []))[1].append(option)
    return list(found.values())


def _everything() -> Iterator[tuple[Any, Offered]]:
    for release in releases.standing():
        with suppress(releases.ChangedError):
            for each in _offered(release.pk, release.digest):
                yield release, each


@lru_cache(maxsize=KEPT)
def _offered(id: UUID, _digest: str) -> tuple[Offered, ...]:
    """Read a release once a process: every page offers the tables of all. Raise releases.ChangedError."""
    found = releases.release(id)
    return (
        tuple(
            Offered(name, groups[0]["title"], centre, groups[0]["centre_name"])
            for centre, of_centre in figures.parts(releases.content_of(found)).items()
            for name, groups in of_centre.items()
        )
        if found
        else ()
    )


def _title(offered: Offered) -> str:
    return _("Contacts and enquiries") if offered.table == TOTALS else _said(offered.title)


def _said(words: Words) -> str:
    return content.named(words, (get_language() or "").split("-")[0])[0]
