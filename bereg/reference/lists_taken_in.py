"""Lists of registers: what a file says, how that differs from what stands, and taking it in as one act."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.reference import search_index
from bereg.reference.acts import LIST_TAKEN
from bereg.reference.difference import ListDifference
from bereg.reference.drafts import EntryDraft, Reading
from bereg.reference.kinds import kinds
from bereg.reference.lists import EntryState
from bereg.reference.models import EntryVersion, ReferenceEntry, SourceList
from bereg.reference.texts import read
from bereg.reference.versions import version_of

__all__ = ["ListDifference", "compare", "take_in"]

AT_ONCE = 500


def _unseen(_number: int) -> None:
    """Show no progress."""


def compare(kind: str, reading: Reading) -> ListDifference:
    """Compare a reading with the published entries of a kind that came from a register."""
    standing = {entry.key: entry for entry in _standing(kind)}
    found = ListDifference(kind, is_whole=reading.is_whole)
    for incoming in reading.incoming:
        entry = standing.pop(incoming.key, None)
        if entry is None:
            found.added.append(incoming)
        elif _says_as(entry.published, incoming.draft):
            found.same.append(entry)
        else:
            found.changed.append((entry, incoming))
    if reading.is_whole:
        found.gone.extend(entry for entry in standing.values() if entry.state == EntryState.PUBLISHED)
    return found


@transaction.atomic
def take_in(
    difference: ListDifference, *, source: str, as_of: dt.date, by: User, advance: Callable[[int], object] = _unseen
) -> SourceList:
    """Take a compared list in. What is new or changed is in force at once: the register itself vouches for it.

    What is gone stays published with the list it was seen in last, so that the desk can say since when it is missing.
    """
    taken = SourceList.objects.create(
        kind=difference.kind,
        source=source,
        as_of=as_of,
        taken_by=by,
        added=len(difference.added),
        changed=len(difference.changed),
        gone=len(difference.gone),
        is_whole=difference.is_whole,
        total=len(difference.added) + len(difference.changed) + len(difference.same),
    )
    _see(difference.same, taken)
    _add(difference, taken, by, advance)
    _change(difference, taken, by, advance)
    _tell(difference)
    audit.record(LIST_TAKEN, target=taken, by=by, because=difference.kind)
    return taken


def _standing(kind: str) -> Iterable[ReferenceEntry]:
    return ReferenceEntry.objects.filter(kind=kind).exclude(key="").select_related("published")


def _says_as(version: EntryVersion | None, draft: EntryDraft) -> bool:
    """Tell whether a version says what a draft does. The day of the list is that of the list, not of each entry."""
    if version is None:
        return False
    texts = read(version.texts)
    same_texts = texts.keys() == draft.texts.keys() and all(draft.texts[each].says_as(texts[each]) for each in texts)
    own = (version.content, version.language, version.topics, version.regions, version.audiences, version.is_public)
    theirs = (
        draft.content, draft.language, list(draft.topics), list(draft.regions), list(draft.audiences), draft.is_public,
    )  # fmt: skip
    return same_texts and own == theirs and (version.law_from, version.law_to) == (draft.law_from, draft.law_to)


def _tell(difference: ListDifference) -> None:
    """Let the kind see to what hangs on the entries that are newly in force."""
    changed = [entry.pk for entry, _incoming in difference.changed]
    keys = [incoming.key for incoming in difference.added]
    for first in range(0, len(keys), AT_ONCE):
        added = ReferenceEntry.objects.filter(kind=difference.kind, key__in=keys[first : first + AT_ONCE])
        changed.extend(added.values_list("pk", flat=True))
    if changed:
        kinds()[difference.kind].in_force(changed)


def _see(entries: Sequence[ReferenceEntry], taken: SourceList) -> None:
    for first in range(0, len(entries), AT_ONCE):
        part = entries[first : first + AT_ONCE]
        ids = [entry.pk for entry in part]
        ReferenceEntry.objects.filter(pk__in=ids).update(seen_in=taken, state=EntryState.PUBLISHED)
        again = [entry for entry in part if entry.state != EntryState.PUBLISHED]
        for entry in again:
            entry.state = EntryState.PUBLISHED
        search_index.put(again)


def _add(difference: ListDifference, taken: SourceList, by: User, advance: Callable[[int], object]) -> None:
    for first in range(0, len(difference.added), AT_ONCE):
        part = difference.added[first : first + AT_ONCE]
        entries = [
            ReferenceEntry(id=uuid4(), kind=difference.kind, key=incoming.key, owner=by, number=1, seen_in=taken)
            for incoming in part
        ]
        ReferenceEntry.objects.bulk_create(entries)
        _put_in_force(
            entries, [(entry, incoming.draft, None) for entry, incoming in zip(entries, part, strict=True)], by
        )
        advance(len(part))


def _change(difference: ListDifference, taken: SourceList, by: User, advance: Callable[[int], object]) -> None:
    for first in range(0, len(difference.changed), AT_ONCE):
        part = difference.changed[first : first + AT_ONCE]
        entries = [entry for entry, _incoming in part]
        written = []
        for entry, incoming in part:
            before = entry.published
            entry.number, entry.seen_in = entry.number + 1, taken
            written.append((entry, incoming.draft, before))
        _put_in_force(entries, written, by)
        advance(len(part))


def _put_in_force(
    entries: list[ReferenceEntry], written: list[tuple[ReferenceEntry, EntryDraft, EntryVersion | None]], by: User
) -> None:
    """Store a version of each entry as published. Who takes a list in answers for it; no second person reads each."""
    now = timezone.now()
    versions = [version_of(entry, draft, before=before, by=by) for entry, draft, before in written]
    for version in versions:
        version.publisher, version.published_at = by, now
    EntryVersion.objects.bulk_create(versions)
    for entry, version in zip(entries, versions, strict=True):
        entry.published, entry.state = version, EntryState.PUBLISHED
    ReferenceEntry.objects.bulk_update(entries, ["published", "state", "number", "seen_in"], batch_size=AT_ONCE)
    search_index.put(entries)
