"""What is frozen for a second person, as JSON that never changes: the sentences, and what was decided on each."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from bereg.commentary.models import ReportSentence
from bereg.publications.content import Recommended, Written, digest
from bereg.publications.models import Release
from bereg.publications.sentences_by_people import WordsBeside

__all__ = ["FrozenRecommendation", "FrozenSentence", "FrozenText", "as_it_leaves", "digest", "frozen", "read"]

Decided = dict[str, dict[str, dict[str, str]]]  # by language, then `findings` and `numbers`, by key


class FrozenSentence(TypedDict):
    """One sentence as it is agreed to."""

    centre: str
    table: str
    texts: dict[str, str]
    decided: Decided


class FrozenRecommendation(FrozenSentence):
    """A recommendation that goes with the report, with whom it is for in every language."""

    to: dict[str, str]


class FrozenText(TypedDict):
    """All sentences and recommendations, with the digest of the release that they are about."""

    format: int
    release: str
    sentences: list[FrozenSentence]
    recommendations: list[FrozenRecommendation]


@dataclass(frozen=True)
class ChosenRecommendation:
    """A recommendation as a room above hands it over: what is frozen of it, and who wrote it."""

    said: FrozenRecommendation
    writers: list[str]


def frozen(
    release: Release, sentences: Iterable[ReportSentence], recommendations: Iterable[ChosenRecommendation]
) -> str:
    """Write the text of a release in the one form that its digest is of."""
    said = FrozenText(
        format=1,
        release=release.digest,
        sentences=[
            FrozenSentence(centre=each.centre, table=each.table, texts=each.texts, decided=each.decided)
            for each in sentences
        ],
        recommendations=[each.said for each in recommendations],
    )
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> FrozenText:
    """Read a text."""
    found: FrozenText = json.loads(text)
    return found


def as_it_leaves(text: FrozenText) -> WordsBeside:
    """Return the words as they leave, without what was decided on them."""
    sentences = [Written(centre=each["centre"], table=each["table"], texts=each["texts"]) for each in text["sentences"]]
    given = [Recommended(to=each["to"], texts=each["texts"]) for each in text["recommendations"]]
    return WordsBeside(written=sentences, recommended=given)
