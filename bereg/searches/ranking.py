"""Which of many people a search may mean: their names compared sound by sound, then year of birth and origin.

docs/searches.md says the rule; `bereg bench names` measures it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from bereg.searches.names import bones, words_of

BY_NAME, BY_YEAR, BY_ORIGIN = 0.80, 0.13, 0.07  # what each counts
UNKNOWN = 0.5  # what is not known speaks neither for nor against
OF_YEARS = (1.0, 0.9, 0.75, 0.5, 0.35, 0.35)  # so many years apart; more: nothing
OF_BONES = 0.45  # what likeness without vowels counts beside that of whole words
INITIAL = 0.8  # likeness of an initial to a word that begins with it
LONE = 0.04  # taken off for each word that the longer of two names has alone

Places = np.ndarray[Any, np.dtype[np.intp]]
Scores = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True)
class NamedPerson:
    """What is known of a person. names: each spelling by itself. born: 0, and origin "", where it is not known."""

    names: tuple[str, ...]
    born: int = 0
    origin: str = ""


@dataclass(frozen=True)
class People:
    """Many people ready to be compared.

    keys: those of all words, flat; starts: where those of each word begin. places: the words of each name by their
    numbers, first words first, with a number beyond the last one where a name has no more; owners: whose name it is.
    """

    described: Sequence[NamedPerson]
    keys: list[str]
    bones: list[str]
    starts: list[int]
    places: Places
    owners: Places
    initials: np.ndarray[Any, np.dtype[np.str_]]  # of each key
    is_initial: np.ndarray[Any, np.dtype[np.bool_]]  # whether a key is nothing else


def ready(described: Sequence[NamedPerson]) -> People:
    """Return people ready to be compared."""
    named = [(at, words_of(name)) for at, person in enumerate(described) for name in person.names]
    words = list(dict.fromkeys(word for _at, several in named for word in several))
    number = {word: at for at, word in enumerate(words)}
    places = np.full((max((len(several) for _at, several in named), default=1), len(named)), len(words), dtype=np.intp)
    for column, (_at, several) in enumerate(named):
        places[: len(several), column] = [number[word] for word in several]
    keys = [key for word in words for key in word]
    return People(
        described=described,
        keys=keys,
        bones=[bones(key) for key in keys],
        starts=list(accumulate((len(word) for word in words), initial=0))[:-1],
        places=places,
        owners=np.array([at for at, _several in named], dtype=np.intp),
        initials=np.array([key[0] for key in keys]),
        is_initial=np.array([len(key) == 1 for key in keys], dtype=np.bool_),
    )


def ranked(sought: NamedPerson, people: People, most: int) -> list[tuple[int, float]]:
    """Return the places of the likeliest people with their scores between 0 and 1, the likeliest first."""
    if not people.keys:
        return []
    scores = BY_NAME * _names(sought, people) + BY_YEAR * _years(sought, people) + BY_ORIGIN * _origins(sought, people)
    first = np.argsort(-scores, kind="stable")[:most]
    return [(int(at), float(scores[at])) for at in first]


def _names(sought: NamedPerson, people: People) -> Scores:
    """Return how like each person's likeliest spelling is to the likeliest of those that are sought."""
    best = np.zeros(len(people.described), dtype=np.float32)
    for name in sought.names:
        if words := words_of(name):
            np.maximum.at(best, people.owners, _of_name(words, people))
    return best


def _of_name(words: Sequence[tuple[str, ...]], people: People) -> Scores:
    """Return how like each name is to one: the words of the shorter one, each beside the best of the longer one."""
    likeness = np.zeros((len(words), len(people.starts) + 1), dtype=np.float32)  # the last column: no word
    for row, keys in enumerate(words):
        likeness[row, :-1] = np.maximum.reduceat(_of_keys(keys, people), people.starts)
    pairs = likeness[:, people.places]  # sought word, word, name
    many = (people.places < len(people.starts)).sum(axis=0)
    of_sought = pairs.max(axis=1).mean(axis=0)
    of_found = pairs.max(axis=0).sum(axis=0) / np.maximum(many, 1)
    fewer = np.where(many > len(words), of_sought, of_found)
    alike = np.where(many == len(words), (of_sought + of_found) / 2, fewer)
    return np.asarray(alike - LONE * np.abs(many - len(words)), dtype=np.float32)


def _of_keys(typed: Sequence[str], people: People) -> Scores:
    """Return how like each key is to the likeliest of those typed."""
    whole = process.cdist(typed, people.keys, scorer=fuzz.ratio)
    without = process.cdist([bones(key) for key in typed], people.bones, scorer=fuzz.ratio)
    alike = ((1 - OF_BONES) * whole + OF_BONES * without) / 100
    for row, key in enumerate(typed):
        begins = people.initials == key[0]
        alike[row, begins if len(key) == 1 else begins & people.is_initial] = INITIAL
    return np.asarray(alike.max(axis=0), dtype=np.float32)


def _years(sought: NamedPerson, people: People) -> Scores:
    points = np.array([*OF_YEARS, 0.0], dtype=np.float32)
    born = np.array([person.born for person in people.described])
    apart = np.minimum(np.abs(born - sought.born), len(OF_YEARS))
    return np.where((born == 0) | (sought.born == 0), np.float32(UNKNOWN), points[apart])


def _origins(sought: NamedPerson, people: People) -> Scores:
    return np.array([_of_origin(sought.origin, person.origin) for person in people.described], dtype=np.float32)


def _of_origin(one: str, other: str) -> float:
    return float(one == other) if one and other else UNKNOWN
