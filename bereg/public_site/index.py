"""Which entries of a kind everybody may see, in short. Read anew once one came, changed, went or grew too old."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from bereg.public_site.entries import INSTEAD
from bereg.reference.queries import EntryVersion, ReferenceEntry, Stamp, public_entries, stamp_of

AT_ONCE = 50
MOST_BYTES = 30_000  # of the entries of a page, which is of 50 kB at most with its frame and its form
Item = tuple[str, Any]  # an entry as HTML, and what programs read of it
Pair = tuple[ReferenceEntry, EntryVersion]  # with the version in force
# Yields some entries as items, one after another, as nobody knows how many fit; None leaves one out.
Show = Callable[[Sequence[Pair]], Iterable[Item | None]]


@dataclass(frozen=True)
class IndexRow:
    """An entry in short. titles: by language."""

    id: UUID
    titles: dict[str, str]
    regions: frozenset[str]
    languages: frozenset[str]  # spoken there

    def title(self, language: str) -> str:
        """Return by what it is sorted on a page in a language."""
        named = (self.titles[each] for each in (language, *INSTEAD) if each in self.titles)
        return next(named, "").casefold()


@dataclass(frozen=True)
class Stretch:
    """As many entries as fit on one page. then: at which place the next page begins; None after the last."""

    items: list[Item]
    then: int | None


_known: dict[str, tuple[Stamp, tuple[IndexRow, ...]]] = {}


def rows(kind: str, today: dt.date) -> tuple[IndexRow, ...]:
    """Return every entry of a kind that everybody may see on a day, in short."""
    found = public_entries(today).filter(kind=kind).order_by()
    stamp = stamp_of(found)
    kept = _known.get(kind)
    if kept is None or kept[0] != stamp:
        wanted = found.values_list("pk", "published__texts", "published__regions", "published__content__languages")
        kept = stamp, tuple(_row(*each) for each in wanted.iterator())
        _known[kind] = kept
    return kept[1]


def stretch(ids: Sequence[UUID], first: int, today: dt.date, show: Show) -> Stretch:
    """Fill a page with entries from a place on, of which `AT_ONCE` are loaded at a time."""

    def items() -> Iterator[tuple[int, Item | None]]:
        for loaded in _loaded(ids, first, today):
            yield from zip(loaded, show(list(loaded.values())), strict=True)

    return fitting(items())


def fitting(items: Iterable[tuple[int, Item | None]]) -> Stretch:
    """Take as many items as fit on a page, each with its place; the first of them fits always."""
    taken: list[Item] = []
    weight = 0
    for at, item in items:
        if item is None:
            continue
        weight += sum(len(str(part).encode()) for part in item)
        if taken and weight > MOST_BYTES:
            return Stretch(taken, at)
        taken.append(item)
    return Stretch(taken, None)


def place_of(first: str, number: int) -> int:
    """Return at which entry a page begins. Raise Http404 where there are fewer."""
    place = int(first) - 1
    if place and not 0 <= place < number:
        raise Http404
    return place


def after(found: Stretch, name: str, language: str, in_address: str = "", region: str = "") -> str:
    """Return the address of the page after this one, empty where this is the last."""
    if found.then is None:
        return ""
    where = {"language": language, "first": str(found.then + 1)} | ({"region": region} if region else {})
    return reverse(name, kwargs=where) + in_address


def _loaded(ids: Sequence[UUID], first: int, today: dt.date) -> Iterator[dict[int, Pair]]:
    """Yield some entries at a time, each by its place."""
    for begin in range(first, len(ids), AT_ONCE):
        part = ids[begin : begin + AT_ONCE]
        found = public_entries(today).select_related("seen_in").in_bulk(part)
        pairs = {begin + at: (found[each], found[each].published) for at, each in enumerate(part) if each in found}
        yield {at: (entry, version) for at, (entry, version) in pairs.items() if version is not None}


def _row(id: UUID, texts: dict[str, dict[str, str]], regions: list[str], languages: list[str] | None) -> IndexRow:
    titles = {language: text["title"] for language, text in texts.items()}
    return IndexRow(id, titles, frozenset(regions), frozenset(languages or ()))
