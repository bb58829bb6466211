"""The demonstration year as plain values: the same seed, the same year."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from uuid import UUID

from bereg.demonstration import answers, courses, enquiries, narratives
from bereg.demonstration.case import Case, Occasion
from bereg.demonstration.centres import CENTRES
from bereg.demonstration.times import InventedTimes

SEED = 20070514


@dataclass(frozen=True)
class Year:
    """Every enquiry in the order of its first contact, and every contact that brought none."""

    cases: list[Case]
    astray: list[Occasion]


def made_up(seed: int = SEED) -> Year:
    rng = Random(seed)  # noqa: S311 - must be the same every time, and guards nothing
    clocks = {plan.code: InventedTimes(plan, rng) for plan in CENTRES}
    cases = enquiries.cases(rng)
    enquiries.decide_consent(rng, cases)
    enquiries.choose_topics(rng, cases)
    answers.give_answers(rng, cases)
    courses.choose_ways(rng, cases, clocks)
    cases.sort(key=lambda case: (case.started_at, case.centre))
    courses.follow_up(rng, cases, clocks)
    courses.decide_ends(rng, cases)
    for case in cases:
        case.narrative = narratives.narrative(rng, case)
    narratives.say_further(Random(seed), cases)  # noqa: S311 - as above; of its own, so that nothing else depends on it
    return Year(cases, courses.astray(rng, cases, clocks))


def identities(seed: int = SEED) -> Iterator[UUID]:
    """Yield the ids of the year's records, the same every time."""
    rng = Random(seed)  # noqa: S311 - as above
    while True:
        yield UUID(int=rng.getrandbits(128), version=4)
