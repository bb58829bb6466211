"""Sentences by people that stand beside the figures of a release. They come from a room above, already agreed to."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.utils.text import capfirst

from bereg.publications.content import Content, Recommended, Table, Written, named

TOTALS = "totals"  # stands for the tables that are one number


@dataclass(frozen=True)
class WrittenSentence:
    """A sentence in the language that it is shown in: that of the page, or another that it was written in."""

    paragraphs: list[str]
    language: str


def name_of(table: Table) -> str:
    """Return by what a sentence names a table: totals are one."""
    return table["id"] if table["rows"] else TOTALS


class WordsBeside(TypedDict):
    """All that people put beside a release."""

    written: list[Written]
    recommended: list[Recommended]


NOTHING = WordsBeside(written=[], recommended=[])


def beside(said: Content, text: str) -> Content:
    """Return a content with what people put beside it, as a room above wrote it (`pack`)."""
    return with_words(said, json.loads(text)) if text else said


def with_words(said: Content, words: WordsBeside) -> Content:
    """Return a content with what people put beside it."""
    return Content(**{**said, "written": words["written"], "recommended": words["recommended"]})


def pack(words: WordsBeside) -> str:
    """Write it as files take it; "" for nothing."""
    return json.dumps(words, ensure_ascii=False, sort_keys=True) if any(words.values()) else ""


def recommended(said: Content, language: str) -> list[tuple[str, list[WrittenSentence]]]:
    """Return what is recommended by whom it goes to, in the order of the text."""
    return by_addressee(said.get("recommended", []), language)


def by_addressee(given: Iterable[Recommended], language: str) -> list[tuple[str, list[WrittenSentence]]]:
    """Return recommendations by whom each goes to, in their order."""
    found: dict[str, list[WrittenSentence]] = {}
    for each in given:
        found.setdefault(capfirst(named(each["to"], language)[0]), []).append(_shown(*named(each["texts"], language)))
    return list(found.items())


def of(sentences: Sequence[Written], centre: str, table: str, language: str) -> list[WrittenSentence]:
    """Return what was written of a table, or of a centre as a whole where `table` is ""."""
    found = (each["texts"] for each in sentences if (each["centre"], each["table"]) == (centre, table))
    return [_shown(*named(texts, language)) for texts in found]


def _shown(text: str, language: str) -> WrittenSentence:
    return WrittenSentence([part for line in text.splitlines() if (part := line.strip())], language)
