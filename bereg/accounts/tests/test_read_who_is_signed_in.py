"""Who is signed in is read afresh with each request, by statements that are made once in a process."""

import datetime as dt

from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.adapter import PEOPLE
from bereg.accounts.models import User
from bereg.accounts.sessions import SESSIONS


def answers(desk: Client) -> int:
    """Return the status of a page for staff: 200 or, for a stranger, 302."""
    return desk.get(reverse("desk:today")).status_code


def test_what_is_read_is_what_the_database_holds(desk: Client, operator: User) -> None:
    kept = Session.objects.get()
    assert [vars(found) | {"_state": None} for found in SESSIONS.of(kept.pk)] == [vars(kept) | {"_state": None}]
    stored = User.objects.get(pk=operator.pk)
    assert [vars(found) | {"_state": None} for found in PEOPLE.of(operator.pk)] == [vars(stored) | {"_state": None}]


def test_a_session_ends_when_its_time_is_over(desk: Client) -> None:
    assert answers(desk) == 200
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert answers(desk) == 302


def test_a_session_that_is_deleted_ends_at_once(desk: Client) -> None:
    assert answers(desk) == 200
    Session.objects.all().delete()
    assert answers(desk) == 302


def test_somebody_closed_is_out_at_once(desk: Client, operator: User) -> None:
    assert answers(desk) == 200
    User.objects.filter(pk=operator.pk).update(closed_at=timezone.now())
    assert answers(desk) == 302
