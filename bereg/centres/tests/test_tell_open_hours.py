"""Opening hours: weeks, holidays, single days, clocks that change."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.centres.hours import OpeningState, Schedule, public_holiday, state_at

DAY = ((dt.time(8, 30), dt.time(18, 30)),)
WORKING_WEEK = dict.fromkeys(range(5), DAY)
MOSCOW = Schedule("Europe/Moscow", WORKING_WEEK, country="RU")


def at(text: str, zone: str = "Europe/Moscow") -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2008-02-14T08:29:59", OpeningState(open=False, opens_at=at("2008-02-14T08:30"))),
        ("2008-02-14T08:30", OpeningState(open=True, until=at("2008-02-14T18:30"))),
        ("2008-02-14T18:29:59", OpeningState(open=True, until=at("2008-02-14T18:30"))),
        ("2008-02-14T18:30", OpeningState(open=False, opens_at=at("2008-02-15T08:30"))),
        ("2008-02-15T19:00", OpeningState(open=False, opens_at=at("2008-02-18T08:30"))),  # Friday evening
        ("2026-12-31T23:00", OpeningState(open=False, opens_at=at("2027-01-11T08:30"))),  # New Year holidays
    ],
)
def test_the_week_of_a_centre(now: str, expected: OpeningState) -> None:
    assert state_at(MOSCOW, at(now)) == expected


def test_the_centre_s_own_zone_decides() -> None:
    evening = at("2026-02-12T18:00")  # 19:00 in Astrakhan
    assert state_at(MOSCOW, evening).open
    assert not state_at(Schedule("Europe/Astrakhan", WORKING_WEEK, country="RU"), evening).open


def test_a_single_day_wins_over_the_week_and_over_a_holiday() -> None:
    shut, holiday = dt.date(2008, 2, 14), dt.date(2026, 1, 7)
    schedule = Schedule("Europe/Moscow", WORKING_WEEK, {shut: (), holiday: DAY}, "RU")
    assert not state_at(schedule, at("2008-02-14T12:00")).open
    assert public_holiday(holiday, "RU")
    assert state_at(schedule, at("2026-01-07T12:00")).open


def test_a_lunch_break() -> None:
    schedule = Schedule("Europe/Moscow", {0: ((dt.time(14), dt.time(18)), (dt.time(9), dt.time(13)))})
    assert state_at(schedule, at("2008-02-18T13:30")) == OpeningState(open=False, opens_at=at("2008-02-18T14:00"))


def test_day_and_night_has_no_end() -> None:
    always = Schedule("Europe/Moscow", dict.fromkeys(range(7), ((dt.time(0), dt.time(23, 59)),)))
    assert state_at(always, at("2008-02-14T23:59:30")) == OpeningState(open=True)


def test_a_night_across_midnight_is_one_stretch() -> None:
    night = Schedule("Europe/Moscow", {4: ((dt.time(20), dt.time(23, 59)),), 5: ((dt.time(0), dt.time(6)),)})
    assert state_at(night, at("2008-02-15T23:00")).until == at("2008-02-16T06:00")


def test_a_centre_without_hours_never_opens() -> None:
    assert state_at(Schedule("Europe/Moscow", {}), at("2008-02-14T12:00")) == OpeningState(open=False)


def test_clocks_that_go_forward_and_back() -> None:
    berlin = Schedule("Europe/Berlin", {6: ((dt.time(2, 30), dt.time(10)),)})
    # On 31 March 2024 there is no half past two; the stretch begins an hour later by the clock.
    assert not state_at(berlin, at("2024-03-31T01:30", "Europe/Berlin")).open
    assert state_at(berlin, at("2024-03-31T03:30", "Europe/Berlin")).open
    # On 27 October 2024 half past two comes twice: open from the first.
    first = dt.datetime(2024, 10, 27, 2, 45, tzinfo=ZoneInfo("Europe/Berlin"))
    assert state_at(berlin, first).open
    assert state_at(berlin, first.replace(fold=1)).open


@pytest.mark.parametrize(
    ("country", "subdivision"), [("RU", ""), ("RU", "RU-MOW"), ("DE", "DE-BY"), ("XX", ""), ("", "")]
)
def test_unknown_calendars_fall_back(country: str, subdivision: str) -> None:
    assert isinstance(public_holiday(dt.date(2024, 1, 1), country, subdivision), str)


def test_years_before_the_data_are_plain_weeks() -> None:
    monday = dt.date(1900, 1, 1)
    assert Schedule("Europe/Moscow", WORKING_WEEK, country="RU").on(monday) == DAY


TIMES = st.times(max_value=dt.time(23, 58)).map(lambda time: time.replace(second=0, microsecond=0))
STRETCHES = st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] < pair[1])
WEEKS = st.dictionaries(st.integers(0, 6), st.lists(STRETCHES, max_size=3).map(tuple), max_size=7)
ZONES = st.sampled_from(
    ["Europe/Moscow", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "America/Sao_Paulo", "UTC"]
)
MOMENTS = st.datetimes(
    dt.datetime.fromisoformat("2000-01-01"), dt.datetime.fromisoformat("2035-01-01"), timezones=st.just(dt.UTC)
)
SECOND = dt.timedelta(seconds=1)


@given(WEEKS, ZONES, MOMENTS)
def test_what_is_announced_comes_true(
    week: dict[int, tuple[tuple[dt.time, dt.time], ...]], zone: str, now: dt.datetime
) -> None:
    schedule = Schedule(zone, week)
    state = state_at(schedule, now)
    if state.until:
        assert state.until > now
        assert state_at(schedule, state.until.astimezone(dt.UTC) - SECOND).open
        assert not state_at(schedule, state.until.astimezone(dt.UTC)).open
    if state.opens_at:
        assert state.opens_at > now
        assert not state_at(schedule, state.opens_at.astimezone(dt.UTC) - SECOND).open
        assert state_at(schedule, state.opens_at.astimezone(dt.UTC)).open
    if not any(week.values()):
        assert state == OpeningState(open=False)


@given(WEEKS, MOMENTS)
def test_without_changing_clocks_the_wall_clock_decides(
    week: dict[int, tuple[tuple[dt.time, dt.time], ...]], now: dt.datetime
) -> None:
    local = now.astimezone(ZoneInfo("Asia/Kathmandu"))
    by_the_wall = any(opens <= local.time() < closes for opens, closes in week.get(local.weekday(), ()))
    assert state_at(Schedule("Asia/Kathmandu", week), now).open is by_the_wall
