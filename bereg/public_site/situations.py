"""Six situations as the way in to the guides: those that have any which everybody may read."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.urls import reverse

from bereg.guides.choices import Situation
from bereg.guides.reference_kind import GUIDE
from bereg.public_site import entries
from bereg.public_site.entries import Shown
from bereg.reference.queries import public_entries

__all__ = ["Situation"]


@dataclass(frozen=True)
class SituationShown:
    """One way in. count: of its guides."""

    code: str
    words: str
    address: str
    count: int


def situations(language: str, today: dt.date) -> list[SituationShown]:
    """Return the situations that have guides in any language."""
    contents = public_entries(today).filter(kind=GUIDE.code).values_list("published__content", flat=True)
    counts = Counter(content.get("situation") for content in contents)
    return [
        SituationShown(each.value, str(each.label), address(language, each.value), counts[each.value])
        for each in Situation
        if counts[each.value]
    ]


def guides(situation: str, language: str, today: dt.date) -> list[Shown]:
    """Return the guides of a situation, those of danger first."""
    found = [
        (is_danger(version.content), entries.shown(entry, version, language, today))
        for entry, version in entries.of_kind(GUIDE.code, today)
        if version.content.get("situation") == situation
    ]
    return [each for _danger, each in sorted(found, key=lambda pair: (not pair[0], pair[1].text.title))]


def is_danger(content: dict[str, object]) -> bool:
    """Tell a guide of danger."""
    return bool(content.get("is_danger"))


def address(language: str, situation: str) -> str:
    """Return where the guides of a situation are."""
    return reverse("public_site:situation", args=[language, situation])
