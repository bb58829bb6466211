"""The version that a draft makes of an entry, and what becomes of one that waits to be checked when a list comes in."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from django.db.models import F

from bereg.accounts.models import User
from bereg.reference import freshness
from bereg.reference.drafts import EntryDraft
from bereg.reference.kinds import kinds
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.texts import numbered, read, stored

AT_ONCE = 500


def version_of(entry: ReferenceEntry, draft: EntryDraft, *, before: EntryVersion | None, by: User) -> EntryVersion:
    """Return the version, not saved, that a draft makes of an entry whose number is taken."""
    texts = numbered(draft.texts, read(before.texts) if before else {}, first=draft.language, number=entry.number)
    never = kinds()[entry.kind].never_public(draft.content)
    made = EntryVersion(
        entry=entry,
        number=entry.number,
        author=by,
        language=draft.language,
        texts=stored(texts),
        content=draft.content,
        is_public=draft.is_public and not never,
        audiences=list(draft.audiences),
        topics=list(draft.topics),
        regions=list(draft.regions),
        source=draft.source,
        as_of=draft.as_of,
        law_from=draft.law_from,
        law_to=draft.law_to,
        review_by=draft.review_by,
    )
    made.leaves_on = freshness.leaves_on(made)
    return made


def draft_of(version: EntryVersion) -> EntryDraft:
    """Return what a version says, as somebody wanted it."""
    return EntryDraft(
        language=version.language,
        texts=read(version.texts),
        content=version.content,
        is_public=version.is_public,
        audiences=tuple(version.audiences),
        topics=tuple(version.topics),
        regions=tuple(version.regions),
        source=version.source,
        as_of=version.as_of,
        law_from=version.law_from,
        law_to=version.law_to,
        review_by=version.review_by,
    )


def is_written_anew(entry: ReferenceEntry) -> bool:
    """Tell whether something newer than what is in force was written."""
    return entry.published is not None and entry.number > entry.published.number


def waiting_versions(entries: Sequence[ReferenceEntry]) -> dict[ReferenceEntry, EntryVersion]:
    """Return what was written of some entries and is not in force."""
    found: dict[ReferenceEntry, EntryVersion] = {}
    ids = [entry.pk for entry in entries if is_written_anew(entry)]
    for first in range(0, len(ids), AT_ONCE):
        newest = EntryVersion.objects.filter(entry__in=ids[first : first + AT_ONCE], number=F("entry__number"))
        found |= {version.entry: version for version in newest.select_related("entry", "author")}
    return found


def written_again(waits: EntryVersion, listed: EntryVersion) -> EntryVersion:
    """Return what waits over a version that a list puts in force before it, not saved. It is to be checked anew.

    What was in force when it was written decides who changed what: a list must neither drop the word that somewhere is
    a shelter, nor be undone by whoever publishes that later.
    """
    entry, stood = listed.entry, listed.entry.published
    assert stood is not None  # noqa: S101 (see is_written_anew)
    entry.number += 1
    three = [draft_of(each) for each in (waits, stood, listed)]
    draft = EntryDraft(
        **{each.name: _merged(*(getattr(draft, each.name) for draft in three)) for each in fields(EntryDraft)}
    )
    made = version_of(entry, draft, before=waits, by=waits.author)
    made.made_at = waits.made_at
    return made


def _merged(waits: Any, stood: Any, new: Any) -> Any:
    """Return what waits where it differs from what stood, else what is new; of contents and texts name by name."""
    if not isinstance(waits, Mapping):
        return new if waits == stood else waits
    named = {name: [each.get(name) for each in (waits, stood, new)] for name in {**new, **waits}}
    chosen = {name: three[2] if three[0] == three[1] else three[0] for name, three in named.items()}
    return {name: value for name, value in chosen.items() if value is not None}
