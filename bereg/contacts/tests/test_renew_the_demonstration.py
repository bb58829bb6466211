"""The demonstration's own days: on any day the board has contacts of it and a usual day beside them."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from bereg.accounts.models import User
from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.contacts.sample import renew
from bereg.contacts.usual_day import day_by_hour

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)  # a Monday


def rows() -> list[tuple[object, ...]]:
    names = ("pk", "line", "started_at", "ended_at", "language", "disposition", "operator", "entered_at")
    return list(Contact._base_manager.order_by("pk").values_list(*names))


@pytest.mark.parametrize("days", range(7))
def test_any_day_has_contacts_by_hour_and_a_usual_day(
    days: int, centre: Centre, supervisor: User, operator: User
) -> None:
    with time_machine.travel(NOON + dt.timedelta(days=days), tick=False):
        renew(centre)
        day = day_by_hour(centre, supervisor, timezone.now())
        assert (day.rests_on, day.without_hour) == (8, 0)
        assert day.today > 0
        assert day.usual_today > 0
        assert sum(each.usual > 0 for each in day.hours) > 3
        assert Contact._base_manager.filter(started_at__gt=timezone.now()).count() == 0
        assert not Contact._base_manager.exclude(of_enquiry=None).exists()


def test_a_day_goes_on_by_what_is_missing_and_is_the_same_whenever_it_is_made(centre: Centre, operator: User) -> None:
    with time_machine.travel(NOON, tick=False):
        renew(centre)
        before = rows()
        renew(centre)
        assert rows() == before
    with time_machine.travel(NOON + dt.timedelta(hours=6), tick=False):
        renew(centre)
        later = rows()
        assert set(before) < set(later)
        Contact._base_manager.all().delete()
        renew(centre)
        assert rows() == later


def test_what_brings_no_answer_is_left_behind_by_night(centre: Centre, operator: User) -> None:
    with time_machine.travel(NOON, tick=False):
        renew(centre)
    by_night = [each for each in Contact._base_manager.all() if not 8 <= in_zone(each.started_at, centre).hour < 19]
    assert by_night
    assert {each.disposition for each in by_night} <= {"voicemail", "lost"}
