"""The search over everything that can be looked up."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bereg.core.text import normalise
from bereg.reference import saying
from bereg.reference.kinds import Kind, kinds
from bereg.reference.models import Entry, Version
from bereg.reference.queries import public_entries, published
from bereg.reference.texts import Text, read

MOST_LETTERS = 200


@dataclass(frozen=True)
class Asked:
    """What somebody looks for.

    topics: codes of the questionnaire, whose entries come first; without words they alone are shown. regions and kinds
    narrow: an entry that names no region counts everywhere. language: that in which it is to be said, such as "uz".
    """

    words: str = ""
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    language: str = ""
    is_open_now: bool = False
    is_public: bool = False  # only what everybody may see


@dataclass(frozen=True)
class Hit:
    """One answer. text: in the language that was asked for, else in its first; say: the sentence to say aloud."""

    entry: Entry
    version: Version
    text: Text
    say: str
    is_open: bool | None = None  # None: it keeps no hours

    @property
    def kind(self) -> Kind:
        return self.entry.of_kind


def search(asked: Asked, *, now: dt.datetime, limit: int = 20) -> list[Hit]:
    """Return the entries in force that fit, the best first; none where nothing was asked."""
    words = normalise(asked.words)[:MOST_LETTERS].casefold().split()
    if not (words or asked.topics or asked.kinds or asked.regions):
        return []
    standing = public_entries(now.date()) if asked.is_public else published()
    fitting = [entry for entry in standing if entry.published and _fits(entry, entry.published, asked, words)]
    hits = (hit_of(entry, asked.language, now) for entry in _ranked(fitting, asked))
    return [hit for hit in hits if hit.is_open or not asked.is_open_now][:limit]


def hit_of(entry: Entry, language: str, now: dt.datetime) -> Hit:
    """Return a published entry as an answer in a language."""
    version = entry.published
    assert version is not None  # noqa: S101 (a published entry has one: a constraint)
    version.entry = entry  # what is asked of the version asks this entry, and no database
    text = version.text(language)
    say = saying.sentence(entry, version, language or version.language) or text.title
    return Hit(entry, version, text, say, entry.of_kind.is_open(version.content, now))


def _fits(entry: Entry, version: Version, asked: Asked, words: list[str]) -> bool:
    if entry.kind not in (asked.kinds or kinds()) or entry.kind not in kinds():
        return False
    if asked.regions and version.regions and not set(asked.regions) & set(version.regions):
        return False
    if not words:
        return not asked.topics or not set(asked.topics).isdisjoint(version.topics)
    said = " ".join([*_words(version), *entry.of_kind.words(version.content)]).casefold()
    return all(word in said for word in words)


def _words(version: Version) -> Iterable[str]:
    for text in read(version.texts).values():
        yield from (text.title, text.say, text.body)


def _ranked(entries: list[Entry], asked: Asked) -> list[Entry]:
    def place(entry: Entry) -> tuple[int, int, int]:
        version = entry.published
        assert version is not None  # noqa: S101
        topics = len(set(asked.topics) & set(version.topics))
        return -topics, -len(set(asked.regions) & set(version.regions)), asked.language not in version.texts

    return sorted(entries, key=place)
