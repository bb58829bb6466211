"""The list of licensed agencies as everybody may read it: the whole of it, and whether a name is on it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from bereg.agencies.choices import LicenceStatus
from bereg.agencies.names import key_of, number_of
from bereg.agencies.queries import AGENCY, nearest
from bereg.public_site import entries, index, structured_data
from bereg.public_site.entries import Shown
from bereg.public_site.index import Item, Pair
from bereg.reference.kinds import kinds
from bereg.reference.queries import EntryVersion, ReferenceEntry, newest_list, public_entries
from bereg.reference.sentence_to_say import Newest, sentence, standing

MOST_FOUND = 12
MOST_ASKED = 120  # signs of a name


@dataclass(frozen=True)
class AgencyShown:
    """One agency that was found. said: how it stands on the newest list."""

    shown: Shown
    said: str


@dataclass(frozen=True)
class FoundAgencies:
    """What is answered to a name. missing: that nobody is called so; empty where somebody is."""

    agencies: list[AgencyShown]
    missing: str


def search(words: str, language: str, today: dt.date) -> FoundAgencies:
    """Look for an agency by its name, however it is spelled, or by its number."""
    near = nearest(words, MOST_FOUND)
    seen = public_entries(today).select_related("seen_in").in_bulk(near)
    lists: Newest = {}
    found, is_there = [], False
    for entry in (seen[each] for each in near if each in seen):
        if version := entry.published:
            shown = entries.shown(entry, version, language, today)
            found.append(AgencyShown(shown, sentence(entry, version, language, lists)))
            is_there = is_there or _is_called(words, version)
    return FoundAgencies(found, "" if is_there else kinds()[AGENCY].missing(words, language))


def ids(language: str, today: dt.date) -> list[UUID]:
    """Return the agencies in the order of their names."""
    return [row.id for row in sorted(index.rows(AGENCY, today), key=lambda row: (row.title(language), row.id))]


def as_of() -> dt.date | None:
    """Return the day of the newest list; None where none was taken in."""
    newest = newest_list(AGENCY)
    return newest.as_of if newest else None


def show(pairs: Sequence[Pair], *, language: str, today: dt.date, lists: Newest) -> Iterator[Item | None]:
    """Yield each as a row and for programs; None where it is not on the newest list."""
    for entry, version in pairs:
        yield _item(entry, version, language=language, today=today, lists=lists)


def _item(entry: ReferenceEntry, version: EntryVersion, *, language: str, today: dt.date, lists: Newest) -> Item | None:
    stands = standing(entry, version, language, lists)
    if not stands.is_listed:
        return None
    shown = entries.shown(entry, version, language, today)
    status = _status(version.content, stands.as_of)
    context = {
        "shown": shown,
        "licence": version.content.get("licence") or "–",
        "until": _day(version.content.get("until")),
        "status": LicenceStatus(status).label if status in LicenceStatus.values else "–",
        "is_in_force": status == LicenceStatus.LICENSED,
    }
    return render_to_string("public_site/agency.html", context), structured_data.agency(shown)


def _status(content: Mapping[str, Any], as_of: dt.date | None) -> str:
    """Return how its licence stands: a list may name one as in force that had run out by its own day."""
    status, until = content.get("status", ""), content.get("until")
    if status == LicenceStatus.LICENSED and until and as_of and dt.date.fromisoformat(until) < as_of:
        return LicenceStatus.EXPIRED
    return str(status)


def _day(written: str | None) -> str:
    """Write a day short, as a column of a narrow page needs it."""
    return f"{dt.date.fromisoformat(written):%d.%m.%Y}" if written else ""


def _is_called(words: str, version: EntryVersion) -> bool:
    """Tell whether it is called so, in whatever alphabet, or has that number; the first words of a name are enough."""
    numbers = {number_of(version.content.get(name) or "") for name in ("tax_number", "licence")}
    if number_of(words) in numbers - {""}:
        return True
    typed = key_of(words).split()
    names = [*(text["title"] for text in version.texts.values()), *version.content.get("other_names", ())]
    return bool(typed) and any(set(typed) <= set(key_of(name).split()) for name in names)
