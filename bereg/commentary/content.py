"""What is frozen for a second person, as JSON that never changes: the sentences, and what was decided on each."""

import json
from collections.abc import Iterable
from typing import TypedDict

from bereg.commentary.models import ReportSentence
from bereg.publications.content import Written, digest
from bereg.publications.models import Release

__all__ = ["FrozenSentence", "FrozenText", "digest", "frozen", "read", "sentences_of"]

Decided = dict[str, dict[str, dict[str, str]]]  # by language, then `findings` and `numbers`, by key


class FrozenSentence(TypedDict):
    """One sentence as it is agreed to."""

    centre: str
    table: str
    texts: dict[str, str]
    decided: Decided


class FrozenText(TypedDict):
    """All sentences, with the digest of the release that they are about."""

    format: int
    release: str
    sentences: list[FrozenSentence]


def frozen(release: Release, sentences: Iterable[ReportSentence]) -> str:
    """Write the text of a release in the one form that its digest is of."""
    said = FrozenText(
        format=1,
        release=release.digest,
        sentences=[
            FrozenSentence(centre=each.centre, table=each.table, texts=each.texts, decided=each.decided)
            for each in sentences
        ],
    )
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> FrozenText:
    """Read a text."""
    found: FrozenText = json.loads(text)
    return found


def sentences_of(text: FrozenText) -> list[Written]:
    """Return the sentences as they leave, without what was decided on them."""
    return [Written(centre=each["centre"], table=each["table"], texts=each["texts"]) for each in text["sentences"]]
