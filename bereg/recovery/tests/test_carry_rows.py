"""What is looked at while rows go from SQLite to PostgreSQL: is a value taken, and did it stay the same."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connections, models
from hypothesis import given
from hypothesis import strategies as st

from bereg.core.postgresql.base import DatabaseWrapper
from bereg.recovery.postgresql_fit import fault_of
from bereg.recovery.row_digest import RowTally

AT = dt.datetime(2026, 5, 4, 12, 30, tzinfo=dt.UTC)
VALUES = st.one_of(
    st.none(), st.integers(), st.text(), st.binary(), st.uuids(), st.dates(), st.dictionaries(st.text(), st.integers())
)
ROWS = st.lists(st.tuples(VALUES, VALUES), max_size=8)


def tally(rows: list[tuple[Any, ...]]) -> RowTally:
    made = RowTally()
    for row in rows:
        made.add(row)
    return made


def fault(field: "models.Field[Any, Any]", value: Any) -> str:
    """Ask with what PostgreSQL says of itself; no server has to answer."""
    field.set_attributes_from_name("told")
    target = DatabaseWrapper({**connections["default"].settings_dict, "ENGINE": "bereg.core.postgresql"})
    return fault_of(field, target)(value)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[tuple[Any, ...]], drawn: Any) -> None:
    other = list(rows)
    drawn.shuffle(other)
    assert tally(rows) == tally(other)


@given(ROWS, st.tuples(VALUES, VALUES), st.tuples(VALUES, VALUES))
def test_another_value_is_seen(rows: list[tuple[Any, ...]], one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    assert (tally([*rows, one]) == tally([*rows, other])) is (one == other)
    assert tally([*rows, one]) != tally(rows)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (b"sealed", memoryview(b"sealed")),
        (AT, AT.astimezone(ZoneInfo("Asia/Tashkent"))),
        ({"b": [1, {"d": 2, "c": 3}], "a": 1e16}, {"a": 10**16, "b": [1, {"c": 3, "d": 2}]}),
    ],
)
def test_what_two_engines_tell_in_two_ways_is_the_same(here: Any, there: Any) -> None:
    assert tally([(here,)]) == tally([(there,)])


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (models.TextField(), "a\0b", "NUL"),
        (models.JSONField(), {"a": [{"b\0": 1}]}, "NUL"),
        (models.JSONField(), {"a": ["\0"]}, "NUL"),
        (models.JSONField(), {"a": [float("nan")]}, "number that is none"),
        (models.CharField(max_length=3), "four", "more than 3"),
        (models.FileField(max_length=3), "four", "more than 3"),
        (models.PositiveSmallIntegerField(), 40_000, "out of"),
        (models.PositiveSmallIntegerField(), -1, "out of"),
        (models.BigIntegerField(), 2**63, "out of"),
        (models.IntegerField(), None, "nothing"),
    ],
)
def test_what_is_not_taken_is_named(field: "models.Field[Any, Any]", value: Any, said: str) -> None:
    found = fault(field, value)
    assert said in found
    assert "four" not in found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (models.TextField(max_length=3), "longer than a form allows"),
        (models.CharField(max_length=3), "три"),
        (models.CharField(max_length=3, null=True), None),
        (models.BinaryField(max_length=3), b"\0\0\0\0"),
        (models.BigIntegerField(), -(2**63)),
        (models.BooleanField(), True),
        (models.DecimalField(), Decimal(10**30)),
        (models.UUIDField(), UUID(int=0)),
        (models.JSONField(), {"a": "\\u0000"}),
    ],
)
def test_what_is_taken_has_no_fault(field: "models.Field[Any, Any]", value: Any) -> None:
    assert not fault(field, value)
