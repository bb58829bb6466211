"""Open Referral HSDS 3.0: files of other directories in, ours out.

`export` is what the public gets: entries that are public, and of them the fields that everybody may read. `write_hsds`
is for exchange with other networks, and gives back word for word what came from a file; a shelter is in neither.
"""

import datetime as dt
from collections.abc import Iterable
from copy import deepcopy
from typing import Any
from uuid import UUID

from django.utils import timezone

from bereg.core import geography
from bereg.directory.choices import HIDDEN
from bereg.directory.content import ORGANISATION, SERVICE, public_part
from bereg.directory.hsds_fields import put_content
from bereg.directory.hsds_reading import Directory, read_hsds
from bereg.directory.hsds_terms import AUDIENCE, REGION, TOPIC, Json, Writing, set_terms, text
from bereg.directory.referring import name_of
from bereg.directory.shelters import hidden_among
from bereg.reference.models import EntryVersion, ReferenceEntry

__all__ = ["Directory", "export", "read_hsds", "write_hsds"]

VERSION = "3.0"


def export(entries: Iterable[ReferenceEntry], *, language: str = "ru", on: dt.date | None = None) -> dict[str, Any]:
    """Return what everybody may read of some entries as HSDS. Whatever is not public is left out here once more."""
    seen = [each for each in _open_to_all(entries) if each.published and each.published.is_public]
    return _written(seen, language, on or timezone.localdate(), is_public=True)


def write_hsds(entries: Iterable[ReferenceEntry], *, language: str = "", on: dt.date | None = None) -> dict[str, Any]:
    """Return entries as HSDS for another network. What came from a file goes out as it came, but for what changed.

    Why nobody is to be referred to one, and notes of the staff, have no place in it; shelters are left out.
    """
    return _written(_open_to_all(entries), language, on or timezone.localdate(), is_public=False)


def _open_to_all(entries: Iterable[ReferenceEntry]) -> list[ReferenceEntry]:
    """Return the entries in force that are neither a shelter nor a service of one."""
    said = [(each, each.published.content) for each in entries if each.published]
    hidden = hidden_among(str(content.get("organisation", "")) for _entry, content in said)
    return [
        entry
        for entry, content in said
        if content.get("sort") not in HIDDEN and content.get("organisation", "") not in hidden
    ]


def _written(entries: Iterable[ReferenceEntry], language: str, on: dt.date, *, is_public: bool) -> dict[str, Any]:
    organisations: dict[str, Json] = {}
    services: list[tuple[str, Json]] = []
    for entry in entries:
        version = entry.published
        if version is None or (is_public and not public_part(version.content)):
            continue
        made = _thing(entry, version, language or version.language, on, is_public=is_public)
        if entry.kind == ORGANISATION:
            organisations[name_of(entry)] = made
        else:
            services.append((str(version.content.get("organisation", "")), made))
    alone = []
    for name, made in services:
        if name in organisations:
            organisations[name].setdefault("services", []).append(made)
        else:
            alone.append(made)
    about = {"version": VERSION, **({"language": language} if language else {})}
    return {**about, "organizations": list(organisations.values()), "services": alone}


def _thing(entry: ReferenceEntry, version: EntryVersion, language: str, on: dt.date, *, is_public: bool) -> Json:
    kind = entry.kind
    writing = Writing(entry.pk, language, on, kind)
    content = public_part(version.content) if is_public else version.content
    made: Json = {} if is_public else deepcopy(content.get("hsds") or {})
    is_ours = not made
    spoken = version.text(language)
    made.setdefault("id", entry.key if _as_id(entry.key) else str(entry.pk))
    if text(made.get("name")) != spoken.title:
        made["name"] = spoken.title
    if is_ours or text(made.get("description")) != spoken.body:
        made["description"] = spoken.body
    if is_ours:
        if kind == SERVICE:
            made["status"] = "active"
        _put_entry(made, version, writing)
    put_content(made, content, writing)
    return made


def _put_entry(made: Json, version: EntryVersion, writing: Writing) -> None:
    set_terms(made, REGION, version.regions, writing)
    set_terms(made, TOPIC, version.topics, writing)
    set_terms(made, AUDIENCE, version.audiences, writing)
    areas = [(code, geography.regions(code[:2]).get(code, {}).get("en", code)) for code in version.regions]
    if areas and writing.kind == SERVICE:
        made["service_areas"] = [{"id": writing.id_of(f"area {code}"), "name": name} for code, name in areas]


def _as_id(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
