"""Sentences by people that stand beside the figures of a release. They come from a room above, already agreed to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bereg.publications.content import Content, Table, Written, named

TOTALS = "totals"  # stands for the tables that are one number


@dataclass(frozen=True)
class WrittenSentence:
    """A sentence in the language that it is shown in: that of the page, or another that it was written in."""

    paragraphs: list[str]
    language: str


def name_of(table: Table) -> str:
    """Return by what a sentence names a table: totals are one."""
    return table["id"] if table["rows"] else TOTALS


def beside(said: Content, text: str) -> Content:
    """Return a content with the sentences of a text as a room above wrote it (`pack`)."""
    return Content(**{**said, "written": json.loads(text)}) if text else said


def pack(sentences: Sequence[Written]) -> str:
    """Write sentences as files take them; "" for none."""
    return json.dumps(sentences, ensure_ascii=False, sort_keys=True) if sentences else ""


def of(sentences: Sequence[Written], centre: str, table: str, language: str) -> list[WrittenSentence]:
    """Return what was written of a table, or of a centre as a whole where `table` is ""."""
    found = (each["texts"] for each in sentences if (each["centre"], each["table"]) == (centre, table))
    return [_shown(*named(texts, language)) for texts in found]


def _shown(text: str, language: str) -> WrittenSentence:
    return WrittenSentence([part for line in text.splitlines() if (part := line.strip())], language)
