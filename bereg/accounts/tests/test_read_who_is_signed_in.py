"""Who is signed in is read afresh with each request, by one statement."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Session, SessionKey, User
from bereg.accounts.session_lookup import find


def answers(desk: Client) -> int:
    """Return the status of a page for staff: 200 or, for a stranger, 302."""
    return desk.get(reverse("own_account")).status_code


def plain(record: Any) -> dict[str, Any]:
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}


def test_what_is_read_is_what_the_database_holds(desk: Client, operator: User) -> None:
    SessionKey.objects.update(spent_at=timezone.now())
    User.objects.update(closed_at=timezone.now())
    found = find(SessionKey.objects.get().hash)
    assert found
    assert found.has_second_factor
    assert plain(found.key) == plain(SessionKey.objects.get())
    assert plain(found.key.session) == plain(Session.objects.get())
    assert plain(found.key.session.user) == plain(User.objects.get(pk=operator.pk))


def test_nothing_is_found_under_another_hash(desk: Client) -> None:
    assert find("0" * 64) is None
    assert find("the hash") is None


def test_who_has_not_signed_in_is_nobody(client: Client, db: None) -> None:
    session = client.session
    session["begun"] = True
    session.save()
    found = find(SessionKey.objects.get().hash)
    assert found
    assert (found.key.session.user, found.has_second_factor) == (None, False)


def test_one_statement_a_request(desk: Client, django_assert_num_queries: Callable[[int], Any]) -> None:
    desk.get(reverse("session_state"))
    with django_assert_num_queries(1):
        answer = desk.get(reverse("session_state"))
    assert answer.json()["left_s"] > 0


@pytest.mark.parametrize("field", ["expires_at", "active_at"])
def test_a_session_ends_when_its_time_is_over(desk: Client, field: str) -> None:
    assert answers(desk) == 200
    long_ago = {"expires_at": dt.timedelta(seconds=1), "active_at": dt.timedelta(minutes=15)}
    Session.objects.update(**{field: timezone.now() - long_ago[field]})
    assert answers(desk) == 302
    assert not Session.objects.filter(user__isnull=False).exists()


def test_a_session_that_is_deleted_ends_at_once(desk: Client) -> None:
    assert answers(desk) == 200
    Session.objects.all().delete()
    assert answers(desk) == 302


def test_somebody_closed_is_out_at_once(desk: Client, operator: User) -> None:
    assert answers(desk) == 200
    User.objects.filter(pk=operator.pk).update(closed_at=timezone.now())
    assert answers(desk) == 302
