"""The sentence to say aloud of an entry: the one that was written, else the one its kind makes of how it stands."""

from bereg.reference.kinds import Standing
from bereg.reference.models import Entry, SourceList, Version
from bereg.reference.queries import newest_list

Newest = dict[str, SourceList | None]  # the newest list by the code of a kind, as far as looked up


def sentence(entry: Entry, version: Version, language: str, lists: Newest | None = None) -> str:
    """Return the sentence to say. lists: pass one dict along for many entries, so that each list is looked up once."""
    text = version.text(language)
    return text.say or entry.of_kind.say(standing(entry, version, language, lists), language)


def standing(entry: Entry, version: Version, language: str, lists: Newest | None = None) -> Standing:
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
    )


def _newest(kind: str, lists: Newest) -> SourceList | None:
    if kind not in lists:
        lists[kind] = newest_list(kind)
    return lists[kind]
