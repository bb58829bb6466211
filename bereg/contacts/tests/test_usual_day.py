"""The day by hour, beside the usual day of that weekday."""

import datetime as dt

import pytest
import time_machine

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields, record_contact
from bereg.contacts.board import card, plain
from bereg.contacts.channels import Channel, Precision
from bereg.contacts.dispositions import Disposition
from bereg.contacts.mistakes import Mistake
from bereg.contacts.models import Contact
from bereg.contacts.usual_day import DayByHour, day_by_hour
from conftest import make_user

NOW = dt.datetime(2026, 11, 25, 7, 30, tzinfo=dt.UTC)  # a Wednesday, half past ten in Moscow
WEEK = dt.timedelta(days=7)


def contact(centre: Centre, by: User, at: dt.datetime, disposition: Disposition = Disposition.ENQUIRY) -> None:
    fields = ContactFields(centre=centre, channel=Channel.PHONE, started_at=at, disposition=disposition)
    record_contact(contact=fields, by=by)


def at_hour(day: dt.datetime, hour: int, minute: int = 0) -> dt.datetime:
    """Return a moment of that day by the clock of Moscow."""
    return day.replace(hour=hour - 3, minute=minute)


@pytest.fixture
def weeks(centre: Centre, other_centre: Centre, operator: User, other_operator: User) -> None:
    """Three earlier Wednesdays, and what must not be counted beside them."""
    for back, contacts in ((1, 2), (2, 5), (8, 3)):
        for minute in range(contacts):
            contact(centre, operator, at_hour(NOW - back * WEEK, 9, minute), Disposition.LOST)
        contact(centre, operator, at_hour(NOW - back * WEEK, 10, 31))  # later than now
    contact(centre, operator, at_hour(NOW - 9 * WEEK, 9))  # too long ago
    contact(centre, operator, at_hour(NOW - dt.timedelta(days=1), 9))  # another weekday
    contact(other_centre, other_operator, at_hour(NOW - WEEK, 9))
    for minute in range(4):
        contact(centre, operator, at_hour(NOW, 9, minute))
    contact(centre, operator, at_hour(NOW, 10, 5), Disposition.HANG_UP)
    contact(centre, operator, at_hour(NOW, 10, 6))
    Contact._base_manager.filter(started_at=at_hour(NOW, 10, 6)).update(mistake=Mistake.values[0])
    contact(centre, operator, at_hour(NOW, 0 + 3))
    Contact._base_manager.filter(started_at=at_hour(NOW, 3)).update(precision=Precision.DAY)


def of_day(centre: Centre, person: User) -> DayByHour:
    with time_machine.travel(NOW, tick=False):
        return day_by_hour(centre, person, NOW)


@pytest.mark.usefixtures("weeks")
def test_each_hour_stands_beside_its_median(centre: Centre, supervisor: User) -> None:
    day = of_day(centre, supervisor)
    hours = [(each.hour, each.today, each.usual, each.lost, each.is_now) for each in day.hours]
    assert hours == [(9, 4, 3, 0, False), (10, 1, 1, 1, True)]
    assert (day.today, day.lost, day.usual_today, day.usual_lost) == (5, 1, 3, 3)
    assert (day.rests_on, day.without_hour) == (3, 1)


@pytest.mark.usefixtures("weeks")
def test_another_centre_has_its_own_day(centre: Centre, other_centre: Centre, supervisor: User) -> None:
    far = make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    assert (of_day(other_centre, far).today, of_day(other_centre, far).rests_on) == (0, 1)
    assert of_day(centre, far).rests_on == of_day(other_centre, supervisor).rests_on == 0


def test_the_first_day_has_nothing_to_compare_with(centre: Centre, supervisor: User) -> None:
    day = of_day(centre, supervisor)
    assert [(each.hour, each.today) for each in day.hours] == [(10, 0)]
    assert day.rests_on == 0
    assert [(each.figure, each.more) for each in card(supervisor, centre, NOW).headlines] == [("0", ""), ("0", "")]


@pytest.mark.usefixtures("weeks")
def test_the_numbers_on_top_say_what_is_usual_by_now(centre: Centre, supervisor: User) -> None:
    told = card(supervisor, centre, NOW).headlines
    assert [(each.figure, str(each.more)) for each in told] == [("5", "usually 3 by now"), ("1", "usually 3 by now")]


def test_the_days_are_those_of_the_centre_where_the_clocks_change(centre: Centre, supervisor: User) -> None:
    Centre.objects.filter(pk=centre.pk).update(time_zone="Europe/Berlin")
    centre.refresh_from_db()
    sunday = dt.datetime(2026, 10, 25, 22, 30, tzinfo=dt.UTC)  # half past eleven in winter
    for week in range(3):
        contact(centre, supervisor, sunday - week * WEEK)
    with time_machine.travel(sunday, tick=False):
        day = day_by_hour(centre, supervisor, sunday)
    # A week before, in summer, the same moment was half past midnight of Monday.
    assert [(each.hour, each.today, each.usual) for each in day.hours] == [(23, 1, 0)]


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (0.5, "½"), (4, "4"), (4.5, "4½")])
def test_a_median_may_end_in_a_half(count: float, words: str) -> None:
    assert plain(count) == words
