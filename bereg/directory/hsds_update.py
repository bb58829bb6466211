"""A file of HSDS as a reading of one kind: over what stands, where staff changed what the file says as before."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from bereg.directory.choices import HIDDEN
from bereg.directory.content import ORGANISATION, SERVICE, never_public
from bereg.directory.hsds_fields import STATUS, read_content
from bereg.directory.hsds_reading import read_hsds
from bereg.directory.hsds_terms import text
from bereg.reference.drafts import EntryDraft, Incoming, Reading, ReadingFault
from bereg.reference.list_mapping import ListMapping
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.queries import published
from bereg.reference.texts import Text, read

AT_ONCE = 500


def reads_organisations(file: BinaryIO, _name: str, _mapping: ListMapping | None = None) -> Reading:
    """Read the organisations of a file, for taking in."""
    return reading(file, ORGANISATION)


def reads_services(file: BinaryIO, _name: str, _mapping: ListMapping | None = None) -> Reading:
    """Read the services of a file, for taking in."""
    return reading(file, SERVICE)


def reading(file: BinaryIO | bytes, kind: str) -> Reading:
    """Read what a file has of a kind."""
    names = published().filter(kind=ORGANISATION).values_list("key", "pk")
    known = {("organization", name) for key, pk in names for name in (key, str(pk)) if name}
    directory = read_hsds(file, known=known)
    incoming = directory.organisations if kind == ORGANISATION else directory.services
    faults = list(directory.faults)
    return Reading(list(_over_what_stands(kind, incoming, faults)), faults, directory.notes)


def _over_what_stands(kind: str, incoming: Sequence[Incoming], faults: list[ReadingFault]) -> Iterator[Incoming]:
    """Yield each entry over the one that stands, and nothing of those that were written here."""
    for first in range(0, len(incoming), AT_ONCE):
        part = incoming[first : first + AT_ONCE]
        ids = [each for each in (_as_id(one.key) for one in part) if each]
        here = {str(pk) for pk in ReferenceEntry.objects.filter(kind=kind, pk__in=ids).values_list("pk", flat=True)}
        stand = published().filter(kind=kind, key__in=[each.key for each in part])
        by_key = {each.key: each.published for each in stand}
        for each in part:
            standing = by_key.get(each.key)
            if each.key in here:
                faults.append(ReadingFault(each.key, _("Left out: it was written here. Change it in the editor.")))
            else:
                yield replace(each, draft=_over(each.draft, standing, kind)) if standing else each


def _over(draft: EntryDraft, standing: EntryVersion, kind: str) -> EntryDraft:
    """Return what a file says over what stands, between which the file that was read last decides who changed what."""
    last = standing.content.get("hsds") or {}
    read_last = {**read_content(last, standing.language, kind), "organisation": draft.content.get("organisation")}
    content = dict(draft.content)
    for name in {*standing.content, *read_last} - {"hsds"}:
        if content.get(name) == read_last.get(name) != standing.content.get(name):
            _set(content, name, standing.content.get(name))
    if standing.content.get("sort") in HIDDEN:  # whoever lives there is looked for, whatever a file says
        content["sort"] = standing.content["sort"]
    reason = str(standing.content.get("do_not_refer", ""))
    if reason and not reason.startswith(STATUS):
        content["do_not_refer"] = reason
    return replace(
        draft,
        content=content,
        language=standing.language,
        texts=_texts(draft, standing, last),
        is_public=standing.is_public and not never_public(content),
        audiences=tuple(standing.audiences),
        topics=tuple(standing.topics),
        regions=draft.regions or tuple(standing.regions),
    )


def _texts(draft: EntryDraft, standing: EntryVersion, last: dict[str, Any]) -> dict[str, Text]:
    """Return the texts that stand, with what the file says anew in its language."""
    stood, new = read(standing.texts), draft.texts[draft.language]
    old = stood.get(draft.language)
    if old is None:
        return stood
    title = old.title if new.title == text(last.get("name")) else new.title
    body = old.body if new.body == text(last.get("description")) else new.body
    return {**stood, draft.language: replace(old, title=title, body=body)}


def _set(content: dict[str, Any], name: str, value: Any) -> None:
    if value in (None, "", [], {}, False):
        content.pop(name, None)
    else:
        content[name] = value


def _as_id(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
