"""What an answer takes from the guides, in the language of who wrote."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from bereg.guides.reference_kind import GUIDE
from bereg.reference.queries import published
from bereg.reference.search import Lookup, search

MOST_FOUND = 8


@dataclass(frozen=True)
class FoundGuide:
    """A guide that may answer. is_translated: whether it stands in the language that was asked for."""

    id: UUID
    title: str
    is_translated: bool


def found_guides(words: str, language: str, now: dt.datetime) -> list[FoundGuide]:
    """Look guides up by words, in the language of a conversation."""
    hits = search(Lookup(words=words, language=language, kinds=(GUIDE.code,)), now=now, limit=MOST_FOUND)
    return [FoundGuide(hit.entry.pk, hit.text.title, not language or hit.language == language) for hit in hits]


def text_of_guide(id: UUID, language: str) -> str:
    """Return the text of a published guide in a language, else in its own; "" where there is none any more."""
    entry = published().filter(pk=id, kind=GUIDE.code).first()
    if entry is None or entry.published is None:
        return ""
    text = entry.published.text(language)
    return f"{text.title}\n\n{text.body}".strip()
