"""The sentence to say aloud of an entry: the one that was written, else the one its kind makes of how it stands.

Where its kind warns of it, nobody is told the number that a written one may hold.
"""

from collections.abc import Iterable

from bereg.reference.kinds import Standing, kinds
from bereg.reference.models import EntryVersion, ReferenceEntry, SourceList
from bereg.reference.queries import newest_list

Newest = dict[str, SourceList | None]  # the newest list by the code of a kind, as far as looked up


def sentence(entry: ReferenceEntry, version: EntryVersion, language: str, lists: Newest | None = None) -> str:
    """Return the sentence to say. lists: pass one dict along for many entries, so that each list is looked up once."""
    kind, written = entry.of_kind, version.text(language).say
    if written and not kind.warning(version.content):
        return written
    return kind.say(standing(entry, version, language, lists), language)


def missing(words: str, language: str, asked: Iterable[str], found: Iterable[str]) -> list[str]:
    """Say what is not on a list. asked: codes of kinds that were asked for; found: of what was found.

    Where no kind was asked for, a list has its say only if nothing at all was found.
    """
    codes, there = tuple(asked), set(found)
    if not words.strip() or (there and not codes):
        return []
    wanted = [kind for kind in kinds().values() if (not codes or kind.code in codes) and kind.code not in there]
    return [said for kind in wanted if (said := kind.missing(words.strip(), language))]


def standing(entry: ReferenceEntry, version: EntryVersion, language: str, lists: Newest | None = None) -> Standing:
    """Return how an entry stands, also to the newest list of its register."""
    seen, newest = entry.seen_in, _newest(entry.kind, {} if lists is None else lists)
    return Standing(
        title=version.text(language).title,
        content=version.content,
        source=seen.source if seen else version.source,
        as_of=seen.as_of if seen else version.as_of,
        newest_on=newest.as_of if newest else None,
        # A part that came later than the newest whole list is newer news.
        is_listed=newest is None or seen is None or (seen.as_of, seen.taken_at) >= (newest.as_of, newest.taken_at),
        warning=entry.of_kind.warning(version.content),
    )


def _newest(kind: str, lists: Newest) -> SourceList | None:
    if kind not in lists:
        lists[kind] = newest_list(kind)
    return lists[kind]
