"""Which months of the log are old enough: a clock that was wrong for a while keeps nothing, and nothing goes early."""

import datetime as dt

import pytest
import time_machine

from bereg.audit import pruning
from bereg.audit.actions import Thing, record
from bereg.audit.models import ChainedAct

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
AHEAD, BEHIND = dt.datetime(2040, 1, 1, tzinfo=dt.UTC), dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
OLD = ["2023-08", "2023-09", "2023-10"]
BEGINS = [dt.datetime(2023 + number // 12, number % 12 + 1, 20, tzinfo=dt.UTC) for number in range(7, 47)]


def act(at: dt.datetime, count: int = 3) -> None:
    with time_machine.travel(at, tick=False):
        for _ in range(count):
            record("some.thing", target=Thing("test.thing", "1"), by=None)


def due() -> list[str]:
    return [f"{month:%Y-%m}" for month in pruning.due(NOW)]


def prune() -> list[str]:
    with time_machine.travel(NOW, tick=False):
        return [f"{month:%Y-%m}" for month in pruning.prune(by=None)]


def left() -> list[dt.datetime]:
    return list(ChainedAct.objects.order_by("seq").exclude(action="audit.pruned").values_list("at", flat=True))


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("after", range(4))
def test_what_was_written_while_the_clock_was_ahead_goes_with_what_stands_around_it(after: int, count: int) -> None:
    for number, month in enumerate(BEGINS):
        act(month)
        if number == after:
            act(AHEAD, count)
    assert due() == OLD
    assert prune() == OLD
    assert left().count(AHEAD) == (count if after >= 2 else 0)  # just before the first month that stays, or in it
    assert [at for at in left() if at != AHEAD] == [month for month in BEGINS[3:] for _ in range(3)]


def test_it_goes_on_where_such_an_entry_stopped_it() -> None:
    act(AHEAD, 20)
    for month in BEGINS:
        act(month, 30)
    assert prune() == OLD
    assert left()[0] == BEGINS[3]


@pytest.mark.parametrize("after", [0, 2, 3, 39])
def test_what_was_written_while_the_clock_was_behind_lets_nothing_younger_go(after: int) -> None:
    for number, month in enumerate(BEGINS):
        act(month)
        if number == after:
            act(BEHIND, 2)
    pruned = prune()
    assert pruned[-3:] == OLD
    assert [at for at in left() if at != BEHIND] == [month for month in BEGINS[3:] for _ in range(3)]


def test_an_entry_that_waited_over_the_end_of_a_month_stays_with_the_next_one() -> None:
    for month in BEGINS[:3]:
        act(month)
    act(BEGINS[3])
    act(BEGINS[2], 1)
    act(BEGINS[3])
    assert prune() == OLD
    assert left() == [BEGINS[3]] * 3 + [BEGINS[2]] + [BEGINS[3]] * 3
