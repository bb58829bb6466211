"""Tries are counted for an hour, each account and kind by itself, and kept under a sign that tells nothing."""

import datetime as dt
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bereg.accounts import failed_tries
from bereg.accounts.models import Try

NOW = dt.datetime(2008, 2, 14, 12, 0, tzinfo=dt.UTC)
HOUR, INSTANT = dt.timedelta(hours=1), dt.timedelta(microseconds=1)
pytestmark = pytest.mark.django_db


def taken(times: int, kind: str = "password", account: str = "operator-04", **most: int) -> list[bool]:
    """Try so many times; tell each time whether it was still allowed."""
    return [failed_tries.take(kind, account, **most) is not None for _ in range(times)]


def test_ten_an_hour_then_none_until_the_oldest_is_forgotten() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        assert taken(failed_tries.MOST + 2) == [True] * 10 + [False] * 2
        clock.move_to(NOW + HOUR - INSTANT)
        assert taken(1) == [False]
        assert failed_tries.free_at("password", "operator-04") == NOW + HOUR
        assert failed_tries.free_at("password", "operator-09") is failed_tries.free_at("code", "operator-04") is None
        clock.move_to(NOW + HOUR)
        assert failed_tries.free_at("password", "operator-04") is None
        assert taken(1) == [True]
        assert Try.objects.count() == 1


def test_each_account_and_each_kind_counts_by_itself_and_in_its_own_measure() -> None:
    assert taken(3, most=2) == [True, True, False]
    assert taken(3, account="operator-09", most=2) == [True, True, False]
    assert taken(3, kind="code", most=2) == [True, True, False]
    assert len(set(Try.objects.values_list("account", flat=True))) == 3
    signs = {salted_hmac("bereg.accounts.limits", text, algorithm="sha256").hexdigest() for text in (
        "password operator-04", "password operator-09", "code operator-04",
    )}  # fmt: skip
    assert set(Try.objects.values_list("account", flat=True)) == signs


def test_what_succeeded_is_given_back() -> None:
    first, second = failed_tries.take("password", "operator-04"), failed_tries.take("password", "operator-04")
    assert first
    assert second
    failed_tries.give_back(first)
    assert list(Try.objects.values_list("pk", flat=True)) == [second]


def test_a_clock_that_is_set_back_locks_nobody_out_until_it_has_caught_up() -> None:
    with time_machine.travel(NOW + dt.timedelta(days=365), tick=False):
        assert taken(failed_tries.MOST + 1) == [True] * 10 + [False]
    with time_machine.travel(NOW, tick=False):
        assert failed_tries.free_at("password", "operator-04") is None
        assert taken(failed_tries.MOST + 1) == [True] * 10 + [False]
        assert failed_tries.free_at("password", "operator-04") == NOW + HOUR


def test_old_tries_are_forgotten_and_counted() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        taken(2)
        clock.move_to(NOW + dt.timedelta(minutes=30))
        taken(1)
        assert failed_tries.forget_old() == 0
        clock.move_to(NOW + HOUR)
        assert failed_tries.old(timezone.now()).count() == 2
        assert failed_tries.forget_old() == 2
        assert failed_tries.free_at("password", "operator-04") == NOW + dt.timedelta(minutes=90)


def test_the_tries_of_one_account_and_kind_are_forgotten() -> None:
    taken(2)
    taken(1, kind="code")
    failed_tries.forget("password", "operator-04")
    assert failed_tries.free_at("password", "operator-04") is None
    assert failed_tries.free_at("code", "operator-04") is not None


def test_on_postgresql_the_second_to_count_an_account_waits_for_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked of the server; that it makes the second one wait is the server's own."""
    asked: list[tuple[str, list[int]]] = []

    class Server:
        vendor = "postgresql"

        def cursor(self) -> Any:
            return nullcontext(SimpleNamespace(execute=lambda *words: asked.append(words)))

    monkeypatch.setattr(failed_tries, "connection", Server())
    failed_tries.take("password", "operator-04")
    sign = Try.objects.get().account
    assert asked == [("SELECT pg_advisory_xact_lock(%s)", [int(sign[:15], 16)])]
    assert asked[0][1][0] < 2**63  # a bigint
