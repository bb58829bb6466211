"""The words for open and closed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from bereg.centres import wording
from bereg.centres.hours import OpeningState, Schedule

NOW = dt.datetime(2026, 2, 12, 5, 0, tzinfo=dt.UTC)  # Thursday, 8:00 in Moscow
OPENS = dt.datetime(2026, 2, 12, 8, 30, tzinfo=ZoneInfo("Europe/Moscow"))
DAY = ((dt.time(8, 30), dt.time(18, 30)),)


@pytest.mark.parametrize(
    ("state", "staff", "everybody"),
    [
        (OpeningState(open=True, until=OPENS), "Line open until 08:30", "Open now, until 08:30"),
        (OpeningState(open=True, until=OPENS + dt.timedelta(days=1)), "Line open", "Open now"),
        (OpeningState(open=True), "Line always open", "Open day and night"),
        (OpeningState(open=False), "Line closed", "Closed now"),
        (OpeningState(open=False, opens_at=OPENS), "Line closed until 08:30", "Closed now, opens today at 08:30"),
        (
            OpeningState(open=False, opens_at=OPENS + dt.timedelta(days=1)),
            "Line closed until tomorrow, 08:30",
            "Closed now, opens tomorrow at 08:30",
        ),
        (
            OpeningState(open=False, opens_at=OPENS + dt.timedelta(days=4)),
            "Line closed until 16 February, 08:30",
            "Closed now, opens on Monday at 08:30",
        ),
        (
            OpeningState(open=False, opens_at=OPENS + dt.timedelta(days=20)),
            "Line closed until 4 March, 08:30",
            "Closed now, opens on 4 March at 08:30",
        ),
    ],
)
def test_open_and_closed_in_words(state: OpeningState, staff: str, everybody: str) -> None:
    with translation.override("en"):
        assert wording.line_sentence(state, NOW) == staff
        assert wording.public_sentence(state, NOW) == everybody


def test_days_with_the_same_hours_are_one_line() -> None:
    schedule = Schedule("Europe/Moscow", {**dict.fromkeys(range(5), DAY), 5: ((dt.time(10), dt.time(23, 59)),)})
    with translation.override("en"):
        assert wording.week(schedule) == [
            ("Monday – Friday", "08:30–18:30"),
            ("Saturday", "10:00–24:00"),
            ("Sunday", "closed"),
        ]


@pytest.mark.parametrize(
    ("language", "days"),
    [("ru", "Понедельник – пятница"), ("uz", "Dushanba – juma"), ("tg", "Душанбе – ҷумъа"), ("en", "Monday – Friday")],
)
def test_only_english_writes_a_day_inside_a_line_with_a_capital(language: str, days: str) -> None:
    schedule = Schedule("Europe/Moscow", dict.fromkeys(range(5), DAY))
    with translation.override(language):
        assert wording.week(schedule)[0][0] == days
