"""How often a rule finds the right one of many people by another spelling of the name, and how long that takes."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from uuid import uuid4

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.measurement import Measurement, percentile
from benchmarks.misspelled_people import HELD_OUT, SYSTEMS, Systems, Written, invented, written
from bereg.searches.ranking import NamedPerson, ranked, ready
from bereg.vault import sealing

MANY, FIRST, LEAST = 10_000, 20, 0.95
SEEDS = {"spellings": 1, "held_out": 2}


@dataclass(frozen=True)
class Tried:
    """Shares found among the first, by the rule and by rapidfuzz alone; the seconds of each look and of the keys."""

    by_rule: float
    by_plain: float
    looks: list[float]
    plain_looks: list[float]
    keys_s: float


def found_people(tries: int) -> Iterator[Measurement]:
    """Yield the share that is among the first 20 of 10,000, the time beside plain rapidfuzz, and of opening."""
    for name, systems in (("spellings", SYSTEMS), ("held_out", HELD_OUT)):
        found = tried(MANY, tries, SEEDS[name], systems)
        more: dict[str, object] = {"people": MANY, "tries": tries, "spelled": name, "plain": round(found.by_plain, 4)}
        yield Measurement("names_found", found.by_rule, "of people", LEAST, reach=">= 1", more=more)
        plain = 1000 * percentile(sorted(found.plain_looks), 0.5)
        ms = 1000 * percentile(sorted(found.looks), 0.5)
        yield Measurement("names_ranked", ms, "ms", plain, more=more | {"keys_ms": round(1000 * found.keys_s, 1)})
    yield Measurement("names_unsealed", 1000 * unsealed(MANY), "ms", more={"people": MANY})


def tried(many: int, tries: int, seed: int, systems: Systems) -> Tried:
    """Look so many people up by what a second clerk wrote of them, whose Latin letters are of one of these systems."""
    rng = Random(seed)  # noqa: S311 (the same people every time)
    people = invented(many, rng)
    kept = [written(each, rng) for each in people]
    begun = time.perf_counter()
    known = ready([_described(each) for each in kept])
    keys_s, names = time.perf_counter() - begun, [each.name for each in kept]
    hits, plain_hits, looks, plain_looks = 0, 0, [], []
    for _try in range(tries):
        at = rng.randrange(many)
        asked = written(people[at], rng, systems)
        begun = time.perf_counter()
        hits += at in dict(ranked(_described(asked), known, FIRST))
        looks.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        plain_hits += at in np.argsort(-process.cdist([asked.name], names, scorer=fuzz.token_sort_ratio)[0])[:FIRST]
        plain_looks.append(time.perf_counter() - begun)
    return Tried(hits / tries, plain_hits / tries, looks, plain_looks, keys_s)


def unsealed(many: int) -> float:
    """Return the seconds that opening so many sealed descriptions takes, each under a key of its own; no database."""
    rng = Random(3)  # noqa: S311
    belongs = sealing.place("searches.findable", uuid4(), "details", uuid4())
    sealed = []
    for each in invented(many, rng):
        key = sealing.new_key()
        sealed.append((key, sealing.seal(written(each, rng).name, key=key, belongs=belongs, block_B=1024)))
    begun = time.perf_counter()
    for key, text in sealed:
        sealing.unseal(text, key=key, belongs=belongs)
    return time.perf_counter() - begun


def _described(each: Written) -> NamedPerson:
    return NamedPerson((each.name,), each.born, each.origin)
