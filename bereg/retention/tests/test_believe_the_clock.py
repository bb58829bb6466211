"""When the clock is believed: it must agree with how long the machine has run, or with the last look."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from bereg.audit import actions as audit
from bereg.audit.actions import Thing
from bereg.retention import clock
from bereg.retention.clock import ClockReading
from bereg.retention.models import Clock

pytestmark = pytest.mark.django_db
BEGUN = dt.datetime(2008, 2, 28, 22, 0, tzinfo=dt.UTC)  # before a leap day
YEARS = dt.timedelta(days=3652)


def at(boot: str = "one", *, ran: dt.timedelta = dt.timedelta(), jump: dt.timedelta = dt.timedelta()) -> ClockReading:
    """Return what the clocks show after a time, where the wall clock was moved by `jump` as well."""
    return ClockReading(BEGUN + ran + jump, boot, 100 + ran.total_seconds())


@pytest.fixture
def _seen() -> None:
    clock.observe(at())


def hours(count: float) -> dt.timedelta:
    return dt.timedelta(hours=count)


def is_doubted(seen: ClockReading) -> bool:
    return clock.doubt(seen) is not None


@pytest.mark.usefixtures("_seen")
@pytest.mark.parametrize("ran", [hours(0), hours(23), hours(72), dt.timedelta(days=800)])
def test_a_machine_that_ran_is_believed_however_long(ran: dt.timedelta) -> None:
    assert not is_doubted(at(ran=ran))


@pytest.mark.usefixtures("_seen")
@pytest.mark.parametrize("jump", [YEARS, -YEARS, hours(25), hours(-25)])
@pytest.mark.parametrize("boot", ["one", "two", ""])
def test_a_jump_of_more_than_a_day_is_doubted(jump: dt.timedelta, boot: str) -> None:
    assert is_doubted(at(boot, jump=jump))


@pytest.mark.usefixtures("_seen")
@pytest.mark.parametrize("jump", [hours(1), hours(-1), hours(23)])
@pytest.mark.parametrize("boot", ["one", "two", ""])
def test_summer_time_and_a_night_off_are_nothing(jump: dt.timedelta, boot: str) -> None:
    assert not is_doubted(at(boot, jump=jump))


@pytest.mark.usefixtures("_seen")
def test_a_long_time_off_cannot_be_told_from_a_jump() -> None:
    assert is_doubted(ClockReading(BEGUN + hours(60), "two", 5))


@pytest.mark.usefixtures("_seen")
def test_small_jumps_do_not_add_up_unseen() -> None:
    found = []
    for number in range(1, 4):
        seen = at(ran=hours(number), jump=hours(20) * number)
        found.append(is_doubted(seen))
        clock.observe(seen)
    assert found == [False, True, True]


@pytest.mark.usefixtures("_seen")
def test_what_is_doubted_is_not_remembered_so_it_stays_doubted() -> None:
    for number in range(3):
        clock.observe(at(ran=hours(number), jump=YEARS))
    assert Clock.objects.get().seen_at == BEGUN
    assert is_doubted(at("two", ran=hours(4), jump=YEARS))
    assert not is_doubted(at(ran=hours(4)))  # somebody has set it right


@pytest.mark.usefixtures("_seen")
def test_a_counter_that_began_anew_is_another_start() -> None:
    assert not is_doubted(ClockReading(BEGUN + hours(3), "one", 7))
    assert is_doubted(ClockReading(BEGUN + hours(30), "one", 7))


def test_the_first_look_is_compared_with_the_newest_act() -> None:
    assert not is_doubted(at())
    audit.record("test.written", target=Thing("test", "-"), by=None)
    now = timezone.now()
    assert not is_doubted(ClockReading(now, "one", 100))
    assert is_doubted(ClockReading(now + YEARS, "one", 100))


def test_the_kernel_tells_how_long_it_has_run() -> None:
    first, second = clock.read(), clock.read()
    assert first.boot == second.boot
    assert second.uptime_s >= first.uptime_s


def test_a_system_that_tells_nothing_is_looked_at_like_a_new_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(clock, "UPTIME", tmp_path / "missing")
    assert (clock.read().boot, clock.read().uptime_s) == ("", 0.0)
