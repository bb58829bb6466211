"""Names of agencies with slips and in another alphabet: the right one is among the first five."""

from random import Random
from uuid import UUID

import pytest

from benchmarks.misspelling import misspelled
from bereg.agencies.names import key_of
from bereg.agencies.queries import names_of, near
from bereg.agencies.sample import invented

pytestmark = pytest.mark.once("compares names in memory alone")

AGENCIES, TRIES = 1_000, 300


def test_98_of_100_are_among_the_first_five() -> None:
    names = [each.draft.texts["ru"].title for each in invented(AGENCIES)]
    known = names_of([(key_of(name), UUID(int=at)) for at, name in enumerate(names)], (0, 0, 0, None), {})
    rng = Random(98)  # noqa: S311 (the same slips every time)
    lost = []
    for _try in range(TRIES):
        at = rng.randrange(AGENCIES)
        typed = misspelled(names[at], rng)
        if UUID(int=at) not in list(dict.fromkeys(near(key_of(typed), known)))[:5]:
            lost.append((names[at], typed))
    assert len(lost) <= TRIES * 2 // 100, lost
