"""The rows that the search reads: one of each entry in force and language, written with whatever changes that."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet

from bereg.core import geography
from bereg.questionnaire.questions import Choice
from bereg.reference.choices import EntryState
from bereg.reference.kinds import kinds
from bereg.reference.models import EntryVersion, ReferenceEntry, SearchRow
from bereg.reference.queries import published
from bereg.reference.search_marks import in_title, marks_of
from bereg.reference.stems import indexed
from bereg.reference.texts import read
from bereg.reference.topics import topics

MOST_WORDS = 5_000  # of one row: PostgreSQL takes no index entry above a megabyte
AT_ONCE = 500
_ADJECTIVE = re.compile(r"ск(ая|ий|ое|ой)\b")  # whoever asks for Астрахань means Астраханская область


def put(entries: Iterable[ReferenceEntry]) -> None:
    """Let entries be found by what is in force of them."""
    waiting = list(entries)
    if waiting:
        replace(waiting, [row for several in rows_of(_in_force(waiting)) for row in several])


def rows_of(versions: Iterable[EntryVersion]) -> list[list[SearchRow]]:
    """Return the rows of each version, not stored: those by which its entry is found once it is in force."""
    known = topics()
    return [list(_rows(version, known)) for version in versions]


@transaction.atomic
def replace(entries: Sequence[ReferenceEntry], rows: Sequence[SearchRow]) -> None:
    """Let entries be found by some rows, and by no others."""
    for first in range(0, len(entries), AT_ONCE):
        SearchRow.objects.filter(entry__in=[entry.pk for entry in entries[first : first + AT_ONCE]]).delete()
    SearchRow.objects.bulk_create(rows, batch_size=AT_ONCE)


def leave_out(entry: ReferenceEntry) -> None:
    """Let an entry be found no more."""
    SearchRow.objects.filter(entry=entry).delete()


@transaction.atomic
def rebuild(advance: Callable[[int], object] = lambda _count: None) -> int:
    """Write every row anew, as after topics were renamed. Return how many entries are found by it."""
    SearchRow.objects.all().delete()
    done, known = 0, topics()
    for part in _parts(published()):
        SearchRow.objects.bulk_create(row for version in _in_force(part) for row in _rows(version, known))
        done += len(part)
        advance(len(part))
    return done


def count() -> int:
    """Return how many entries there are to be found."""
    return published().count()


def _parts(entries: QuerySet[ReferenceEntry]) -> Iterator[list[ReferenceEntry]]:
    part: list[ReferenceEntry] = []
    for entry in entries.iterator(AT_ONCE):
        part.append(entry)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _in_force(entries: Iterable[ReferenceEntry]) -> Iterator[EntryVersion]:
    for entry in entries:
        if entry.published is not None and entry.state == EntryState.PUBLISHED:
            entry.published.entry = entry
            yield entry.published


def _rows(version: EntryVersion, known: Mapping[str, Choice]) -> Iterator[SearchRow]:
    """Yield a row of each language. A kind whose room is not installed is found by its texts alone.

    known: the topics by their codes, which are read once for all entries.
    """
    entry, kind = version.entry, kinds().get(version.entry.kind)
    about = version.topics or list(kind.topics if kind else ())
    common = [*(kind.words(version.content) if kind else ()), *_topic_labels(about, known), *_region_names(version)]
    marks = marks_of(entry.kind, version, about)
    for language, text in read(version.texts).items():
        title = indexed([text.title], MOST_WORDS)
        words = indexed([text.title, *common, text.say, text.body], MOST_WORDS)
        yield SearchRow(
            entry=entry,
            language=language,
            title=" ".join(title),
            marks=" ".join(marks),
            words=" ".join([*marks, *map(in_title, title), *words]),
            leaves_on=version.leaves_on,
        )


def _topic_labels(codes: Iterable[str], known: Mapping[str, Choice]) -> Iterator[str]:
    for code in codes:
        if code in known:
            yield from known[code].labels.values()


def _region_names(version: EntryVersion) -> Iterator[str]:
    for region in version.regions:
        for name in geography.regions(region.partition("-")[0]).get(region, {}).values():
            yield name
            yield _ADJECTIVE.sub("", name)
