"""The search over everything that can be looked up."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from bereg.reference import search_rows, sentence_to_say
from bereg.reference.kinds import EntryKind, kinds
from bereg.reference.lookup import Lookup
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.queries import public_entries, published
from bereg.reference.search_marks import EVERYWHERE, KIND, LANGUAGE, PUBLIC, REGION, TOPIC, mark
from bereg.reference.search_rows import MOST_ROWS, Condition, RankedRow, any_of
from bereg.reference.stems import asked_words, forms
from bereg.reference.texts import Text

__all__ = ["Lookup", "SearchHit", "hit_of", "search"]

MOST_LETTERS = 200
MOST_WORDS = 8
MOST_NEAR = 5  # entries of a kind that are spelled nearly as typed
NEAR_AFTER = 3  # what fits exactly comes first, as far as these many


@dataclass(frozen=True)
class SearchHit:
    """One answer. text: in the language that was asked for, else in its first; say: the sentence to say aloud."""

    entry: ReferenceEntry
    version: EntryVersion
    text: Text
    say: str
    is_open: bool | None = None  # None: it keeps no hours
    language: str = ""  # of the text

    @property
    def kind(self) -> EntryKind:
        return self.entry.of_kind

    @property
    def warning(self) -> str:
        """Why nobody is to be told of it; empty where nothing speaks against it."""
        return self.kind.warning(self.version.content)


def search(asked: Lookup, *, now: dt.datetime, limit: int = 20) -> list[SearchHit]:
    """Return the entries in force that fit, the best first; none where nothing was asked."""
    if not asked.is_anything:
        return []
    question, hits = _Question(asked, now), []
    lists: sentence_to_say.Newest = {}
    for entry in question.entries(limit):
        hit = hit_of(entry, asked.language, now, lists)
        if hit.is_open or hit.kind.is_register or not asked.is_open_now:
            hits.append(hit)
        if len(hits) == limit:
            break
    return hits


def hit_of(
    entry: ReferenceEntry, language: str, now: dt.datetime, lists: sentence_to_say.Newest | None = None
) -> SearchHit:
    """Return a published entry as an answer in a language. lists: see sentence_to_say.py."""
    version = entry.published
    assert version is not None  # noqa: S101 (a published entry has one: a constraint)
    version.entry = entry  # what is asked of the version asks this entry, and no database
    text = version.text(language)
    say = sentence_to_say.sentence(entry, version, language or version.language, lists) or text.title
    spoken = language if language in version.texts else version.language
    return SearchHit(entry, version, text, say, entry.of_kind.is_open(version.content, now), spoken)


class _Question:
    """One search: its words and what narrows it, as conditions of the index."""

    def __init__(self, asked: Lookup, now: dt.datetime) -> None:
        self.asked, self.today = asked, timezone.localdate(now)
        self.typed = asked_words(asked.words[:MOST_LETTERS])[:MOST_WORDS]
        self.words = [search_rows.word(each, is_last=each == self.typed[-1]) for each in self.typed]
        self.topics = [mark(TOPIC, code) for code in asked.topics]
        self.regions = [mark(REGION, code) for code in asked.regions or asked.near]
        self.narrowed: list[Condition] = []
        if asked.kinds:
            self.narrowed.append(any_of(mark(KIND, code) for code in asked.kinds))
        if asked.regions:
            self.narrowed.append(any_of([*self.regions, EVERYWHERE]))
        if asked.is_public:
            self.narrowed.append(Condition((PUBLIC,), fills=True))  # most rows have it

    def entries(self, limit: int) -> Iterator[ReferenceEntry]:
        """Yield entries, the best first; more than are wanted where some may not be open."""
        ids = self._ids(limit)
        standing = public_entries(self.today) if self.asked.is_public else published()
        step = limit if not self.asked.is_open_now else max(limit, 50)
        for first in range(0, len(ids), step):
            part = ids[first : first + step]
            found = {entry.pk: entry for entry in standing.filter(pk__in=part).select_related("seen_in")}
            yield from (found[pk] for pk in part if pk in found and found[pk].kind in kinds())

    def _ids(self, limit: int) -> list[UUID]:
        if not self.words:
            about = [any_of(self.topics)] if self.topics else []
            return self._ranked(self._all(about)) if about or self.asked.regions or self.asked.kinds else []
        exact = self._ranked(self._all(self.words))
        near = [pk for pk in self._near() if pk not in exact[:NEAR_AFTER]]
        best = [*exact[:NEAR_AFTER], *near, *exact[NEAR_AFTER:]]
        if len(best) < limit and len(self.words) > 1:
            best += self._partly()
        return list(dict.fromkeys(best))

    def _all(self, conditions: Sequence[Condition]) -> list[RankedRow]:
        """Return rows with every condition. Of words that stand in too many, the likeliest ones."""
        found = self._rows(conditions)
        if len(found) < MOST_ROWS:
            return found
        topics = [any_of(self.topics)] if self.topics and self.words else []
        regions = [any_of(self.regions)] if self.regions else []
        for narrower in _combinations(topics, regions):
            found += self._rows([*conditions, *narrower])
        return found + self._rows([each.of_title for each in conditions]) if self.words else found

    def _partly(self) -> list[UUID]:
        """Return entries with some of the words: with more of them first, and with rarer ones."""
        weights: dict[UUID | str, float] = defaultdict(float)
        best: dict[UUID | str, RankedRow] = {}
        for condition in self.words:
            found = self._all([condition])
            for row in {row.entry: row for row in found}.values():
                weights[row.entry] += 1 + 1 / len(found)
                best[row.entry] = row
        return _ids_of(sorted(best, key=lambda pk: (-weights[pk], self._place(best[pk]))))

    def _rows(self, conditions: Sequence[Condition]) -> list[RankedRow]:
        return search_rows.rows([*conditions, *self.narrowed], public_on=self.today if self.asked.is_public else None)

    def _ranked(self, found: list[RankedRow]) -> list[UUID]:
        different = {(row.entry, row.language): row for row in found}.values()
        return _ids_of(row.entry for row in sorted(different, key=self._place))

    def _place(self, row: RankedRow) -> tuple[int, int, bool, bool, int, int, str]:
        """Where a row stands: by the chosen topics, the region, the language, then by how well its title fits."""
        return (
            -len(row.marks.intersection(self.topics)),
            -len(row.marks.intersection(self.regions)),
            bool(self.regions) and EVERYWHERE not in row.marks,  # what counts elsewhere alone
            mark(LANGUAGE, self.asked.language) not in row.marks,
            -sum(not row.title.isdisjoint(forms(word)) for word in self.typed),
            len(row.title),
            str(row.entry),
        )

    def _near(self) -> list[UUID]:
        """Return entries of the kinds that know how their names are nearly spelled."""
        asked = [kinds()[code] for code in self.asked.kinds or kinds() if code in kinds()]
        return [pk for kind in asked if kind.nearest for pk in kind.nearest(self.asked.words[:MOST_LETTERS], MOST_NEAR)]


def _combinations(topics: list[Condition], regions: list[Condition]) -> Iterator[list[Condition]]:
    """Yield what narrows a question, the narrowest first."""
    if topics and regions:
        yield [*topics, *regions]
    yield from (each for each in (topics, regions) if each)


def _ids_of(found: Iterable[UUID | str]) -> list[UUID]:
    """Return the first ids, each once: as many as anybody looks at."""
    different = itertools.islice(dict.fromkeys(found), MOST_ROWS)
    return [each if isinstance(each, UUID) else UUID(each) for each in different]
