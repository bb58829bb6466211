"""Whether a place is open goes by its own clock, and by the holidays of its country."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from bereg.directory import opening_hours
from bereg.directory.content import is_open

pytestmark = pytest.mark.once("it uses no database")

WEEK = {str(day): [["09:00", "13:00"], ["14:00", "17:00"]] for day in range(5)}
VLADIVOSTOK: dict[str, Any] = {"hours": WEEK, "zone": "Asia/Vladivostok"}


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2008-11-25T00:30", True),  # half past ten of the 25th in Vladivostok, still the night of Moscow
        ("2008-11-25T03:30", False),  # its break
        ("2008-11-25T08:00", False),  # closed there at five, and noon in Moscow
        ("2008-11-29T00:30", False),  # Saturday
    ],
)
def test_the_clock_is_that_of_the_place(moment: str, expected: bool) -> None:
    assert is_open(VLADIVOSTOK, at(moment)) is expected


def test_where_no_hours_are_kept_nothing_is_said() -> None:
    for content in ({}, {"hours": WEEK}, {"hours": WEEK, "zone": "Nowhere/Else"}, {"zone": "Europe/Moscow"}):
        assert is_open(content, at("2008-11-25T10:00")) is None
        assert opening_hours.sentence(content, at("2008-11-25T10:00")) == ""


def test_on_a_public_holiday_it_is_closed_where_it_keeps_them() -> None:
    moscow: dict[str, Any] = {"hours": WEEK, "zone": "Europe/Moscow"}
    unity_day = at("2008-11-04T08:00")
    assert is_open(moscow, unity_day) is True
    assert is_open({**moscow, "holidays": True}, unity_day) is False


def test_it_says_until_when_and_whose_clock_that_is() -> None:
    now = at("2008-11-25T00:30")
    with timezone.override("Asia/Vladivostok"):
        assert opening_hours.sentence(VLADIVOSTOK, now) == "Open now, until 13:00"
    assert opening_hours.sentence(VLADIVOSTOK, now) == "Open now, until 13:00, local time"
    assert opening_hours.change(VLADIVOSTOK, now) == "until 13:00"
    assert opening_hours.change(VLADIVOSTOK, at("2008-11-25T08:00")) == "opens tomorrow at 09:00"
    assert [when for _days, when in opening_hours.week(VLADIVOSTOK)] == ["09:00–13:00, 14:00–17:00", "closed"]
