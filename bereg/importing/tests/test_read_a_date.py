"""Dates and times of a cell."""

from datetime import date, time

import pytest

from bereg.centres.import_sections import Moment
from bereg.importing.dates import read_moment, read_time


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("03.02.2031", Moment(date(2031, 2, 3))),
        ("03.02.2031 14:05", Moment(date(2031, 2, 3), time(14, 5))),
        ("2031-02-03", Moment(date(2031, 2, 3))),
        ("2031-02-03 14:05:06", Moment(date(2031, 2, 3), time(14, 5, 6))),
        ("29.02.2032", Moment(date(2032, 2, 29))),
        ("31.02.2031", None),
        ("29.02.2031", None),
        ("2031", None),
        ("today", None),
    ],
)
def test_dates_are_read_by_their_format_and_impossible_ones_are_not(cell: str, moment: Moment | None) -> None:
    assert read_moment(cell, ("%d.%m.%Y", "%d.%m.%Y %H:%M")) == moment


def test_times_are_read() -> None:
    assert [read_time(cell, ("%H.%M",)) for cell in ("9.05", "14:30", "25:00", "")] == [
        time(9, 5),
        time(14, 30),
        None,
        None,
    ]
