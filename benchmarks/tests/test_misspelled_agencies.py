"""Names of agencies with slips and in another alphabet: the right one is among the first five."""

from random import Random

import pytest

from benchmarks.misspelled_agencies import misspelled, tried

pytestmark = pytest.mark.once("compares names in memory alone")

AGENCIES, TRIES = 1_000, 300


def test_98_of_100_are_among_the_first_five() -> None:
    found, _seconds = tried(AGENCIES, TRIES, Random(98))  # noqa: S311
    assert found >= 0.98 * TRIES


def test_slips_change_nearly_every_name() -> None:
    rng, name = Random(1), "ООО «Лунный Пеликан»"  # noqa: S311
    assert len({misspelled(name, rng) for _try in range(100)} - {name}) > 90
