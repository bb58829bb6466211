"""A contact whose time is over keeps its month by the centre's clock, and loses the day, the hour and who took it."""

import datetime as dt

import pytest

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.channels import Precision
from bereg.contacts.coarsening import coarsen, month_after, month_of, not_coarse
from bereg.contacts.models import Contact

pytestmark = pytest.mark.django_db
NEW_YEAR = dt.datetime(2007, 12, 31, 21, 30, tzinfo=dt.UTC)  # 2008 has begun in Moscow


def test_the_month_is_that_of_the_centre(centre: Centre, operator: User) -> None:
    made = Contact.objects.create(
        centre=centre, channel="phone", started_at=NEW_YEAR, ended_at=NEW_YEAR, language="uz", operator=operator
    )
    other = Contact.objects.create(centre=centre, channel="phone", started_at=NEW_YEAR, operator=operator)
    coarsen([made.pk], places={})
    made.refresh_from_db()
    other.refresh_from_db()
    assert (made.started_at, made.ended_at) == (dt.datetime(2007, 12, 31, 21, 0, tzinfo=dt.UTC), None)
    assert (made.precision, made.operator, made.language) == (Precision.MONTH, None, "uz")
    assert (made.entered_at, made.changed_at) == (made.started_at, made.started_at)  # a call is entered as it is taken
    assert (other.started_at, other.operator) == (NEW_YEAR, operator)
    february = dt.datetime(2008, 1, 31, 21, 0, tzinfo=dt.UTC)
    assert list(not_coarse(february)) == [other]
    assert list(not_coarse(february - dt.timedelta(seconds=1))) == []


def test_each_centre_has_a_month_by_its_own_clock(centre: Centre) -> None:
    east = Centre.objects.create(code="east", prefix="EAS", country="RU", time_zone="Asia/Vladivostok")
    here, there = (Contact.objects.create(centre=each, channel="phone", started_at=NEW_YEAR) for each in (centre, east))
    begins_there, begins_here = (dt.datetime(2008, 1, 31, hour, tzinfo=dt.UTC) for hour in (14, 21))
    assert list(not_coarse(begins_there - dt.timedelta(seconds=1))) == []
    assert list(not_coarse(begins_there)) == [there]
    assert set(not_coarse(begins_here)) == {here, there}


def test_it_stays_within_its_month_in_every_zone() -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Moscow"):
        first = month_of(NEW_YEAR, zone)
        assert first <= NEW_YEAR
        assert month_of(first, zone) == first
        assert first < NEW_YEAR < month_after(NEW_YEAR, zone) <= first + dt.timedelta(days=31)
