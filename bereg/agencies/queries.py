"""Agencies found by their names, however they are spelled, and by their numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import QuerySet
from rapidfuzz import fuzz, process

from bereg.agencies.names import key_of, number_of
from bereg.reference.queries import ReferenceEntry, Stamp, published, stamp_of

AGENCY = "agency"
FEWEST_SIGNS = 3  # of a key: with fewer, everything is near
SHORTEST_NUMBER = 4
LOOKED_AT = 40
MOST_WORDS = 8
OF_WORDS = 0.95  # what likeness of single words counts beside that of whole names
NEAR = 72.0  # of 100: below, two names have little more in common than words of their trade

Scores = np.ndarray[Any, np.dtype[np.float32]]
Places = np.ndarray[Any, np.dtype[np.int32]]


@dataclass(frozen=True)
class AgencyNames:
    """The keys of every name of every agency, and whose each is; its numbers.

    words: those of all keys, each once. places: the numbers there of the first word of each key, then of the second and
    so on, with a number beyond the last one where a key has no more words.
    """

    stamp: Stamp
    joined: list[str]  # the keys without spaces
    owners: list[UUID]
    words: list[str]
    places: Places
    numbers: dict[str, list[UUID]]


_lock = Lock()
_known: AgencyNames | None = None


def agencies() -> QuerySet[ReferenceEntry]:
    """Return the agencies that the desk goes by, also those that were last seen in an older list."""
    return published().filter(kind=AGENCY)


def nearest(words: str, most: int) -> Sequence[UUID]:
    """Return the agencies of a number, else those that are spelled nearly as typed, the nearest first."""
    known = names()
    number = number_of(words)
    if len(number) >= SHORTEST_NUMBER and number in known.numbers:
        return known.numbers[number][:most]
    return list(dict.fromkeys(near(key_of(words), known)))[:most]


def names() -> AgencyNames:
    """Return the names as they stand. They are read anew once an agency came, changed or went, in whatever process."""
    global _known  # noqa: PLW0603 (one for each process)
    stamp = stamp_of(agencies())
    found = _known
    if found is None or found.stamp != stamp:
        with _lock:
            found = _known = _read(stamp)
    return found


def _read(stamp: Stamp) -> AgencyNames:
    keys: list[tuple[str, UUID]] = []
    numbers: dict[str, list[UUID]] = {}
    rows = agencies().order_by("key").values_list("pk", "published__texts", "published__content")
    for owner, texts, content in rows.iterator():
        called = [*(text["title"] for text in texts.values()), *content.get("other_names", ())]
        keys += [(key, owner) for key in dict.fromkeys(map(key_of, called)) if key]
        for name in ("tax_number", "licence"):
            if number := number_of(content.get(name) or ""):
                numbers.setdefault(number, []).append(owner)
    return names_of(keys, stamp, numbers)


def names_of(keys: Sequence[tuple[str, UUID]], stamp: Stamp, numbers: dict[str, list[UUID]]) -> AgencyNames:
    """Return the names of keys with their owners, ready to be compared."""
    split = [key.split() for key, _owner in keys]
    words = list(dict.fromkeys(word for several in split for word in several))
    number_of_word = {word: number for number, word in enumerate(words)}
    places = np.full((max(map(len, split), default=1), len(keys)), len(words), dtype=np.int32)
    for at, several in enumerate(split):
        places[: len(several), at] = [number_of_word[word] for word in several]
    return AgencyNames(
        stamp, ["".join(several) for several in split], [owner for _key, owner in keys], words, places, numbers
    )


def near(key: str, known: AgencyNames) -> Iterator[UUID]:
    """Yield whose names are spelled nearly like a key, the nearest first; somebody of two names may come twice."""
    joined = key.replace(" ", "")
    if len(joined) < FEWEST_SIGNS or not known.joined:
        return
    whole = process.cdist([joined], known.joined, scorer=fuzz.ratio)[0]
    scores = np.maximum(whole, OF_WORDS * _by_words(key.split()[:MOST_WORDS], known))
    likely = np.flatnonzero(scores >= NEAR)
    for at in likely[np.argsort(-scores[likely], kind="stable")][:LOOKED_AT]:
        yield known.owners[at]


def _by_words(typed: list[str], known: AgencyNames) -> Scores:
    """Return how well each key has the words that were typed, in whatever order and beside whatever others."""
    likeness = np.zeros((len(typed), len(known.words) + 1), dtype=np.float32)  # the last column: no word
    likeness[:, :-1] = process.cdist(typed, known.words, scorer=fuzz.ratio)
    best = np.zeros((len(typed), len(known.joined)), dtype=np.float32)
    for places in known.places:
        np.maximum(best, likeness[:, places], out=best)
    return np.average(best, axis=0, weights=[len(word) for word in typed])
