"""Lists of registers: what a file says, how that differs from what stands, and taking it in as one act."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.reference import search_index
from bereg.reference.acts import LIST_TAKEN
from bereg.reference.choices import EntryState
from bereg.reference.drafts import EntryDraft, Incoming, Reading
from bereg.reference.kinds import kinds
from bereg.reference.list_difference import ListDifference
from bereg.reference.models import EntryVersion, ReferenceEntry, SearchRow, SourceList
from bereg.reference.texts import read
from bereg.reference.versions import version_of, waiting_versions, written_again

__all__ = ["ListChangedError", "ListDifference", "compare", "take_in"]

AT_ONCE = 500


def _unseen(_number: int) -> None:
    """Show no progress."""


def compare(kind: str, reading: Reading) -> ListDifference:
    """Compare a reading with the entries of a kind that came from a register.

    No list brings back what was withdrawn here: that takes a newer version, a lawyer and a second person. What somebody
    has begun by hand and never published keeps no figure of the list back.
    """
    begun = _begun(kind)
    standing = {entry.key: entry for entry in _standing(kind)}
    found = ListDifference(kind, is_whole=reading.is_whole)
    for incoming in reading.incoming:
        entry = standing.pop(incoming.key, None)
        if entry is None:
            found.added.append(incoming)
        elif entry.state != EntryState.PUBLISHED and entry.pk not in begun:
            found.left_out.append(entry)
        elif _says_as(entry.published, incoming.draft):
            found.same.append(entry)
        else:
            found.changed.append((entry, incoming))
    if reading.is_whole:
        found.gone.extend(entry for entry in standing.values() if entry.state == EntryState.PUBLISHED)
    return found


def _begun(kind: str) -> set[UUID]:
    """Return the entries that somebody is writing and that were never published: nobody has withdrawn those."""
    written = ReferenceEntry.objects.filter(kind=kind, state=EntryState.WRITTEN)
    out = EntryVersion.objects.filter(entry=OuterRef("pk")).exclude(publisher=None)
    return set(written.exclude(Exists(out)).values_list("pk", flat=True))


class ListChangedError(Exception):
    """What stands is no longer what the list was compared with."""


@dataclass(frozen=True)
class _Written:
    """An entry with the version that a list makes of it, and what it is found by. Nothing of it is stored yet.

    waits: what was written and not published before the list came, over what the list says.
    """

    version: EntryVersion
    rows: list[SearchRow]
    waits: list[EntryVersion]

    @property
    def entry(self) -> ReferenceEntry:
        return self.version.entry


def take_in(
    difference: ListDifference, *, source: str, as_of: dt.date, by: User, advance: Callable[[int], object] = _unseen
) -> SourceList:
    """Take a compared list in. What is new or changed is in force at once: the register itself vouches for it.

    What is gone stays published with the list it was seen in last, so that the desk can say since when it is missing.
    Raise ListChangedError where somebody else changed one of the entries meanwhile; then nothing is taken in.
    """
    taken = SourceList(
        kind=difference.kind,
        source=source,
        as_of=as_of,
        taken_by=by,
        added=len(difference.added),
        changed=len(difference.changed),
        gone=len(difference.gone),
        is_whole=difference.is_whole,
        total=len([*difference.added, *difference.changed, *difference.same, *difference.left_out]),
    )
    # Made before anything is locked: it takes longer than storing it, and on SQLite nobody else writes meanwhile.
    new = [
        (ReferenceEntry(id=uuid4(), kind=difference.kind, key=each.key, owner=by), each) for each in difference.added
    ]
    added, changed = _written(new, by), _written(difference.changed, by)
    try:
        with transaction.atomic():
            taken.save(force_insert=True)
            _see([*difference.same, *difference.left_out], taken)
            for part in _parts(added):
                ReferenceEntry.objects.bulk_create([each.entry for each in part])
                _put_in_force(part, taken)
                advance(len(part))
            for part in _parts(changed):
                _put_in_force(part, taken)
                advance(len(part))
            _tell(difference)
            audit.record(LIST_TAKEN, target=taken, by=by, because=difference.kind)
    except IntegrityError as error:
        raise ListChangedError from error
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
        ids = [entry.pk for entry in entries[first : first + AT_ONCE]]
        ReferenceEntry.objects.filter(pk__in=ids).update(seen_in=taken)


def _written(wanted: Sequence[tuple[ReferenceEntry, Incoming]], by: User) -> list[_Written]:
    """Return a version of each entry as published. Who takes a list in answers for it; no second person reads each."""
    now, versions = timezone.now(), []
    waiting = waiting_versions([entry for entry, _incoming in wanted])
    for entry, incoming in wanted:
        entry.number += 1
        version = version_of(entry, incoming.draft, before=entry.published, by=by)
        version.publisher, version.published_at = by, now
        versions.append(version)
    rows = search_index.rows_of(versions)
    waits = [[written_again(waiting[each.entry], each)] if each.entry in waiting else [] for each in versions]
    return [_Written(*each) for each in zip(versions, rows, waits, strict=True)]


def _parts(written: Sequence[_Written]) -> Iterator[Sequence[_Written]]:
    yield from (written[first : first + AT_ONCE] for first in range(0, len(written), AT_ONCE))


def _put_in_force(written: Sequence[_Written], taken: SourceList) -> None:
    EntryVersion.objects.bulk_create([version for each in written for version in (each.version, *each.waits)])
    # Told by a question for all: `bulk_update` writes a condition for each entry and column, a third of the whole act.
    newest = EntryVersion.objects.filter(entry=OuterRef("pk")).order_by("-number")
    # Nobody locks the entries before: what somebody withdrew since they were compared is not brought back.
    stand = ReferenceEntry.objects.exclude(state=EntryState.WITHDRAWN)
    changed = stand.filter(pk__in=[each.entry.pk for each in written]).update(
        published=Subquery(newest.exclude(publisher=None).values("pk")[:1]),
        number=Subquery(newest.values("number")[:1]),
        state=EntryState.PUBLISHED,
        seen_in=taken,
    )
    if changed < len(written):
        raise ListChangedError
    search_index.replace([each.entry for each in written], [row for each in written for row in each.rows])
