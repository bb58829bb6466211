"""Which answers, topics and languages a centre has had most often lately: codes and their order alone.

Lists on the form begin with them. One query an hour for each centre and process; what it counts leaves no trace.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from django.utils import timezone

from bereg.centres.languages import Language
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.questions import TOPIC

LATELY = dt.timedelta(days=90)
MOST_READ = 500  # of the latest: enough to know what is usual, and as quick in every year
LISTED = 40  # of each question
LANGUAGE = "language"

Usage = Mapping[str, tuple[str, ...]]  # the name of a question to its codes, the most frequent first


class _AtCentre:
    """A centre in an hour, as the key of a cache."""

    def __init__(self, centre: Centre, hour: int) -> None:
        self.centre = centre
        self._key = (centre.pk, hour)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _AtCentre) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def used_at(centre: Centre) -> Usage:
    """Return what a centre has had lately, the most frequent first."""
    return _counted(_AtCentre(centre, int(timezone.now().timestamp()) // 3600))


def spoken_at(centre: Centre, count: int) -> list[Language]:
    """Return the languages that a centre hears most, in the order of the whole list, so that digits seldom change."""
    known = [code for code in used_at(centre).get(LANGUAGE, ()) if code in Language.values]
    usual = [*dict.fromkeys([*known, *Language.values])][:count]
    return [each for each in Language if each.value in usual]


@lru_cache(maxsize=64)
def _counted(at: _AtCentre) -> Usage:
    counts: dict[str, Counter[str]] = {TOPIC: Counter(), LANGUAGE: Counter()}
    lately = Enquiry.objects.of_centres([at.centre]).filter(opened_at__gte=timezone.now() - LATELY, mistake="")
    rows = lately.order_by("-opened_at").values_list("pk", "answers", "topics", "contact_links__contact__language")
    seen = set()
    for pk, answers, topics, language in rows[:MOST_READ]:
        if language:
            counts[LANGUAGE][language] += 1
        if pk in seen:  # a further contact of one that was counted
            continue
        seen.add(pk)
        counts[TOPIC].update(topics.split())
        for name, codes in answers.items():
            counts.setdefault(name, Counter()).update(str(codes).split())
    return MappingProxyType(
        {name: tuple(code for code, _ in counter.most_common(LISTED)) for name, counter in counts.items()}
    )
